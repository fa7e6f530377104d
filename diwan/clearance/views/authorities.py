"""The register of delegations of signature."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from diwan.clearance import policies
from diwan.clearance.forms import GrantForm, WithdrawForm
from diwan.clearance.models import SigningAuthority, SigningOffice
from diwan.clearance.models.authority import LADDER
from diwan.interface.exports import csv_response, xlsx_response
from diwan.interface.request import Request
from diwan.interface.tables import Listing
from diwan.kernel.decisions import Refused
from diwan.records.acts import told

VIEWS = ("in_force", "to_come", "over")


def _seen(request: Request) -> QuerySet[SigningAuthority]:
    found: QuerySet[SigningAuthority] = SigningAuthority.objects.visible_to(request.person)
    above = (f"{one}__{who}" for one in LADDER for who in ("holder", "giver"))
    return found.select_related("holder", "giver", "by", *above)


def _narrowed(request: Request) -> tuple[str, QuerySet[SigningAuthority]]:
    view = request.GET.get("view", "in_force")
    view = view if view in VIEWS else "in_force"
    rows = SigningAuthority.objects.standing(view).values("pk")
    return view, _seen(request).filter(pk__in=rows).order_by("until", "pk")


@login_required
@require_GET
def authorities(request: Request) -> HttpResponse:
    """Who may sign what, up to which level, from when until when, and from whom."""
    if not policies.may_see_clearances(request.person):
        raise Http404
    view, rows = _narrowed(request)
    may_grant = policies.may_grant(request.person, _own(request))
    offices = list(SigningOffice.objects.all())
    context = {"listing": Listing(request, rows), "view": view, "may_grant": may_grant,
               "offices": offices}  # fmt: skip
    return render(request, "clearance/authorities.html", context)


def _own(request: Request) -> SigningAuthority | None:
    """An authority that the person may pass on, if there is one."""
    own = SigningAuthority.objects.standing("in_force").filter(holder=request.person, may_pass_on=True)
    return own.first()


@login_required
@require_http_methods(["GET", "POST"])
def authority_new(request: Request) -> HttpResponse:
    """Enter a delegation."""
    policies.may_grant(request.person, _own(request)).insist()
    form = GrantForm(request.POST or None, person=request.person)
    if request.method == "POST" and form.is_valid():
        try:
            SigningAuthority.grant(by=request.person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("signing-authorities")
    return render(request, "clearance/authority_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def authority(request: Request, pk: int) -> HttpResponse:
    """One entry with its chain and history; withdrawing it."""
    found = get_object_or_404(_seen(request), pk=pk)
    may = found.decide("withdraw", request.person)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found.withdraw(by=request.person, reason=form.cleaned_data["reason"])
        return redirect("signing-authority", pk)
    context = {"authority": found, "chain": found.chain(), "form": form, "may": may,
               "history": told(found.history.order_by("-pk"))}  # fmt: skip
    return render(request, "clearance/authority.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def authorities_export(request: Request, form: str) -> HttpResponse:
    """The same list as CSV or XLSX."""
    if not policies.may_see_clearances(request.person) or form not in ("csv", "xlsx"):
        raise Http404
    _view, rows = _narrowed(request)
    heads: list[Any] = [_("Who may sign"), _("In the name of"), _("Papers"), _("Up to"), _("From"), _("Until"),
                        _("Granted by"), _("Chain"), _("Ad interim"), _("Withdrawn on"), _("Reason")]  # fmt: skip
    cells = (
        [
            str(one.holder), str(one.giver), ", ".join(one.papers_said), one.get_up_to_display(),
            one.since, one.until, one.instrument, "; ".join(str(link.giver) for link in one.chain()), "×" if one.ad_interim else "", one.withdrawn_on, one.reason,
        ]
        for one in rows
    )  # fmt: skip
    if form == "csv":
        return csv_response("delegations-of-signature", heads, cells)
    return xlsx_response("delegations-of-signature", heads, cells, title=_("Delegations of signature"))
