"""What is proposed to end, now that a body has spoken again: the Cabinet takes or declines each, one or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from diwan.interface.request import Request
from diwan.interface.tables import Listing
from diwan.records.many import each
from diwan.resolutions import policies
from diwan.resolutions.lineage import because
from diwan.resolutions.lineage.beside import marked
from diwan.resolutions.lineage.endings import accept
from diwan.resolutions.models import Mandate
from diwan.resolutions.views.assigning import back, picked, tell

ORDER = {
    "mandate": (
        "-resolution__session__start", "resolution__series__code", "resolution__number", "paragraph__order", "pk",
    )
}  # fmt: skip


class Decision(forms.Form):
    """What is done with the selected proposals, and why."""

    TAKE, DECLINE = "take", "decline"

    how = forms.ChoiceField(choices=[(TAKE, TAKE), (DECLINE, DECLINE)])
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """Declining needs a reason; taking has the one of the proposal where none is given."""
        given = super().clean() or {}
        if given.get("how") == self.DECLINE and not given.get("reason"):
            self.add_error("reason", _("Say why it goes on."))
        return given


class Line:
    """A proposal in the list: the mandate, what should become of it and why."""

    def __init__(self, mandate: Mandate, *, first: bool) -> None:
        self.mandate, self.first = mandate, first
        self.number = mandate.reference_printed
        self.text, self.language = mandate.wording.in_language()
        self.because = because.ending(mandate.ending_because)
        self.successor = mandate.successor_proposed

    @property
    def difference(self) -> SafeString | str:
        """The words that the later mandate changed; nothing where it has no text in this language."""
        new = self.successor.wording.get(self.language, "") if self.successor else ""
        return marked(self.text, new) if new and new != self.text else ""


def proposed(person: Any) -> Any:
    """The proposals a person may decide on; a successor that is closed to the person closes the proposal too."""
    seen = Mandate.objects.visible_to(person)
    return seen.proposed_to_end().filter(Q(successor_proposed=None) | Q(successor_proposed__in=seen))


@login_required
@require_GET
def renewals(request: Request) -> HttpResponse:
    """The proposals by resolution, the latest session first."""
    if not policies.may_assess(request.person, None):
        raise Http404
    return _page(request, Decision())


def _page(request: Request, form: Decision) -> HttpResponse:
    every = proposed(request.person)
    counted = dict(every.order_by().values_list("ending_proposed").annotate(Count("pk")))
    kind = request.GET.get("kind", "") if request.GET.get("kind") in Mandate.Ending.values else ""
    found = every.filter(ending_proposed=kind) if kind else every
    rows = found.with_status().listed().select_related(
        "successor_proposed__paragraph", "successor_proposed__resolution__session__organ",
        "successor_proposed__resolution__series",
    )  # fmt: skip
    listing = Listing(request, rows, ORDER)
    context = {
        "listing": listing,
        "lines": list(_lines(listing)),
        "kind": kind,
        "kinds": [(ending.value, ending.label, counted[ending]) for ending in Mandate.Ending if counted.get(ending)],
        "total": sum(counted.values()),
        "form": form,
    }
    return render(request, "resolutions/renewals.html", context, status=422 if form.is_bound else 200)


def _lines(mandates: Iterable[Mandate]) -> Iterable[Line]:
    before = None
    for mandate in mandates:
        yield Line(mandate, first=mandate.resolution_id != before)
        before = mandate.resolution_id


@login_required
@require_POST
def decisions(request: Request) -> HttpResponse:
    """Take or decline the selected proposals; each is its own step with its own event."""
    policies.may_assess(request.person, None).insist()
    form = Decision(request.POST)
    if not form.is_valid():
        return _page(request, form)
    person, reason = request.person, form.cleaned_data["reason"]
    if form.cleaned_data["how"] == Decision.TAKE:
        done, refused = each(picked(request), lambda m: accept(m, person, reason or because.ending(m.ending_because)))
        said = ngettext("%(count)s mandate ended.", "%(count)s mandates ended.", done) % {"count": done}
    else:
        done, refused = each(picked(request), lambda m: m.decline_ending(by=person, reason=reason))
        said = ngettext("%(count)s mandate goes on.", "%(count)s mandates go on.", done) % {"count": done}
    tell(request, said, done, refused)
    return back(request)
