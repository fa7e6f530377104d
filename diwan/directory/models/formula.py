"""Formulas of courtesy: how each is addressed, in each kind of paper and in each language. Data, not code."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from diwan.clearance.ranks import Rank
from diwan.directory import policies
from diwan.directory.models.correspondent import Correspondent
from diwan.trail.models import record_event


class Formula(models.Model):
    """The words around a paper. Its texts have places: ``{sender}``, ``{addressee}``, ``{title}``.

    A formula says for whom it is: a kind, a rank, both or anybody. The most particular one counts.
    """

    class Paper(models.TextChoices):
        LETTER = "letter", _("letter")
        NOTE_VERBALE = "note_verbale", _("note verbale")
        CIRCULAR = "circular", _("circular")
        MEMORANDUM = "memorandum", _("memorandum")
        CABLE = "cable", _("cable")

    class Signed(models.TextChoices):
        SIGNATURE = "signature", _("signed")
        INITIALS = "initials", _("initialled only")

    class Line(models.TextChoices):
        STYLE = "style", _("style of the addressee")
        NAME = "name", _("name")
        ADDRESS = "address", _("address")
        FAX = "fax", _("fax")
        EMAIL = "email", _("e-mail")

    TEXTS = ("sender", "everyone", "style", "salutation", "opening", "closing", "courtesy")
    PLACES = ("sender", "addressee", "title")

    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    kind = models.CharField(_("kind of correspondent"), max_length=20, choices=Correspondent.Kind, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), choices=Rank, null=True, blank=True)
    language = models.CharField(_("language"), max_length=5)
    sender = models.CharField(
        _("how the house names itself"),
        max_length=200,
        blank=True,
        help_text=_("as within a sentence, with its article"),
    )
    everyone = models.CharField(
        _("all addressees together"),
        max_length=200,
        blank=True,
        help_text=_("as within a sentence, where the paper goes to nobody in particular"),
    )
    style = models.CharField(_("style of the addressee"), max_length=200, blank=True)
    salutation = models.CharField(_("salutation"), max_length=200, blank=True)
    opening = models.TextField(_("opening"), blank=True)
    closing = models.TextField(_("closing"), blank=True)
    courtesy = models.TextField(_("formula of courtesy"), blank=True)
    lines = models.JSONField(_("lines of the address"), default=list)
    signed = models.CharField(_("signature"), max_length=10, choices=Signed, default=Signed.SIGNATURE)
    by_hand = models.BooleanField(_("changed by hand"), default=False, editable=False)

    facts = {
        "change": _("changed the formula of courtesy for: %(paper)s, %(language)s"),
        "remove": _("removed the formula of courtesy for: %(paper)s, %(language)s"),
        "write": _("wrote the formula of courtesy for: %(paper)s, %(language)s"),
    }
    choices_said = {"paper": Paper}

    class Meta:
        verbose_name = _("formula of courtesy")
        verbose_name_plural = _("formulas of courtesy")
        ordering = ["paper", "language", "kind", "-rank"]
        constraints = [
            models.UniqueConstraint(
                name="one_formula_for_each_case",
                fields=["paper", "kind", "rank", "language"],
                nulls_distinct=False,
                violation_error_message=_(
                    "There is a formula for this paper, addressee and language. Change that one."
                ),
            ),
            models.CheckConstraint(
                name="a_note_verbale_is_only_initialled",
                condition=~models.Q(paper="note_verbale") | models.Q(signed="initials"),
                violation_error_message=_("A note verbale bears initials and no signature."),
            ),
        ]

    def __str__(self) -> str:
        said = [self.get_paper_display(), self.get_kind_display() if self.kind else "", self.get_rank_display() or ""]
        return ", ".join(str(word) for word in [*said, self.language.upper()] if word)

    @classmethod
    @transaction.atomic
    def settle(cls, key: int | None, *, by: Any, **facts: Any) -> Formula:
        """Write one anew by hand, or a new one: the profile leaves it alone from then on. Raises Refused."""
        policies.may_settle(by).insist()
        found = cls.objects.select_for_update().get(pk=key) if key else cls()
        changed = {
            name: [getattr(found, name), value] for name, value in facts.items() if getattr(found, name) != value
        }
        for name, value in facts.items():
            setattr(found, name, value)
        found.by_hand = True
        found.save()
        verb = "change" if key else "write"
        record_event(found, verb, by=by, paper=found.paper, language=found.language, changed=changed)
        return found

    @transaction.atomic
    def remove(self, *, by: Any) -> None:
        """Take away one that was written by hand; the more general one counts again. Raises Refused."""
        policies.may_settle(by).insist()
        facts = {name: getattr(self, name) for name in ("kind", "rank", *self.TEXTS)}
        record_event(self, "remove", by=by, paper=self.paper, language=self.language, removed=facts)
        self.delete()
