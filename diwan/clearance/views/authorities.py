"""The register of delegations of signature."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from diwan.clearance import policies
from diwan.clearance.forms import PAPERS, GrantForm, WithdrawForm
from diwan.clearance.models import SigningAuthority
from diwan.interface.exports import csv_response, xlsx_response
from diwan.interface.request import Request
from diwan.interface.tables import Listing
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow

VIEWS = ("in_force", "to_come", "over")


def _seen(request: Request) -> QuerySet[SigningAuthority]:
    found: QuerySet[SigningAuthority] = SigningAuthority.objects.visible_to(request.person)
    return found.select_related("holder", "giver", "by", "parent")


def _narrowed(request: Request) -> tuple[str, QuerySet[SigningAuthority]]:
    today, view = clock.today(), request.GET.get("view", "in_force")
    over = Q(state="withdrawn") | Q(until__lt=today)
    narrowed = {"in_force": ~over & Q(since__lte=today), "to_come": ~over & Q(since__gt=today), "over": over}
    view = view if view in narrowed else "in_force"
    return view, _seen(request).filter(narrowed[view]).order_by("until", "pk")


@login_required
@require_GET
def authorities(request: Request) -> HttpResponse:
    """Who may sign what, up to which level, from when until when, and from whom."""
    if not request.person.authority.scope("correspondence", "R"):
        raise Http404
    view, rows = _narrowed(request)
    may_grant = (
        policies.may_grant(request.person)
        or SigningAuthority.objects.filter(
            holder=request.person, may_pass_on=True, state="granted", until__gte=clock.today()
        ).exists()
    )
    context = {"listing": Listing(request, rows), "view": view, "may_grant": may_grant, "papers": dict(PAPERS)}
    return render(request, "clearance/authorities.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def authority_new(request: Request) -> HttpResponse:
    """Enter a delegation."""
    own = SigningAuthority.objects.filter(holder=request.person, may_pass_on=True, state="granted").first()
    policies.may_grant(request.person, own).insist()
    form = GrantForm(request.POST or None, person=request.person)
    if request.method == "POST" and form.is_valid():
        try:
            SigningAuthority.grant(by=request.person, **form.cleaned_data)
        except NotNow as refusal:
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
    context = {"authority": found, "chain": found.chain(), "form": form, "may": may, "papers": dict(PAPERS),
               "history": list(found.history)}  # fmt: skip
    return render(request, "clearance/authority.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def authorities_export(request: Request, form: str) -> HttpResponse:
    """The same list as CSV or XLSX."""
    _view, rows = _narrowed(request)
    if not request.person.authority.scope("correspondence", "R"):
        raise Http404
    names = dict(PAPERS)
    heads: list[Any] = [_("Who may sign"), _("In the name of"), _("Papers"), _("Up to"), _("From"), _("Until"),
                        _("Granted by"), _("Ad interim"), _("Withdrawn on"), _("Reason")]  # fmt: skip
    cells = (
        [
            str(one.holder), str(one.giver), ", ".join(str(names[paper]) for paper in one.papers), one.get_up_to_display(),
            one.since, one.until, one.instrument, "×" if one.ad_interim else "", one.withdrawn_on, one.reason,
        ]
        for one in rows
    )  # fmt: skip
    if form == "csv":
        return csv_response("delegations-of-signature", heads, cells)
    return xlsx_response("delegations-of-signature", heads, cells, title=_("Delegations of signature"))
