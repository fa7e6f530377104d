"""Records of which units are asked something: a mandate, a letter, a memorandum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.assignments.models import Assignment
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.people.models import Unit


class Assigned(models.Model):
    """What units are asked for."""

    class Meta:
        abstract = True

    @property
    def assignments(self) -> Any:
        """All assignments it ever had."""
        return Assignment.objects.filter(record_type=self._meta.label_lower, record_id=self.pk)

    def _give(self, unit: Unit, role: str, *, by: Any, due_on: dt.date | None, **facts: Any) -> Assignment:
        """Ask a unit from today; ``facts``: the person, the task, a note."""
        return Assignment.objects.create(
            record_type=self._meta.label_lower, record_id=self.pk, unit=unit, role=role, given_by=by,
            given_on=clock.today(), due_on=due_on, **facts,
        )  # fmt: skip

    def _take_on(self, asked: Iterable[Assignment]) -> None:
        """Those who were asked have seen it and take it on; a copy is done with that."""
        for one in asked:
            one.finish() if one.role == Assignment.Role.COPY else one.accept()


class Led(Assigned):
    """One of the units leads: the field ``lead`` is the record's own."""

    lead: Any
    lead_id: int | None

    class Meta:
        abstract = True

    def _lead(self) -> Assignment:
        """The lead's row, read again and held: the record's own row is already locked. Raises NotNow without one."""
        if self.lead_id is None:
            raise NotNow(_("It is with no unit."))
        held = Assignment.objects.select_for_update(of=("self",)).select_related("unit__calendar").get(pk=self.lead_id)
        self.lead = held
        return held

    def _reread_lead(self) -> None:
        if self.lead_id:
            self._lead()

    def _release(self) -> None:
        for assignment in self.assignments.open():
            assignment.withdraw()
        self.lead = None
