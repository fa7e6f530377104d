"""The memory of earlier sessions: where a paragraph comes from, and where another body said nearly the same."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from diwan.resolutions.models.resolution import Paragraph


class Descent(models.Model):
    """A paragraph and an earlier one that it repeats: unchanged, reworded, or together with others.

    A paragraph without a descent in a resolution that follows another is new; one of the earlier resolution that no
    paragraph descends from was dropped. Neither is stored.
    """

    class Relation(models.TextChoices):
        UNCHANGED = "unchanged", _("unchanged")
        SESSIONS = "sessions", _("unchanged except references to sessions")
        REWORDED = "reworded", _("reworded")
        MERGED = "merged", _("merged")

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="ancestry")
    earlier = models.ForeignKey(Paragraph, models.CASCADE, related_name="posterity")
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    moved = models.BooleanField(_("moved"), default=False)
    renumbered = models.BooleanField(_("renumbered"), default=False)
    likeness = models.FloatField(_("likeness"))

    class Meta:
        ordering = ["paragraph", "earlier"]
        constraints = [
            models.UniqueConstraint(name="a_descent_is_told_once", fields=["paragraph", "earlier"]),
            models.CheckConstraint(name="nothing_descends_from_itself", condition=~Q(paragraph=F("earlier"))),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph} ← {self.earlier}"


class NearDuplicate(models.Model):
    """A paragraph that asks nearly what one adopted by another body asks; ``paragraph`` is the later one."""

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="duplicates")
    other = models.ForeignKey(Paragraph, models.CASCADE, related_name="duplicated_by")
    likeness = models.FloatField(_("likeness"))

    class Meta:
        ordering = ["-likeness"]
        constraints = [
            models.UniqueConstraint(name="a_near_duplicate_is_told_once", fields=["paragraph", "other"]),
            models.CheckConstraint(name="nothing_duplicates_itself", condition=~Q(paragraph=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph} ≈ {self.other}"
