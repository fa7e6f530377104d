"""A memorandum asks units of the house, as the referral of a letter does."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diwan.assignments.assigned import Assigned
from diwan.assignments.models import due_after
from diwan.correspondence.models import Instruction, Urgency
from diwan.correspondence.policies import may_answer_for
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import step
from diwan.outgoing import policies
from diwan.outgoing.models.life import State, said
from diwan.outgoing.models.paper import Paper


class Asking(Assigned):
    """What units are asked once it is signed, and say about it."""

    addressees: Any
    paper: Any
    urgency: Any
    instruction: Any

    class Meta:
        abstract = True

    @step(
        State.SIGNED,
        State.DISPATCHED,
        State.DELIVERED,
        allow=policies.may_acknowledge,
        says=_("acknowledged it for %(unit)s"),
    )
    def take_note(self, *, by: Any) -> dict[str, Any]:
        """A unit has the memorandum and takes on what it asks; a copy is done with that."""
        own = [one for one in self.assignments.open() if one.state == "asked" and may_answer_for(by, one)]
        if not own:
            raise NotNow(_("It is acknowledged already."))
        self._take_on(own)
        return {"unit": own[0].unit.name}

    @step(
        State.SIGNED,
        State.DISPATCHED,
        State.DELIVERED,
        allow=policies.may_acknowledge,
        says=_("finished for %(unit)s: %(result)s"),
    )
    def finish(self, *, by: Any, result: str) -> dict[str, Any]:
        """A unit says what it did about the memorandum."""
        own = [one for one in self.assignments.open() if may_answer_for(by, one)]
        for one in own:
            one.finish()
        return {"unit": own[0].unit.name, "result": said(result)}

    def _ask_units(self, by: Any) -> None:
        """A memorandum asks its units as a referral does: the first leads, with a day by its urgency."""
        if not Paper(self.paper).internal:
            return
        days, lead = Urgency(self.urgency).days, True
        for addressee in self.addressees.select_related("unit__calendar").order_by("-role", "order", "pk"):
            if addressee.unit is None:
                continue
            role = "copy" if addressee.role == "copy" else ("lead" if lead else "co-operating")
            lead = lead and role != "lead"
            due_on = None if role == "copy" else due_after(addressee.unit, days)
            self._give(addressee.unit, role, by=by, due_on=due_on, task=self.instruction or Instruction.ACTION)
