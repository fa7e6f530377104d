"""The step: one verb of the trade, with its states, its right and its sentence in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import Decision, not_now

ANY = "*"


class Step:
    """A verb that a person does to a record.

    Taking it locks the row, asks the state, asks the policy, runs the body, sets the state, saves, and writes the
    Event with what the body returned: all in one transaction. ``to=None`` leaves the state; a body may also set
    ``self.state`` itself when ``to`` is a set of states it chooses among.
    """

    def __init__(
        self,
        verb: Callable[..., dict[str, Any] | None],
        sources: tuple[str, ...],
        to: str | None,
        allow: Callable[[Any, Any], Decision],
        says: str | Promise,
    ) -> None:
        self.verb, self.sources, self.to, self.allow, self.says = verb, sources, to, allow, says
        self.name = verb.__name__
        self.__doc__ = verb.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        inherited = {
            known: step for base in reversed(owner.__mro__) for known, step in vars(base).get("steps", {}).items()
        }
        owner.steps = {**inherited, name: self}  # type: ignore[attr-defined]

    def __get__(self, record: Any, owner: type | None = None) -> Any:
        return self if record is None else partial(self.take, record)

    def decide(self, record: Any, person: Any) -> Decision:
        """Whether ``person`` may do this to ``record`` now, and if not, why."""
        if ANY not in self.sources and record.state not in self.sources:
            return not_now(_("This cannot be done: it is “%(state)s”.") % {"state": record.get_state_display()})
        return self.allow(person, record)

    @transaction.atomic
    def take(self, record: Any, /, *, by: Any, **details: Any) -> Any:
        """Do it; returns the Event. Raises ``Refused`` and changes nothing when it may not be done."""
        record.lock()
        self.decide(record, by).insist()
        particulars = self.verb(record, by=by, **details)
        if self.to is not None:
            record.state = self.to
        record.save()
        return record.track(self.name, by=by, **(particulars or {}))


def step(
    *sources: str, to: str | None = None, allow: Callable[[Any, Any], Decision], says: str | Promise
) -> Callable[[Callable[..., dict[str, Any] | None]], Step]:
    """Declare a method of a record as a step: from which states, to which, who may, and the sentence told of it."""
    return lambda verb: Step(verb, sources, to, allow, says)
