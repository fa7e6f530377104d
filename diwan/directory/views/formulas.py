"""The formulas of courtesy: read by all who write, kept by the heads of registry and protocol."""

from __future__ import annotations

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.directory import policies
from diwan.directory.forms import FormulaForm, spoken
from diwan.directory.models import Formula
from diwan.directory.views.listing import languages
from diwan.interface.request import Request


@login_required
@require_GET
def formulas(request: Request) -> HttpResponse:
    """All formulas in one language, by paper."""
    if not policies.reads(request.person):
        raise Http404
    codes = languages()
    wanted = request.GET.get("language", request.LANGUAGE_CODE)
    language = wanted if wanted in codes else codes[0]
    order = list(Formula.Paper.values)
    rows = sorted(Formula.objects.filter(language=language), key=lambda row: order.index(row.paper))
    context = {
        "language": language,
        "speech": [(code, spoken(code)) for code in codes],
        "papers": [(Formula.Paper(paper).label, list(lines)) for paper, lines in groupby(rows, lambda row: row.paper)],
        "may_settle": policies.may_settle(request.person),
    }
    return render(request, "directory/formulas.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def formula(request: Request, pk: int | None = None) -> HttpResponse:
    """Write one anew, or another one for a kind or rank that has none."""
    policies.may_settle(request.person).insist()
    found = get_object_or_404(Formula, pk=pk) if pk else None
    form = FormulaForm(
        request.POST or None,
        instance=found,
        languages=languages(),
        initial={"language": request.GET.get("language", "")},
    )
    if request.method == "POST" and form.is_valid():
        kept = Formula.settle(pk, by=request.person, **form.cleaned_data)
        return redirect(f"{reverse('formulas')}?language={kept.language}#f{kept.pk}")
    context = {"form": form, "formula": found}
    return render(request, "directory/formula.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def removal(request: Request, pk: int) -> HttpResponse:
    """Take one away that was written by hand."""
    policies.may_settle(request.person).insist()
    found = get_object_or_404(Formula, pk=pk, by_hand=True)
    language = found.language
    found.remove(by=request.person)
    return redirect(f"{reverse('formulas')}?language={language}")
