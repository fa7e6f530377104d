"""The summary of a letter in each language of the house, before it reaches the Cabinet."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.correspondence import policies
from diwan.correspondence.models.life import ENTERED, State
from diwan.correspondence.models.slip import Urgency
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import step
from diwan.organisation.models import organisation


class Summary(models.Model):
    """The letter in a few lines of one language. Each language has its own status; none stands for another."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        WRITTEN = "written", _("written")
        CHECKED = "checked", _("checked")

    letter = models.ForeignKey("correspondence.Letter", models.PROTECT, related_name="summaries")
    language = models.CharField(_("language"), max_length=5)
    text = models.TextField(_("summary"), max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        constraints = [
            models.UniqueConstraint(name="one_summary_a_language", fields=["letter", "language"]),
            models.CheckConstraint(
                name="a_checked_summary_names_who_checked_it",
                condition=(Q(state="checked") & Q(checked_by__isnull=False) & Q(checked_at__isnull=False))
                | (~Q(state="checked") & Q(checked_by__isnull=True)),
            ),
            models.CheckConstraint(name="a_summary_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text


class Summarised(models.Model):
    """What comes before the Cabinet with a summary in each language of the house, each checked by a named person."""

    state: Any
    urgency: Any
    compartment: Any

    class Meta:
        abstract = True

    @step(*ENTERED, allow=policies.may_summarise, says=_("wrote the summary (%(language)s)"))
    def summarise(self, *, by: Any, language: str, text: str, proposed: bool = False) -> dict[str, Any]:
        """Write the summary in one language. What was checked and is written anew must be checked again."""
        if not text.strip():
            raise NotNow(_("A summary says something. Write two or three lines."))
        status = Summary.State.PROPOSED if proposed else Summary.State.WRITTEN
        Summary.objects.update_or_create(
            letter_id=self.pk, language=language,
            defaults={
                "text": text.strip(), "state": status, "by": by, "at": clock.now(), "checked_by": None, "checked_at": None,
            },
        )  # fmt: skip
        return {"language": language}

    @step(*ENTERED, allow=policies.may_check, says=_("checked the summary (%(language)s)"))
    def check_summary(self, *, by: Any, language: str) -> dict[str, Any]:
        """A named person has read it against the letter, not the one who wrote it. With the last one it is presented."""
        found = Summary.objects.select_for_update().filter(letter=self.pk, language=language).first()
        if found is None:
            raise NotNow(_("There is no summary in this language yet."))
        if found.by_id == by.pk and found.state == Summary.State.WRITTEN:
            raise NotNow(_("Whoever wrote a summary does not check it. Ask a colleague."))
        found.state, found.checked_by, found.checked_at = Summary.State.CHECKED, by, clock.now()
        found.save()
        if self.state == State.REGISTERED and not self.summaries_missing():
            self.state = State.PRESENTED
        return {"language": language, "presented": self.state == State.PRESENTED}

    def summaries_missing(self) -> list[str]:
        """Languages of the house in which no checked summary is there."""
        house = organisation()
        checked = set(
            Summary.objects.filter(letter=self.pk, state=Summary.State.CHECKED).values_list("language", flat=True)
        )
        return [code for code in (house.languages if house else []) if code not in checked]

    @step(
        State.REGISTERED,
        to=State.PRESENTED,
        allow=policies.may_summarise,
        says=_("laid it before the Cabinet: %(why)s"),
    )
    def present(self, *, by: Any, why: str = "") -> dict[str, Any]:
        """Lay it before the Cabinet. Without all summaries only what is immediate or sealed, and the reason is kept."""
        missing = self.summaries_missing()
        if missing and not why.strip() and self.urgency != Urgency.IMMEDIATE and not self.compartment:
            raise NotNow(
                _("Summaries are missing (%(languages)s). Have them checked, or say why it cannot wait.")
                % {"languages": ", ".join(missing).upper()}
            )
        return {"why": why, "missing": missing}
