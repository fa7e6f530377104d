"""Resolutions as adopted. Their text is never edited: a correction is a new reading of the official volume."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import ANY, step
from diwan.kernel.multilingual import MultilingualField
from diwan.meetings.models import Organ, Session
from diwan.people.models import Unit
from diwan.records.models import Record, RecordQuerySet
from diwan.resolutions import anchors, policies

HAND, COMPARED = {"code": "hand"}, {"code": "compared"}
"""Why a resolution continues another, or none: a person said so; and said which paragraphs belong together."""


class Series(models.Model):
    """A series of resolutions (political, economic …) and the unit that usually leads its follow-up."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = MultilingualField(_("name"))
    also = models.JSONField(_("other letters in use"), default=list)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead unit"))

    class Meta:
        verbose_name = _("series")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name)


class ResolutionQuerySet(RecordQuerySet):
    def called(self, key: str) -> Resolution:
        """The one of a key in any case, or of the organ's other symbol: ``SUM-18/P/5`` finds ``IS-18/P/5``.

        Raises Resolution.DoesNotExist.
        """
        found = self.filter(key__iexact=key).first()
        if found is None:
            symbol, rest = key.upper().split("-", 1)
            names = [{organ.symbol.upper(), organ.mark.upper()} for organ in Organ.objects.exclude(suffix="")]
            others = {other for pair in names if symbol in pair for other in pair} - {symbol, ""}
            found = next((one for other in others for one in self.filter(key__iexact=f"{other}-{rest}")), None)
        if found is None:
            raise self.model.DoesNotExist(key)
        return found  # type: ignore[no-any-return]


class Resolution(Record):
    """A resolution adopted by an organ in a session."""

    class State(models.TextChoices):
        ADOPTED = "adopted", pgettext_lazy("a resolution", "adopted")
        CLOSED = "closed", pgettext_lazy("a resolution", "closed")

    session = models.ForeignKey(Session, models.PROTECT, related_name="resolutions", verbose_name=_("session"))
    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="resolutions", verbose_name=_("series"))
    number = models.PositiveSmallIntegerField(_("number"))
    key = models.CharField(_("key"), max_length=60, unique=True)
    symbol = models.CharField(_("symbol as printed"), max_length=120)
    printed = MultilingualField(_("symbol as printed in each language"))
    title = MultilingualField(_("title"))
    opening = MultilingualField(_("opening"))
    adopted_on = models.DateField(_("adopted on"), null=True)
    volume = models.ForeignKey("resolutions.Volume", models.PROTECT, related_name="resolutions")
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows"),
        help_text=_("the resolution of an earlier session on the same subject"),
    )  # fmt: skip
    follows_because = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.ADOPTED, editable=False)

    objects: ClassVar[Any] = ResolutionQuerySet.as_manager()

    visible_to = staticmethod(policies.resolutions_visible_to)
    facts = {"enter": _("entered it into the register"), "correct": _("corrected its text from a new reading")}

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["-session__start", "series__code", "number"]
        indexes = [models.Index(fields=["session", "series", "number"])]
        constraints = [models.UniqueConstraint(Upper("key"), name="an_address_leads_to_one_resolution")]

    def __str__(self) -> str:
        return f"{self.short} {self.title}".strip()

    # the memory of earlier sessions, set right by hand ------------------------------------------------------------------
    @property
    def follows_by_hand(self) -> bool:
        """Whether a person has said what it continues: then it is not searched for again."""
        return HAND in self.follows_because

    @property
    def compared_by_hand(self) -> bool:
        """Whether a person has said which of its paragraphs belong to earlier ones: then they are not compared again."""
        return COMPARED in self.follows_because

    @step(ANY, allow=policies.may_trace, says=_("said that it continues %(earlier)s"))
    def follow(self, *, by: Any, earlier: Resolution) -> dict[str, Any]:
        """It continues this earlier resolution; their paragraphs are compared. Raises NotNow for one that is not earlier."""
        from diwan.resolutions.lineage.tracing import retrace

        if not self.session.comes_after(earlier.session):
            raise NotNow(_("%(number)s is not of an earlier session.") % {"number": earlier.short})
        before, self.follows, self.follows_because = self.follows, earlier, [HAND]
        retrace(self)
        return {"earlier": earlier.short, "before": before.short if before else None}

    @step(ANY, allow=policies.may_trace, says=_("said that it continues no earlier resolution"))
    def stand_alone(self, *, by: Any) -> dict[str, Any]:
        """It continues none."""
        from diwan.resolutions.lineage.tracing import retrace

        before, self.follows, self.follows_because = self.follows, None, [HAND]
        retrace(self)
        return {"before": before.short if before else None}

    @step(ANY, allow=policies.may_trace, says=_("said that §%(paragraph)s repeats §%(earlier)s"))
    def bind(self, *, by: Any, paragraph: Paragraph, earlier: Paragraph) -> dict[str, Any]:
        """One of its paragraphs repeats one of the resolution it continues."""
        from diwan.resolutions.lineage.tracing import bind

        self.follows_because = [HAND, COMPARED]
        bind(self, paragraph, earlier)
        return {"paragraph": str(paragraph), "earlier": str(earlier)}

    @step(ANY, allow=policies.may_trace, says=_("said that §%(paragraph)s does not repeat §%(earlier)s"))
    def unbind(self, *, by: Any, paragraph: Paragraph, earlier: Paragraph) -> dict[str, Any]:
        """It does not, although the comparison says so."""
        from diwan.resolutions.lineage.tracing import unbind

        self.follows_because = [HAND, COMPARED]
        unbind(self, paragraph, earlier)
        return {"paragraph": str(paragraph), "earlier": str(earlier)}

    @property
    def short(self) -> str:
        """The number as people say it: ``3/60-POL``."""
        suffix = self.session.organ.suffix
        return f"{self.number}/{self.session.number}-{self.series.code if self.series else ''}{suffix}".rstrip("-")

    reference_printed = short

    def get_absolute_url(self, language: str = "") -> str:
        """Its permanent address, ``/resolutions/cfm-60/pol/1/``; with a language that of its text in it."""
        return (
            reverse("resolution-text", args=[self.key, language])
            if language
            else reverse("resolution", args=[self.key])
        )


