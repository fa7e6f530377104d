"""A resolution beside an earlier one, and what persons set right there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from diwan.interface.request import Request
from diwan.resolutions.filters import NUMBER
from diwan.resolutions.lineage import because
from diwan.resolutions.lineage.beside import beside, counts
from diwan.resolutions.lineage.passages import coverage, languages, preferred
from diwan.resolutions.models import Mandate, Paragraph, Resolution
from diwan.resolutions.views.resolutions import find

PAGE = "resolutions/lineage.html"

_FOREBEARS = """
WITH RECURSIVE line(id, generation) AS (
    SELECT follows_id, 1 FROM resolutions_resolution WHERE id = %s AND follows_id IS NOT NULL
    UNION
    SELECT r.follows_id, l.generation + 1 FROM resolutions_resolution r JOIN line l ON r.id = l.id
    WHERE r.follows_id IS NOT NULL
)
SELECT id FROM line
"""


class PredecessorForm(forms.Form):
    """Which earlier resolution it continues; none when left empty."""

    number = forms.CharField(
        label=_("Number of the earlier resolution"), max_length=60, required=False,
        help_text=_("As it is said: 1/59-POL. Left empty, it continues none."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        self.person = person
        super().__init__(*args, **options)

    def clean_number(self) -> Resolution | None:
        """The resolution of that number, if it may be seen."""
        words = self.cleaned_data["number"].strip()
        if not words:
            return None
        seen = Resolution.objects.visible_to(self.person).select_related("session__organ", "series")
        named = NUMBER.match(words)
        found: Resolution | None = None
        if named:
            serial, session, series, _paragraph = named.groups()
            found = seen.filter(number=serial, session__number=session, series__code__iexact=series or "").first()
        if found is None:
            raise forms.ValidationError(_("No resolution of this number is open to you."))
        return found


def forebears(resolution: Resolution, person: Any) -> list[Resolution]:
    """What it continues, and what that continued, the latest first; only what the person may see. Two queries."""
    if resolution.follows_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_FOREBEARS, [resolution.pk])
        keys = [key for (key,) in cursor.fetchall()]
    found = Resolution.objects.visible_to(person).filter(pk__in=keys).select_related("session__organ", "series")
    return sorted(found, key=lambda r: keys.index(r.pk))


@login_required
@require_GET
def lineage(request: Request, key: str) -> HttpResponse:
    """This session beside an earlier one, paragraph by paragraph; which one, ``?of=`` says, else the one it follows."""
    found = find(request, key)
    if request.path != address(found):
        return redirect(address(found), permanent=True)
    return _page(request, found)


def address(resolution: Resolution) -> str:
    """Where its lineage stands."""
    return reverse("resolution-lineage", args=[resolution.key])


def _page(request: Request, found: Resolution, form: forms.Form | None = None) -> HttpResponse:
    line = forebears(found, request.person)
    chosen = next((r for r in line if r.key == request.GET.get("of", "").upper()), line[0] if line else None)
    may = found.decide("follow", request.person)
    context: dict[str, Any] = {
        "resolution": found, "line": line, "chosen": chosen, "may": may,
        "form": form or (PredecessorForm(person=request.person) if may else None),
        "because": because.continued(found.follows_because) if chosen and chosen.pk == found.follows_id else "",
    }  # fmt: skip
    if chosen:
        context |= _beside(request, found, chosen)
    return render(request, PAGE, context, status=422 if form else 200)


def _beside(request: Request, found: Resolution, chosen: Resolution) -> dict[str, Any]:
    prefetch_related_objects([chosen], "paragraphs__texts")
    mine, theirs = coverage([found]), coverage([chosen])
    codes = preferred(mine.keys() & theirs.keys(), languages())
    reader = request.GET.get("text", request.LANGUAGE_CODE)
    language = reader if reader in codes else max(codes, key=lambda code: min(mine[code], theirs[code]), default="")
    rows = beside(found, chosen, language)
    show = "changed" if request.GET.get("show") == "changed" else ""
    mandates = Mandate.objects.visible_to(request.person).filter(resolution__in=[found.pk, chosen.pk])
    followed = {mandate.paragraph_id: mandate for mandate in mandates}
    for row in rows:
        row.follow(followed)
    return {
        "rows": [row for row in rows if row.changed or not show], "all": len(rows),
        "changed": sum(1 for row in rows if row.changed), "counts": counts(rows), "show": show, "language": language,
        "versions": [(code, get_language_info(code)["name_local"].capitalize()) for code in codes],
        "here": f"?of={chosen.key}&text={language}",
        "dropped": [row.earlier[0] for row in rows if row.relation == "dropped"],
        "direct": chosen.pk == found.follows_id,
    }  # fmt: skip


# set right by hand -------------------------------------------------------------------------------------------------
@login_required
@require_POST
def predecessor(request: Request, key: str) -> HttpResponse:
    """Say which earlier resolution it continues, or that it continues none."""
    found = find(request, key)
    found.decide("follow", request.person).insist()
    form = PredecessorForm(request.POST, person=request.person)
    if not form.is_valid():
        return _page(request, found, form)
    if earlier := form.cleaned_data["number"]:
        found.follow(by=request.person, earlier=earlier)
    else:
        found.stand_alone(by=request.person)
    return redirect(address(found))


@login_required
@require_POST
def kinship(request: Request, key: str) -> HttpResponse:
    """Say that one of its paragraphs repeats an earlier one, or with ``apart`` that it does not."""
    found = find(request, key)
    found.decide("bind", request.person).insist()
    paragraph = get_object_or_404(Paragraph, pk=_number(request, "paragraph"), resolution=found)
    earlier = get_object_or_404(Paragraph, pk=_number(request, "earlier"), resolution=found.follows_id)
    act = found.unbind if "apart" in request.POST else found.bind
    act(by=request.person, paragraph=paragraph, earlier=earlier)
    return redirect(f"{address(found)}#row-{paragraph.anchor}")


def _number(request: Request, name: str) -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 19 else 0
