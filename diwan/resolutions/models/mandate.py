"""A mandate: what a paragraph asks, who answers for it, by when, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.assignments.assigned import Led
from diwan.assignments.models import Assignment
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import step
from diwan.kernel.multilingual import MultilingualField, Texts
from diwan.people.models import Person, Unit
from diwan.records.models import Confidential, Record, RecordQuerySet
from diwan.resolutions import policies
from diwan.resolutions.models.obstacle_kind import ObstacleKind
from diwan.resolutions.models.resolution import Paragraph, Resolution


class MandateQuerySet(RecordQuerySet):
    def with_status(self, today: dt.date | None = None) -> Self:
        """Each with ``status``: the word of lists and of the matrix, computed on the day."""
        day = today or clock.today()
        ended = Q(state__in=Mandate.ENDED)
        stopped = Q(lead__stopped_on__isnull=False)
        late = Q(lead__due_on__lt=day)
        return self.annotate(
            status=Case(
                When(ended, then=Value("done")),
                When(lead__isnull=True, then=Value("unassigned")),
                When(stopped, then=Value("hold")),
                When(late, then=Value("late")),
                When(state=Mandate.State.IN_PROGRESS, then=Value("run")),
                default=Value("idle"),
                output_field=models.CharField(),
            )
        )

    def listed(self) -> Self:
        """With all that a row of a list shows, in one query."""
        return self.select_related(
            "resolution__session__organ", "resolution__series", "paragraph", "lead__unit", "lead__person"
        )

    def proposed_to_end(self) -> Self:
        """Those for which the memory of earlier sessions proposes an ending nobody has decided on."""
        return self.exclude(ending_proposed="").filter(state__in=Mandate.ENDABLE)

    def of_units(self, units: Any) -> Self:
        """Led by one of these units, or with their co-operation."""
        helping = Assignment.objects.open().filter(
            record_type="resolutions.mandate", record_id=OuterRef("pk"), unit__in=units, role="co-operating"
        )
        return self.filter(Q(lead__unit__in=units) | Exists(helping))


class Mandate(Led, Confidential, Record):
    """What an adopted paragraph asks of somebody, followed until it is done or ends otherwise."""

    class State(models.TextChoices):
        IDENTIFIED = "identified", _("not assigned")
        ASSIGNED = "assigned", _("assigned")
        IN_PROGRESS = "in_progress", _("in progress")
        IMPLEMENTED = "implemented", _("implemented")
        PARTIALLY = "partially", _("partially implemented")
        NOT_IMPLEMENTED = "not_implemented", _("not implemented")
        OVERTAKEN = "overtaken", _("overtaken by events")
        SUPERSEDED = "superseded", _("superseded")
        RETIRED = "retired", _("retired")

    OPEN = (State.IDENTIFIED, State.ASSIGNED, State.IN_PROGRESS)
    GIVEN = (State.ASSIGNED, State.IN_PROGRESS)
    VERDICTS = (State.IMPLEMENTED, State.PARTIALLY, State.NOT_IMPLEMENTED, State.OVERTAKEN)
    ENDED = (*VERDICTS, State.SUPERSEDED, State.RETIRED)
    ENDABLE = (*OPEN, State.OVERTAKEN)
    """States in which an ending can be proposed: what is open, and what was overtaken and may be retired."""

    class Basis(models.TextChoices):
        DATE = "date", _("date in the text")
        SESSION = "session", _("session named in the text")
        PERIOD = "period", _("period in the text")
        RECURRING = "recurring", _("recurring")
        NONE = "none", _("next session, no date in the text")
        HAND = "hand", _("set by hand")

    class Ending(models.TextChoices):
        SUPERSEDE = "supersede", _("superseded by a later mandate")
        RETIRE = "retire", _("retirement")

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="mandates", verbose_name=_("resolution"))
    paragraph = models.OneToOneField(Paragraph, models.PROTECT, related_name="mandate", verbose_name=_("paragraph"))
    legal_class = models.CharField(_("class"), max_length=15, choices=Paragraph.Class)
    wording = MultilingualField(_("wording"))
    addressee = MultilingualField(_("addressee"))
    deadline = MultilingualField(_("deadline as printed"))
    reporting = MultilingualField(_("reporting requirement"))
    recurring = models.BooleanField(_("recurs at each session"), default=False)
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_basis = models.CharField(_("basis of the due date"), max_length=10, choices=Basis, default=Basis.NONE)
    proposed_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_with = models.JSONField(default=list)
    proposed_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_because = models.JSONField(default=list)
    ending_proposed = models.CharField(_("proposed ending"), max_length=10, choices=Ending, blank=True, editable=False)
    ending_because = models.JSONField(default=list)
    successor_proposed = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    renewed = models.PositiveSmallIntegerField(
        _("renewed"), default=0, editable=False, help_text=_("how many sessions before asked the same, without a gap")
    )
    lead = models.OneToOneField(
        Assignment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead unit")
    )
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.IDENTIFIED, editable=False)
    last_action_on = models.DateField(_("last update"), null=True, blank=True, editable=False)

    objects: ClassVar[Any] = MandateQuerySet.as_manager()
    visible_to = staticmethod(policies.mandates_visible_to)
    choices_said: ClassVar[dict[str, Any]] = {
        "verdict": State, "level": Person.Clearance, "kind": ObstacleKind, "ending": Ending,
    }  # fmt: skip
    facts = {
        "remind": _("reminded %(unit)s: due on %(due)s"),
        "escalate": _("raised the lateness of %(unit)s to %(to)s"),
        "attach": _("attached “%(title)s”"),
        "propose_ending": _("proposed to end it, in view of %(of)s: %(ending)s"),
        "withdraw_ending": _("no longer proposes to end it"),
    }

    class Meta(Confidential.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["resolution", "paragraph__order"]
        constraints = [
            *Confidential.Meta.constraints,
            models.CheckConstraint(
                name="an_assigned_mandate_has_a_lead",
                condition=~Q(state__in=["assigned", "in_progress"]) | Q(lead__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "confidentiality", "lead", "due_on"]),
            models.Index(fields=["resolution", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.reference_printed}: {self.wording}"

    @property
    def reference_printed(self) -> str:
        """``3/60-POL §7``; the part before the number where a resolution has parts, ``Annex`` for a task of one."""
        return self.paragraph.called_in(self.resolution)

    def get_absolute_url(self) -> str:
        return reverse("mandate", args=[self.pk])

    @property
    def late(self) -> bool:
        """Computed: open, given, past its day, the clock running."""
        return self.state in self.OPEN and self.lead is not None and self.lead.late

    # assigning -----------------------------------------------------------------------------------------------------
    @step(*OPEN, to=State.ASSIGNED, allow=policies.may_assign, says=_("assigned it to %(unit)s, due %(due)s"))
    def assign(
        self,
        *,
        by: Any,
        unit: Unit,
        co_units: Sequence[Unit] = (),
        person: Person | None = None,
        due_on: dt.date | None = None,
        note: str = "",
    ) -> dict[str, Any]:
        """Give it a lead unit, co-operating units, a focal point and a day; an earlier assignment is withdrawn.

        Raises NotNow for a unit that is closed.
        """
        if closed := next((one for one in (unit, *co_units) if one.closed_on), None):
            raise NotNow(_("%(unit)s is closed.") % {"unit": closed})
        self._release()
        if due_on is not None and due_on != self.due_on:
            self.due_on, self.due_basis = due_on, self.Basis.HAND
        self.lead = self._give(unit, Assignment.Role.LEAD, by=by, due_on=self.due_on, person=person, note=note)
        others = [
            self._give(other, Assignment.Role.CO_OPERATING, by=by, due_on=self.due_on)
            for other in co_units
            if other != unit
        ]
        due = self.due_on.isoformat() if self.due_on else ""
        return {
            "unit": unit.name, "unit_id": unit.pk, "with": [a.unit.name for a in others], "due": due,
            "person": person.name if person else None, "note": note,
        }  # fmt: skip

    @step(*GIVEN, allow=policies.may_accept, says=_("accepted it"))
    def accept(self, *, by: Any) -> None:
        """The lead unit takes it on."""
        self._lead().accept()

    @step(*GIVEN, to=State.IDENTIFIED, allow=policies.may_answer, says=_("returned it: %(reason)s"))
    def hand_back(self, *, by: Any, reason: str) -> dict[str, Any]:
        """The lead unit returns it with a reason; it waits for another lead."""
        lead = self._lead()
        lead.hand_back(reason)
        self._release()
        return {"reason": reason, "unit": lead.unit.name}

    @step(*GIVEN, allow=policies.may_name, says=_("named %(person)s as focal point"))
    def name_focal_point(self, *, by: Any, person: Person) -> dict[str, Any]:
        """Say who in the lead unit deals with it."""
        lead = self._lead()
        lead.person = person
        lead.save(update_fields=["person"])
        return {"person": person.name, "person_id": person.pk}

    @step(*OPEN, allow=policies.may_assign, says=_("set the due day to %(due)s: %(reason)s"))
    def set_due(self, *, by: Any, due_on: dt.date, reason: str) -> dict[str, Any]:
        """Set the day by hand, saying why."""
        before, self.due_on, self.due_basis = self.due_on, due_on, self.Basis.HAND
        for assignment in self.assignments.open():
            assignment.due_on = due_on
            assignment.escalated_to = assignment.escalated_on = assignment.reminded_on = None
            assignment.save()
        self._reread_lead()
        return {"due": due_on.isoformat(), "before": before.isoformat() if before else None, "reason": reason}

    # doing ---------------------------------------------------------------------------------------------------------
    @step(*GIVEN, to=State.IN_PROGRESS, allow=policies.may_work, says=_("recorded an action of %(on)s: %(what)s"))
    def act(
        self, *, by: Any, what: dict[str, str], on: dt.date | None = None, unit: Unit | None = None
    ) -> dict[str, Any]:
        """Record what was done. The lead unit that starts work has accepted; what others do accepts nothing for it.

        Raises NotNow for a day still to come and for a text in no language.
        """
        from diwan.resolutions.models.follow_up import Action

        lead, day = self._lead(), on or clock.today()
        if day > clock.today():
            raise NotNow(_("This day is still to come."))
        if not Texts(what):
            raise NotNow(_("Write it in one language at least."))
        if lead.state == Assignment.State.ASKED and policies.may_answer(by, self):
            lead.accept()
        action = Action.objects.create(mandate=self, what=what, on=day, by=by, unit=unit or by.unit or lead.unit)
        self.last_action_on = max(day, self.last_action_on or day)
        return {"action": action.pk, "on": day.isoformat(), "what": action.what}

    @step(*OPEN, *ENDED, allow=policies.may_work, says=_("added proof: %(title)s"))
    def prove(
        self, *, by: Any, title: str, upload: Any = None, name: str = "", target: Record | None = None,
        on: dt.date | None = None, action: Any = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Add evidence: a document handed in, or a link to another record."""
        from diwan.resolutions.models.follow_up import Evidence

        evidence = Evidence.keep(
            self, by=by, title=title, upload=upload, name=name, target=target, on=on, action=action
        )
        return {"evidence": evidence.pk, "title": title}

    @step(*GIVEN, allow=policies.may_work, says=_("met an obstacle (%(kind)s): %(what)s"))
    def meet_obstacle(self, *, by: Any, kind: str, what: dict[str, str]) -> dict[str, Any]:
        """Say what stands in the way."""
        from diwan.resolutions.models.follow_up import Obstacle

        obstacle = Obstacle.objects.create(mandate=self, kind=kind, what=what, by=by, since=clock.today())
        return {"obstacle": obstacle.pk, "kind": kind, "what": obstacle.what}

    @step(*OPEN, *ENDED, allow=policies.may_work, says=_("lifted an obstacle"))
    def lift_obstacle(self, *, by: Any, obstacle: Any) -> dict[str, Any]:
        """The obstacle is gone."""
        obstacle.lifted_on = clock.today()
        obstacle.save()
        return {"obstacle": obstacle.pk}

    @step(*GIVEN, allow=policies.may_hold, says=_("stopped the clock, waiting for %(waiting_for)s"))
    def wait(self, *, by: Any, waiting_for: str) -> dict[str, Any]:
        """Nothing can be done until somebody else acts; says who."""
        self._lead().stop_clock(waiting_for)
        return {"waiting_for": waiting_for}

    @step(*GIVEN, allow=policies.may_hold, says=_("restarted the clock after %(days)s working days"))
    def resume(self, *, by: Any) -> dict[str, Any]:
        """Go on; the day moves by the working days lost."""
        lead = self._lead()
        days = lead.restart_clock()
        self.due_on = lead.due_on
        self.assignments.open().exclude(pk=lead.pk).update(due_on=lead.due_on)
        return {"days": days, "due": lead.due_on.isoformat() if lead.due_on else None}

    @step(*GIVEN, allow=policies.may_ask, says=_("asked %(unit)s for an update"))
    def ask_for_update(self, *, by: Any, note: str = "") -> dict[str, Any]:
        """Ask the lead where it stands."""
        return {"unit": self._lead().unit.name, "note": note}

    # ending --------------------------------------------------------------------------------------------------------
    @step(*GIVEN, *VERDICTS, allow=policies.may_assess, says=_("assessed it as %(verdict)s: %(why)s"))
    def assess(self, *, by: Any, verdict: str, why: dict[str, str]) -> dict[str, Any]:
        """The Cabinet's judgement, with its justification. Raises ValueError for what is no verdict."""
        from diwan.resolutions.models.follow_up import Assessment

        if verdict not in self.VERDICTS:
            raise ValueError(verdict)
        made = Assessment.objects.create(mandate=self, verdict=verdict, why=why, by=by, on=clock.today())
        for assignment in self.assignments.open():
            assignment.finish()
        self.state = verdict
        overtaken = verdict == self.State.OVERTAKEN
        self._propose(*((self.Ending.RETIRE, [{"code": "overtaken"}]) if overtaken else ("",)))
        self._reread_lead()
        return {"assessment": made.pk, "verdict": verdict, "why": made.why}

    @step(*OPEN, to=State.SUPERSEDED, allow=policies.may_assess, says=_("ended it as superseded by %(successor)s"))
    def supersede(self, *, by: Any, successor: Mandate) -> dict[str, Any]:
        """A later mandate takes its place."""
        from diwan.records.models import Link, link

        link(successor, Link.Kind.SUPERSEDES, self, by=by)
        self._release()
        self._propose("")
        return {"successor": successor.reference_printed, "successor_id": successor.pk}

    @step(*OPEN, *VERDICTS, to=State.RETIRED, allow=policies.may_assess, says=_("retired it: %(reason)s"))
    def retire(self, *, by: Any, reason: str) -> dict[str, Any]:
        """It is not followed any longer, for a reason."""
        self._release()
        self._propose("")
        return {"reason": reason}

    @step(*ENDABLE, allow=policies.may_assess, says=_("declined to end it: %(reason)s"))
    def decline_ending(self, *, by: Any, reason: str) -> dict[str, Any]:
        """It goes on although an ending was proposed; the same is not proposed again. Raises NotNow without one."""
        if not self.ending_proposed:
            raise NotNow(_("No ending is proposed for it."))
        ending, because = self.ending_proposed, self.ending_because
        self._propose("", [{**one, "declined": True} for one in because])
        return {"reason": reason, "ending": ending, "because": because}

    @step(*ENDED, to=State.IDENTIFIED, allow=policies.may_assess, says=_("reopened it, due %(due)s"))
    def reopen(self, *, by: Any, due_on: dt.date | None = None, reason: str = "") -> dict[str, Any]:
        """It begins again, as a recurring one does for the next session; whoever led it is proposed again."""
        before, self.lead = self.lead, None
        self.due_on = due_on or self.due_on
        self._propose("")
        if before:
            helped = self.assignments.filter(role=Assignment.Role.CO_OPERATING, given_on=before.given_on)
            self.proposed_unit, self.proposed_with = before.unit, list(helped.values_list("unit", flat=True))
            self.proposed_person, self.proposed_because = before.person, [{"code": "before"}]
        return {
            "due": self.due_on.isoformat() if self.due_on else "",
            "reason": reason,
            "lead": before.unit.pk if before else None,
        }

    @step(*OPEN, *ENDED, allow=policies.may_classify, says=_("set its confidentiality to %(level)s: %(reason)s"))
    def classify(self, *, by: Any, level: int, reason: str, named: Any = ()) -> dict[str, Any]:
        """Set the level, why, and who needs to know."""
        return self._classify(level, reason, named)

    # ---------------------------------------------------------------------------------------------------------------
    def _propose(self, ending: str, because: Sequence[dict[str, Any]] | None = None) -> None:
        """Lay down which ending is proposed, or that none is any more; the reasons stay unless others are given."""
        self.ending_proposed, self.successor_proposed = ending, None
        if because is not None:
            self.ending_because = list(because)
