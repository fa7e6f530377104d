"""A letter with the units: what the Cabinet refers, what those who have it do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from diwan.assignments.assigned import Led
from diwan.assignments.models import Assignment, due_after
from diwan.correspondence import policies
from diwan.correspondence.models.life import ENTERED, KEPT, LIVING, State, said
from diwan.correspondence.models.margin import Annotation
from diwan.correspondence.models.slip import Instruction, Urgency
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import step
from diwan.people.models import Person, Unit
from diwan.records.probing import Probe


@lru_cache(maxsize=4)
def _late_on(day: dt.date) -> Q:
    """One object for a day: what was put into SQL of it is kept."""
    lead = Assignment.objects.open().filter(pk=OuterRef("lead"), due_on__lt=day, stopped_on__isnull=True)
    return Q(Probe(lead), state=State.REFERRED)


class Referred(Led):
    """What is referred to a lead unit, with others and copies, and comes to an end with it."""

    state: Any
    urgency: Any
    attention: Any
    answered_on: Any

    class Meta:
        abstract = True

    @classmethod
    def is_late(cls) -> Q:
        """With a unit, past its day, the clock running; asked of the database."""
        return _late_on(clock.today())

    @property
    def late(self) -> bool:
        """The same, of this letter."""
        return self.state == State.REFERRED and self.lead is not None and self.lead.late

    @property
    def status(self) -> str:
        """The word for its status sign: what it waits for."""
        if self.state == State.REFERRED:
            if self.late:
                return "late"
            return "hold" if self.lead and self.lead.waiting else "run"
        return "idle" if self.state in ENTERED else "done"

    @cached_property
    def given(self) -> list[Assignment]:
        """The same, the latest first, read once: policies and page ask for them again and again. The lead is among them."""
        found = list(self.assignments.select_related("unit__calendar", "person", "given_by").order_by("-pk"))
        if lead := next((one for one in found if one.pk == self.lead_id), None):
            self.lead = lead
        return found

    def refresh_from_db(self, *args: Any, **options: Any) -> None:
        self.__dict__.pop("given", None)
        super().refresh_from_db(*args, **options)

    def save(self, *args: Any, **options: Any) -> None:
        self.__dict__.pop("given", None)
        super().save(*args, **options)

    # the Cabinet ---------------------------------------------------------------------------------------------------
    @step(
        *LIVING,
        to=State.REFERRED,
        allow=policies.may_triage,
        says=_("referred it to %(unit)s %(instruction)s, due %(due)s"),
    )
    def refer(
        self, *, by: Any, unit: Unit, instruction: str = Instruction.ACTION, with_units: Sequence[Unit] = (),
        copies: Sequence[Unit] = (), person: Person | None = None, urgency: str = "", due_on: dt.date | None = None,
        note: str = "", attention: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Give it to a lead unit with an instruction and a day; an earlier referral is withdrawn.

        The day is that of the urgency, in working days of the unit's own office. Raises NotNow for a closed unit.
        """
        if closed := next((one for one in (unit, *with_units, *copies) if one.closed_on), None):
            raise NotNow(_("%(unit)s is closed.") % {"unit": closed})
        before = self.lead.unit.name if self.lead else None
        self._release()
        self.urgency = urgency or self.urgency
        if attention is not None:
            self.attention = attention
        days = Urgency(self.urgency).days
        self.lead = self._give(
            unit, "lead", by=by, task=instruction, due_on=due_on or due_after(unit, days), person=person, note=note
        )
        for other in {u.pk: u for u in with_units if u != unit}.values():
            self._give(
                other, "co-operating", by=by, task=instruction, due_on=due_on or due_after(other, days), note=note
            )
        reached = {unit.pk, *(u.pk for u in with_units)}
        for other in {u.pk: u for u in copies if u.pk not in reached}.values():
            self._give(other, "copy", by=by, task=Instruction.INFORMATION, due_on=None)
        self.answered_on = None
        return {
            "unit": unit.name, "unit_id": unit.pk, "instruction": instruction, "due": str(self.lead.due_on),
            "with": [u.name for u in with_units], "copies": [u.name for u in copies], "note": note, "before": before,
            "urgency": self.urgency,
        }  # fmt: skip

    @step(
        *ENTERED,
        State.REFERRED,
        allow=policies.may_triage,
        says=_("marked it for the Secretary General (%(attention)s)"),
    )
    def bring_to_attention(self, *, by: Any, attention: str) -> dict[str, Any]:
        """For the information or the decision of the Secretary General."""
        self.attention = attention
        return {"attention": attention}

    @step(
        State.PRESENTED,
        to=State.REGISTERED,
        allow=policies.may_triage,
        says=_("sent it back to the registry: %(reason)s"),
    )
    def send_back(self, *, by: Any, reason: str) -> dict[str, Any]:
        """What the registry must do again: a page is missing, a summary is wrong."""
        return {"reason": said(reason)}

    @step(
        State.PRESENTED,
        State.REFERRED,
        to=State.ANSWERED,
        allow=policies.may_triage,
        says=_("decided that no reply is needed: %(reason)s"),
    )
    def need_no_reply(self, *, by: Any, reason: str = "") -> dict[str, Any]:
        """Nothing is asked of anybody any more."""
        self._finish()
        return {"reason": reason}

    @step(State.REFERRED, State.ANSWERED, allow=policies.may_ask, says=_("asked %(unit)s for an update"))
    def ask_for_update(self, *, by: Any, note: str = "") -> dict[str, Any]:
        """Ask the lead where it stands."""
        return {"unit": self._lead().unit.name, "note": note}

    @step(*KEPT, allow=policies.may_annotate, says=_("wrote a note in the margin"))
    def annotate(self, *, by: Any, text: str, page: int | None = None) -> dict[str, Any]:
        """A note in the margin, for everybody who sees the letter."""
        return {"annotation": Annotation.objects.create(letter_id=self.pk, text=said(text), page=page, by=by).pk}

    # the units -----------------------------------------------------------------------------------------------------
    @step(State.REFERRED, State.ANSWERED, allow=policies.may_acknowledge, says=_("acknowledged it for %(unit)s"))
    def acknowledge(self, *, by: Any) -> dict[str, Any]:
        """The units for which the person answers have seen it and take it on; a copy is done with that."""
        own = [one for one in policies._own(by, self) if one.state == Assignment.State.ASKED]
        self._take_on(own)
        self._reread_lead()
        return {"unit": own[0].unit.name, "assignments": [one.pk for one in own]}

    @step(State.REFERRED, to=State.PRESENTED, allow=policies.may_act, says=_("returned it from %(unit)s: %(reason)s"))
    def hand_back(self, *, by: Any, reason: str) -> dict[str, Any]:
        """The lead unit returns it with a reason; it waits for another one. Who only helps hands back its own part."""
        own = policies._own(by, self)
        lead = next((one for one in own if one.pk == self.lead_id), None)
        if lead is None:
            raise NotNow(_("Only the lead unit returns a letter. Write a note in the margin."))
        lead.hand_back(said(reason))
        self._release()
        return {"reason": reason, "unit": lead.unit.name}

    @step(State.REFERRED, allow=policies.may_name, says=_("named %(person)s to deal with it"))
    def name_person(self, *, by: Any, person: Person) -> dict[str, Any]:
        """Who in the lead unit deals with it."""
        lead = self._lead()
        lead.person = person
        lead.save(update_fields=["person"])
        return {"person": person.name, "person_id": person.pk}

    @step(State.REFERRED, allow=policies.may_act, says=_("stopped the clock, waiting for %(waiting_for)s"))
    def wait(self, *, by: Any, waiting_for: str) -> dict[str, Any]:
        """Nothing can be done until somebody else acts; says who."""
        self._lead().stop_clock(said(waiting_for))
        return {"waiting_for": waiting_for}

    @step(State.REFERRED, allow=policies.may_act, says=_("restarted the clock after %(days)s working days"))
    def resume(self, *, by: Any) -> dict[str, Any]:
        """Go on; the day moves by the working days lost."""
        return {"days": self._lead().restart_clock()}

    @step(State.REFERRED, allow=policies.may_act, says=_("finished for %(unit)s: %(result)s"))
    def finish(self, *, by: Any, result: str) -> dict[str, Any]:
        """A unit says what was done. When the lead is done and no reply is to leave the house, so is the letter."""
        own = policies._own(by, self)
        for one in own:
            one.finish()
        if any(one.pk == self.lead_id for one in own):
            self.state = State.ANSWERED
            self._finish()
        return {"unit": own[0].unit.name, "result": said(result)}

    @step(
        State.PRESENTED,
        State.REFERRED,
        State.ANSWERED,
        to=State.ANSWERED,
        allow=policies.by_machine,
        says=_("was answered by %(number)s"),
    )
    def be_answered(self, *, by: Any, number: str) -> dict[str, Any]:
        """The reply was signed and has its number. Called by the outgoing register alone, as the house itself."""
        self._finish()
        return {"number": number}

    # ---------------------------------------------------------------------------------------------------------------
    def _finish(self) -> None:
        for assignment in self.assignments.open().exclude(role=Assignment.Role.COPY):
            assignment.finish()
        self.answered_on = clock.today()
        self._reread_lead()
