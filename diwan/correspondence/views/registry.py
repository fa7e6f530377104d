"""The registry: what came in, by what it waits for; and one act on many letters at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_GET, require_POST

from diwan.correspondence import policies
from diwan.correspondence.filters import TABS, Filter
from diwan.correspondence.forms.acts import File, OfLetter, Refer
from diwan.correspondence.lines import lines_of
from diwan.correspondence.models import Letter
from diwan.correspondence.slips import slips_of
from diwan.correspondence.usual import usual_units
from diwan.documents.views import given_out
from diwan.interface.request import Request
from diwan.interface.respond import part
from diwan.kernel import clock
from diwan.people.roles import Area
from diwan.records import many
from diwan.records.counting import capped
from diwan.records.discretion import tell

PAGE = "correspondence/registry.html"
BASE = "/letters/"


@login_required
@require_GET
def registry(request: Request) -> HttpResponse:
    """The letters a person may see, in views: to summarise, to refer, awaiting reply, late, to file, all."""
    person = request.person
    if not any(person.authority.scope(area, "R") for area in (Area.CORRESPONDENCE, Area.PRIVATE_POST)):
        raise Http404
    chosen = Filter(request.GET, person)
    counted = chosen.counts
    may_refer = policies.may_triage(person)
    context = {
        "chosen": chosen,
        "today": clock.today(),
        "sentence": sentence(counted, chosen.first),
        "tabs": [(name, TABS[name], name == chosen.tab, capped(counted.get(name))) for name in chosen.tabs],
        "lines": lines_of(chosen.page.keys, chosen.units, person, BASE),
        "counted": counted,
        "spoken": [(code, counted.get(f"in_{code}")) for code in chosen.languages],
        "may_register": policies.may_register(person),
        "may_refer": may_refer,
        "may_file": policies.may_file(person),
        "usual": usual_units(chosen.units) if may_refer else [],
    }
    return render(request, PAGE, context)


WAITING = (
    ("triage", ngettext_lazy("%(n)s letter waits to be referred", "%(n)s letters wait to be referred", "n")),
    ("present", ngettext_lazy("%(n)s letter waits to be summarised", "%(n)s letters wait to be summarised", "n")),
    ("ask", ngettext_lazy("%(n)s letter waits to be acknowledged", "%(n)s letters wait to be acknowledged", "n")),
)
URGENT = ngettext_lazy("%(n)s is urgent", "%(n)s are urgent", "n")
LATE = ngettext_lazy("%(n)s reply is late", "%(n)s replies are late", "n")


def sentence(counted: dict[str, int], first: str) -> SafeString:
    """What matters, in words, before any figure: what the person looks at first, else the first that waits."""
    late = counted.get("late", 0)
    link = format_html('<a href="?tab=late">{}</a>', LATE % {"n": late}) if late else ""
    for tab, words in sorted(WAITING, key=lambda one: one[0] != first):
        if n := counted.get(tab):
            urgent = counted.get(f"urgent_{tab}", 0)
            beside = [said for said in (URGENT % {"n": urgent} if urgent else "", link) if said]
            if not beside:
                return format_html(str(_("{what}.")), what=words % {"n": n})
            joined = (
                format_html(str(_("{one} and {other}")), one=beside[0], other=beside[1]) if beside[1:] else beside[0]
            )
            return format_html(str(_("{what}: {beside}.")), what=words % {"n": n}, beside=joined)
    return format_html(str(_("{what}.")), what=link or _("Nothing waits"))


def picked(request: Request) -> list[Letter]:
    """The selected letters that the person may see, the oldest first."""
    keys = [key for key in request.POST.getlist("pick") if key.isdecimal() and len(key) < 19]
    letters = Letter.objects.visible_to(request.person).filter(pk__in=keys).select_related("lead__unit__calendar")
    return list(letters.order_by("received_at", "pk"))


class Several:
    """Letters in the place of one, for the forms that act on them."""

    def __init__(self, letters: list[Letter]) -> None:
        first = letters[0] if letters else Letter()
        self.urgency, self.attention, self.state = first.urgency, first.attention, ""
        self.lead_id = self.file_class_id = None
        self.given: list[Any] = []


def asking(request: Request, title: str, form: forms.Form, letters: list[Letter], send: str) -> HttpResponse:
    """The form that asks what is done with the selected letters: in their list, or on a page of its own."""
    context = {
        "title": title, "form": form, "letters": letters, "next": request.POST.get("next", ""), "send": send,
        "to": request.path,
    }  # fmt: skip
    return part(request, "correspondence/several.html#asking", status=422 if form.is_bound else 200, **context)


@login_required
@require_POST
def referrals(request: Request) -> HttpResponse:
    """Refer the selected letters: to a usual unit by its key, or as written in the form, which is asked for first."""
    policies.may_triage(request.person).insist()
    letters = picked(request)
    data = request.POST if request.POST.get("how") == "given" else None
    form = Refer(data, offered=OfLetter(Several(letters)), person=request.person)
    if quick := request.POST.get("unit", ""):
        unit = next((one for one in form.offered.units if str(one.pk) == quick), None)
        if unit is None:
            raise Http404
        done, refused = many.each(letters, lambda letter: letter.refer(by=request.person, unit=unit))
    elif form.is_valid():
        done, refused = many.each(letters, lambda letter: letter.refer(by=request.person, **form.details()))
    else:
        return asking(request, _("Refer the selected letters"), form, letters, str(Refer.send))
    said = ngettext("%(n)s letter referred.", "%(n)s letters referred.", done) % {"n": done}
    many.tell(request, said, done, refused, nothing=_("Select at least one letter."))
    return many.back(request, reverse("registry"))


@login_required
@require_POST
def filings(request: Request) -> HttpResponse:
    """File the selected letters under one class, or in one dossier."""
    policies.may_file(request.person).insist()
    letters = picked(request)
    data = request.POST if request.POST.get("how") == "given" else None
    form = File(data, offered=OfLetter(Several(letters)), person=request.person)
    if not form.is_valid():
        return asking(request, _("File the selected letters"), form, letters, str(File.send))
    done, refused = many.each(letters, lambda letter: letter.file(by=request.person, **form.details()))
    said = ngettext("%(n)s letter filed.", "%(n)s letters filed.", done) % {"n": done}
    many.tell(request, said, done, refused, nothing=_("Select at least one letter."))
    return many.back(request, reverse("registry"))


@login_required
@require_POST
def slips(request: Request) -> HttpResponse:
    """The action slips of the selected letters in one file, a page each. What is Confidential leaves its event."""
    letters = picked(request)
    if not letters:
        messages.warning(request, _("Select at least one letter."))
        return many.back(request, reverse("registry"))
    tell(letters, by=request.person, verb="export", slip=True)
    return given_out(slips_of(letters, request.person), "slips.pdf")
