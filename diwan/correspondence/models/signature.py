"""What a letter's text is like: a few numbers by which one that says nearly the same is found among a million."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Signature(models.Model):
    """The bands of a letter's text (see ``likeness.bands``): two texts that share one are worth comparing."""

    letter = models.OneToOneField(
        "correspondence.Letter", models.CASCADE, primary_key=True, related_name="signature", editable=False
    )
    bands = ArrayField(models.IntegerField())
    version = models.BigIntegerField(help_text="of the document whose text it is")

    class Meta:
        verbose_name = _("likeness of a text")
        indexes = [GinIndex(name="letters_by_likeness", fields=["bands"])]

    def __str__(self) -> str:
        return str(self.letter_id)
