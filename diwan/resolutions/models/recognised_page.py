"""Pages of a file recognised from pictures, kept while its reading goes on."""

from __future__ import annotations

from django.db import models

from diwan.resolutions.models.volume import VolumeText


class RecognisedPage(models.Model):
    """A page whose words were recognised. It lasts as long as its file is being read: what a killed worker leaves
    done, the next one takes up; when the file is read, its words are in the proposal."""

    text = models.ForeignKey(VolumeText, models.CASCADE, related_name="recognised")
    number = models.PositiveSmallIntegerField()
    facts = models.JSONField(help_text="the page as diwan.reading.recognised.Page.as_dict gives it")

    class Meta:
        ordering = ["text", "number"]
        constraints = [models.UniqueConstraint(name="a_page_is_recognised_once", fields=["text", "number"])]

    def __str__(self) -> str:
        return str(self.number)
