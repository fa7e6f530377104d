"""What recurs: a mandate owed to each session begins again when the follow-up of the next one is opened."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from diwan.kernel.decisions import NotNow
from diwan.meetings.models import Session
from diwan.resolutions.models import Mandate

S = Mandate.State
JUDGED = (S.IMPLEMENTED, S.PARTIALLY, S.NOT_IMPLEMENTED)
"""What recurs after it was judged. Overtaken, superseded or retired is ended for good until somebody reopens it."""


@transaction.atomic
def reopen_recurring(session: Session, *, by: Any) -> int:
    """Reopen, due at this session, what earlier sessions of its organ asked for at each one; returns how many.

    Run again it changes nothing: what was reopened for a session is due then. Raises NotNow when the session has no
    day yet, Refused when the person may not reopen.
    """
    if session.start is None:
        raise NotNow(_("The session %(session)s has no day yet. Enter it first.") % {"session": session.key})
    earlier = Mandate.objects.filter(
        recurring=True,
        state__in=JUDGED,
        resolution__session__organ=session.organ,
        resolution__session__start__lt=session.start,
    )
    waiting = earlier.filter(Q(due_on=None) | Q(due_on__lt=session.start)).order_by("pk")
    reopened = list(waiting.listed())
    for mandate in reopened:
        mandate.reopen(by=by, due_on=session.start, reason=session.key)
    return len(reopened)
