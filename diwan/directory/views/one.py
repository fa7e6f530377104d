"""The page of one correspondent, and its acts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.directory import policies
from diwan.directory.courtesy import Formulary, note_verbale_allowed
from diwan.directory.forms import ClosingForm, CorrespondentForm, MergerForm
from diwan.directory.models import Correspondent, Formula
from diwan.directory.views.listing import languages
from diwan.interface.request import Request
from diwan.interface.respond import see
from diwan.kernel.decisions import NotNow

PAPERS = (Formula.Paper.NOTE_VERBALE, Formula.Paper.LETTER)


def find(request: Request, pk: int) -> Correspondent:
    """The correspondent, if this person may see it; else it does not exist."""
    seen = Correspondent.objects.visible_to(request.person).select_related("country", "unit", "merged_into")
    found: Correspondent = get_object_or_404(seen, pk=pk)
    return found


@login_required
@require_GET
def correspondent(request: Request, pk: int) -> HttpResponse:
    """What is known of it, how it is addressed in each language, and its history."""
    return render(request, "directory/correspondent.html", page(request, find(request, pk)))


def page(request: Request, found: Correspondent, closing: ClosingForm | None = None) -> dict[str, Any]:
    """All that the page shows."""
    spoken = languages()
    chosen = request.GET.get("text") or found.language
    chosen = chosen if chosen in spoken else spoken[0]
    return {
        "one": found,
        "spoken": spoken,
        "chosen": chosen,
        "addressed": addressed(found, chosen),
        "merged": list(found.merged.all()),
        "may": {name: found.decide(name, request.person) for name in found.steps},
        "closing": closing or ClosingForm(),
        "history": told(found),
    }


def addressed(found: Correspondent, language: str) -> list[tuple[str, Any, str]]:
    """(paper, its words or None, why there are none): for the papers that are written to it."""
    formulary, lines = Formulary(), []
    for paper in PAPERS:
        refusal = note_verbale_allowed(found) if paper == Formula.Paper.NOTE_VERBALE else None
        try:
            words = None if refusal is not None and not refusal else formulary.speak(paper, found, language)
            lines.append(
                (str(paper.label), words, str(refusal.reason) if words is None and refusal is not None else "")
            )
        except NotNow as none:
            lines.append((str(paper.label), None, str(none)))
    return lines


def told(found: Correspondent) -> list[dict[str, Any]]:
    """Its history, the latest first; of a change, what was changed."""
    lines = []
    for event in found.history.order_by("-pk")[:50]:
        fields = [name for name in event.particulars.get("changed", {}) if name in Correspondent.FIELDS]
        what = ", ".join(str(Correspondent._meta.get_field(name).verbose_name) for name in fields)  # type: ignore[union-attr]
        lines.append(
            {"at": event.at, "says": _("%(by)s %(says)s") % {"by": event.by, "says": event.says}, "note": what}
        )
    return lines


@login_required
@require_http_methods(["GET", "POST"])
def entry(request: Request) -> HttpResponse:
    """Enter somebody new."""
    policies.may_enter(request.person).insist()
    spoken = languages()
    given = {f"name_{code}": request.GET.get("name", "")[:600] for code in spoken if code == request.LANGUAGE_CODE}
    form = CorrespondentForm(request.POST or None, languages=spoken, initial=given)
    if request.method == "POST" and form.is_valid():
        return see(request, Correspondent.enter(by=request.person, **form.facts()))
    return render(request, "directory/form.html", {"form": form, "one": None}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change what is known of it."""
    found = find(request, pk)
    found.decide("change", request.person).insist()
    form = CorrespondentForm(request.POST or None, instance=find(request, pk), languages=languages())
    if request.method == "POST" and form.is_valid():
        found.change(by=request.person, **form.facts())
        return see(request, found)
    return render(request, "directory/form.html", {"form": form, "one": found}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def merger(request: Request, pk: int) -> HttpResponse:
    """Say that it is the same as another one."""
    found = find(request, pk)
    found.decide("merge", request.person).insist()
    form = MergerForm(request.POST or None, choices=reverse("correspondent-choices"))
    if request.method == "POST" and form.is_valid():
        try:
            found.merge(by=request.person, into=form.cleaned_data["into"])
        except NotNow as refusal:
            form.add_error("into", str(refusal))
        else:
            messages.success(request, _("“%(name)s” is now one with this.") % {"name": found})
            return see(request, form.cleaned_data["into"])
    context = {"form": form, "one": found}
    return render(request, "directory/merger.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def closing(request: Request, pk: int) -> HttpResponse:
    """It is written to no longer."""
    found = find(request, pk)
    found.decide("close", request.person).insist()
    form = ClosingForm(request.POST)
    if form.is_valid():
        found.close(by=request.person, **form.cleaned_data)
        return see(request, found)
    return render(request, "directory/correspondent.html", page(request, found, form), status=422)


@login_required
@require_POST
def reopening(request: Request, pk: int) -> HttpResponse:
    """Take it into use again."""
    found = find(request, pk)
    found.reopen(by=request.person)
    return see(request, found)
