"""Giving, asking and reopening many mandates at once: each is its own step, with its own refusal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from diwan.interface.request import Request
from diwan.interface.respond import part
from diwan.kernel.decisions import NotNow, Refused
from diwan.meetings.models import Session
from diwan.people.models import Unit
from diwan.records import many
from diwan.records.many import each
from diwan.resolutions import policies
from diwan.resolutions.forms.assigning import AssignmentForm
from diwan.resolutions.leading import grouped
from diwan.resolutions.models import Mandate
from diwan.resolutions.recurrence import reopen_recurring


def picked(request: Request) -> list[Mandate]:
    """The selected mandates that the person may see, in the order of the list."""
    keys = [key for key in request.POST.getlist("pick") + request.POST.getlist("only") if key.isdecimal()]
    found = Mandate.objects.visible_to(request.person).filter(pk__in=keys)
    return list(
        found.with_status().listed().select_related("proposed_unit", "proposed_person").order_by("due_on", "pk")
    )


def back(request: Request) -> HttpResponse:
    """To the list the person came from."""
    return many.back(request, reverse("mandates"))


def tell(request: Request, said: str, done: int, refused: list[tuple[Any, Refused]]) -> None:
    """Say above the list what was done, and what was not and why."""
    many.tell(request, said, done, refused, nothing=_("Select at least one mandate."))


@login_required
@require_POST
def assignments(request: Request) -> HttpResponse:
    """Give the selected mandates: as proposed, or as written in the form, which is asked for first."""
    mandates = picked(request)
    if "only" in request.POST or request.POST.get("how") == "proposed":
        units = Unit.objects.in_bulk()
        tell(request, *_given(*each(mandates, lambda mandate: as_proposed(mandate, request.person, units))))
        return back(request)
    form = AssignmentForm(request.POST if request.POST.get("how") == "given" else None)
    if form.is_valid():
        tell(request, *_given(*each(mandates, lambda mandate: mandate.assign(by=request.person, **form.cleaned_data))))
        return back(request)
    policies.may_assign(request.person, mandates[0] if mandates else None).insist()
    context = {"form": form, "mandates": mandates, "groups": grouped(mandates), "next": request.POST.get("next", "")}
    return part(request, "resolutions/assignments.html#asking", status=422 if form.is_bound else 200, **context)


def as_proposed(mandate: Mandate, person: Any, units: dict[int, Unit]) -> None:
    """Give it to the unit the reader proposed, with those its words name, by the day the text gives."""
    policies.may_assign(person, mandate).insist()
    if mandate.proposed_unit is None:
        raise NotNow(_("No unit is proposed for it."))
    if mandate.lead_id:
        raise NotNow(_("It has a lead unit already."))
    co_units = [units[key] for key in mandate.proposed_with if key in units]
    mandate.assign(by=person, unit=mandate.proposed_unit, co_units=co_units, person=mandate.proposed_person)


def _given(done: int, refused: list[tuple[Mandate, Refused]]) -> tuple[str, int, list[tuple[Mandate, Refused]]]:
    return (
        ngettext("%(count)s mandate assigned.", "%(count)s mandates assigned.", done) % {"count": done},
        done,
        refused,
    )


@login_required
@require_POST
def questions(request: Request) -> HttpResponse:
    """Ask the leads of the selected mandates where they stand."""
    done, refused = each(picked(request), lambda mandate: mandate.ask_for_update(by=request.person))
    said = ngettext("Update asked for on %(count)s mandate.", "Update asked for on %(count)s mandates.", done) % {
        "count": done
    }
    tell(request, said, done, refused)
    return back(request)


@login_required
@require_POST
def reopening(request: Request) -> HttpResponse:
    """Open the follow-up of a session: what recurs and was ended before it begins again."""
    policies.may_assess(request.person, None).insist()
    session = get_object_or_404(Session.objects.select_related("organ"), pk=request.POST.get("session") or 0)
    opened = session.following or session
    done = reopen_recurring(opened, by=request.person)
    said = ngettext(
        "%(count)s recurring mandate reopened for %(session)s.",
        "%(count)s recurring mandates reopened for %(session)s.",
        done,
    )
    messages.success(request, said % {"count": done, "session": opened.key})
    return redirect("follow-up")
