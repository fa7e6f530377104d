"""One act on many records at once: each is its own step, with its own refusal, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from diwan.interface.request import Request
from diwan.interface.respond import see
from diwan.kernel.decisions import Refused

TOLD = 8
"""Refusals told one by one; further ones only in number."""


@transaction.atomic
def each(records: Iterable[Any], act: Callable[[Any], Any]) -> tuple[int, list[tuple[Any, Refused]]]:
    """Do one thing to each, in one transaction; what is refused stays as it was and is named with its reason.

    In the order of their keys, as whoever else holds several of them: of two who go different ways one would be ended.
    """
    done, refused = 0, []
    for record in sorted(records, key=lambda record: record.pk):
        try:
            with transaction.atomic():
                act(record)
        except Refused as refusal:
            refused.append((record, refusal))
        else:
            done += 1
    return done, refused


def tell(request: Request, said: str, done: int, refused: list[tuple[Any, Refused]], *, nothing: str) -> None:
    """Say above the list what was done, and what was not and why; ``nothing`` where none was selected."""
    if done:
        messages.success(request, said)
    for record, refusal in refused[:TOLD]:
        told = {"record": record.reference_printed, "reason": refusal}
        messages.warning(request, _("%(record)s stays as it was: %(reason)s") % told)
    if len(refused) > TOLD:
        messages.warning(request, _("%(count)s more stay as they were.") % {"count": len(refused) - TOLD})
    if not done and not refused:
        messages.warning(request, nothing)


def back(request: Request, otherwise: str) -> HttpResponse:
    """To the list the person came from (``next``), if it is ours."""
    there = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return see(request, there if ours else otherwise)
