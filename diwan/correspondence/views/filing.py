"""The filing plan with what lies in it, and the dossiers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.correspondence import policies
from diwan.correspondence.lines import lines_of
from diwan.correspondence.models import Dossier, FileClass, Letter
from diwan.correspondence.retention import branches, kept, over
from diwan.interface.request import Request
from diwan.interface.respond import part, see
from diwan.interface.tables import Listing
from diwan.kernel import clock
from diwan.people.models import Unit
from diwan.records.acts import choose, decisions, told

SHOWN = 200
ORDERS = {"number": ("number",), "title": ("title", "pk"), "opened": ("opened_on", "pk")}


class DossierForm(forms.Form):
    """A new dossier: its subject, its class, whose it is."""

    title = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("Say what the dossier is about.")}
    )
    file_class = forms.ModelChoiceField(
        FileClass.objects.none(), label=_("Class"), error_messages={"required": _("Choose the class it belongs to.")}
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), error_messages={"required": _("Choose the unit it belongs to.")}
    )

    def __init__(self, data: Any = None, *, person: Any, **options: Any) -> None:
        super().__init__(data, initial={"unit": person.unit.pk if person.unit else None}, **options)
        every = list(FileClass.objects.filter(closed_on=None))
        above = {one.parent_id for one in every}
        choose(self, "file_class", [one for one in every if one.pk not in above])
        choose(self, "unit", list(Unit.objects.filter(closed_on=None)))


def _reader(request: Request) -> None:
    if not policies.scope_of(request.person, "R"):
        raise Http404


@login_required
@require_GET
def file_plan(request: Request) -> HttpResponse:
    """The classes as a tree, with how long each is kept and the letters and dossiers in it that the person may see."""
    _reader(request)
    context = {"branches": branches(request.person), "may_file": policies.may_file(request.person)}
    return render(request, "correspondence/file_plan.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def dossiers(request: Request) -> HttpResponse:
    """The dossiers a person may see, those whose years are over, and the form for a new one."""
    _reader(request)
    may_file = policies.may_file(request.person)
    form = DossierForm(request.POST or None, person=request.person) if may_file or request.method == "POST" else None
    if request.method == "POST" and form is not None:
        may_file.insist()
        if form.is_valid():
            return see(request, Dossier.open(by=request.person, **form.cleaned_data))
    found = Dossier.objects.visible_to(request.person).select_related("file_class", "unit")
    tab = request.GET.get("tab", "open")
    tab = tab if tab in ("open", "closed", "over") else "open"
    rows = over(found) if tab == "over" else found.filter(state=tab)
    if words := request.GET.get("q", "").replace("\x00", "").strip():
        rows = rows.filter(title__icontains=words)
    code = request.GET.get("class", "").replace("\x00", "")[:30]
    if code:
        rows = rows.filter(file_class__code=code)
    listing = Listing(request, rows, ORDERS)
    context = {"listing": listing, "tab": tab, "form": form, "words": words, "code": code}
    return render(
        request, "correspondence/dossiers.html", context, status=422 if form is not None and form.errors else 200
    )


def find(request: Request, pk: int) -> Dossier:
    """The dossier, if this person may see it; else it does not exist."""
    found: Dossier = get_object_or_404(
        Dossier.objects.visible_to(request.person).select_related("file_class", "unit", "opened_by"), pk=pk
    )
    return found


@login_required
@require_GET
def dossier(request: Request, pk: int) -> HttpResponse:
    """What lies in it, as far as the person may see; how long it is kept."""
    return render(request, "correspondence/dossier.html", _dossier(request, find(request, pk)))


def _dossier(request: Request, found: Dossier) -> dict[str, Any]:
    letters = Letter.objects.visible_to(request.person).filter(dossier=found).order_by("-received_at", "-pk")
    decided = decisions(found, request.person)
    return {
        "dossier": found,
        "lines": lines_of(list(letters.values_list("pk", flat=True)[:SHOWN]), [], request.person, "/letters/"),
        "kept_until": found.kept_until,
        "kept": kept(found.file_class),
        "over": found.kept_until is not None and found.kept_until < clock.today(),
        "close": decided["close"], "reopen": decided["reopen"],
        "history": told(found.history.order_by("-pk")[:50]),
    }  # fmt: skip


@login_required
@require_POST
def dossier_state(request: Request, pk: int, noun: str) -> HttpResponse:
    """Close it, or open it again."""
    verbs = {"closing": "close", "reopening": "reopen"}
    if noun not in verbs:
        raise Http404
    found = find(request, pk)
    getattr(found, verbs[noun])(by=request.person)
    return part(request, "correspondence/dossier.html#folder", otherwise=found, **_dossier(request, find(request, pk)))