class ParagraphQuerySet(models.QuerySet["Paragraph"]):
    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        """Enter many at once, each with its permanent name."""
        paragraphs = list(objs)
        fresh: dict[int, list[Paragraph]] = defaultdict(list)
        for paragraph in paragraphs:
            fresh[paragraph.resolution_id].append(paragraph)
        present: dict[int, list[Paragraph]] = defaultdict(list)
        for paragraph in self.model.objects.filter(resolution__in=fresh).order_by("order"):
            present[paragraph.resolution_id].append(paragraph)
        for resolution, added in fresh.items():
            anchors.give([*present[resolution], *sorted(added, key=lambda p: p.order)])
        return super().bulk_create(paragraphs, *args, **options)


class Paragraph(models.Model):
    """A paragraph of a resolution, one for all its languages: the follow-up hangs here, not on a language."""

    class Kind(models.TextChoices):
        PREAMBULAR = "preambular", _("preambular paragraph")
        OPERATIVE = "operative", _("operative paragraph")
        TASK = "task", _("task in an annex")

    class Class(models.TextChoices):
        MANDATE = "mandate", _("mandate")
        CALL = "call", _("call")
        DECLARATORY = "declaratory", _("declaratory")
        CONSTITUTIVE = "constitutive", _("constitutive")

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="paragraphs")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    part = models.CharField(_("part"), max_length=300, blank=True, help_text=_("letter of the part, or the annex"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    legal_class = models.CharField(_("class"), max_length=15, choices=Class, blank=True)
    actionable = models.BooleanField(_("asks for something"), default=False)
    anchor = models.CharField(
        _("address"),
        max_length=anchors.LONGEST,
        editable=False,
        help_text=_("its permanent name within the resolution"),
    )

    objects: ClassVar[Any] = ParagraphQuerySet.as_manager()

    class Meta:
        verbose_name = _("paragraph")
        ordering = ["resolution", "order"]
        constraints = [
            models.UniqueConstraint(name="a_paragraph_has_one_place", fields=["resolution", "order"]),
            models.UniqueConstraint(name="a_paragraph_has_one_address", fields=["resolution", "anchor"]),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.number}".strip() or f"({self.order})"

    def save(self, *args: Any, **options: Any) -> None:
        """Keep it; one that is new is given its permanent name."""
        if not self.anchor:
            anchors.give([*Paragraph.objects.filter(resolution=self.resolution_id).exclude(pk=self.pk), self])
        super().save(*args, **options)

    def get_absolute_url(self, language: str = "") -> str:
        """Its permanent address, ``/resolutions/cfm-60/pol/1/en#op-5-a``."""
        return f"{self.resolution.get_absolute_url(language)}#{self.anchor}"

    @property
    def reference_printed(self) -> str:
        """Its number with that of its resolution."""
        return self.called_in(self.resolution)

    def called_in(self, resolution: Resolution) -> str:
        """``3/60-POL §7``; the part before the number where there are parts, ``Annex`` for a task of one, ``P2`` in the
        preamble. The resolution is the one it belongs to, given by who has it loaded.
        """
        if self.kind == self.Kind.PREAMBULAR:
            return f"{resolution.short} {self.part} P{self.anchor.rpartition('-')[2]}".replace("  ", " ")
        said = f"{gettext('Annex')} {self.number}" if self.kind == self.Kind.TASK else self
        return f"{resolution.short} §{said}".replace("§ ", "§")

    def text_in(self, language: str) -> ParagraphText | None:
        """Its text in a language, the first piece where that language splits it, from the prefetched texts.

        None when that language lacks it, and when it stands within another paragraph there (see ``held_in``).
        """
        return next(iter(self.texts_in(language)), None)

    def texts_in(self, language: str) -> list[ParagraphText]:
        """Its pieces in a language, in order: none where it is lacking or merged, several where it is split."""
        return [text for text in self.texts.all() if text.language == language and text.within_id is None]

    def held_in(self, language: str) -> Paragraph | None:
        """The paragraph that holds its text where a language merges the two."""
        return next((text.within for text in self.texts.all() if text.language == language and text.within_id), None)

    @property
    def languages(self) -> list[str]:
        """The languages that have a text for it, if only within another paragraph."""
        return list(dict.fromkeys(text.language for text in self.texts.all()))


class ParagraphText(models.Model):
    """The paragraph in one language, as adopted, with what was read in it."""

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    number = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    verb = models.CharField(max_length=200, blank=True)
    addressee = models.CharField(max_length=400, blank=True)
    deadline = models.CharField(max_length=400, blank=True)
    reporting = models.TextField(blank=True)
    nth = models.PositiveSmallIntegerField(
        default=0, help_text=_("beyond 0: a further piece, where this language splits")
    )
    within = models.ForeignKey(
        Paragraph, models.CASCADE, null=True, blank=True, related_name="holds",
        help_text=_("where this language merges: the paragraph that holds its text; the text here is empty"),
    )  # fmt: skip
    place = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("its place in its own language"))
    heading = models.CharField(max_length=300, blank=True, help_text=_("letter of the part or title of the annex"))
    above = models.CharField(
        max_length=300, blank=True, help_text=_("title of the section or part to which it belongs")
    )

    class Meta:
        ordering = ["paragraph", "language", "nth"]
        constraints = [
            models.UniqueConstraint(name="one_text_a_language", fields=["paragraph", "language", "nth"]),
            models.CheckConstraint(
                name="what_is_merged_has_no_text_of_its_own", condition=Q(within__isnull=True) | Q(text="", nth=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}".strip()


def whole(queryset: Any) -> Any:
    """Resolutions with session, series, paragraphs and texts: three queries."""
    return queryset.select_related("session__organ", "series").prefetch_related("paragraphs__texts__within")
