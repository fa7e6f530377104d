"""The page of a mandate and its acts. One address for each act; what it asks and what it does stand in ``ACTS``."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from diwan.documents.kinds import Unacceptable
from diwan.interface.request import Request
from diwan.interface.respond import part
from diwan.kernel.decisions import Decision
from diwan.records.acts import Offer, decisions, languages, told
from diwan.records.models import links_of
from diwan.resolutions.forms.following import ACTS, Act, OfMandate
from diwan.resolutions.leading import proposed
from diwan.resolutions.lineage import because
from diwan.resolutions.lineage.years import duplicates_of, years_of
from diwan.resolutions.models import Mandate, Obstacle

PAGE = "resolutions/mandate.html"
CONFIDENTIAL = 2
"""From this level up each reading is told in the trail (dossier, section 7)."""
AT_HEAD, BY_LEAD, BY_CABINET = (
    ("question", "action"),
    ("acceptance", "focal-point", "return", "waiting", "resumption"),
    ("due-day", "confidentiality", "successor", "retirement", "reopening"),
)


def find(request: Request, pk: int) -> Mandate:
    """The mandate, if this person may see it; else it does not exist."""
    mandates = (
        Mandate.objects.visible_to(request.person)
        .with_status()
        .listed()
        .select_related("lead__unit__calendar", "proposed_unit", "proposed_person")
    )
    found: Mandate = get_object_or_404(mandates, pk=pk)
    return found


@login_required
@require_GET
def mandate(request: Request, pk: int) -> HttpResponse:
    """What it asks, who answers for it, what was done, and its whole history."""
    found = find(request, pk)
    if found.confidentiality >= CONFIDENTIAL:
        found.track("read", by=request.person)
    return render(request, PAGE, folder(request, found))


@login_required
@require_POST
def change(request: Request, pk: int, noun: str) -> HttpResponse:
    """Take one step of the mandate."""
    if noun not in ACTS:
        raise Http404
    found = find(request, pk)
    act = ACTS[noun]
    found.decide(act.verb, request.person).insist()
    form = act(request.POST, request.FILES, offered=OfMandate(found), person=request.person, languages=languages())
    if form.is_valid():
        try:
            getattr(found, act.verb)(by=request.person, **form.details())
        except Unacceptable as refusal:
            form.add_error("upload", str(refusal))
        else:
            still = Mandate.objects.visible_to(request.person).filter(pk=pk).exists()
            if not still:
                return redirect("mandates")
            return part(request, f"{PAGE}#folder", otherwise=found, **folder(request, find(request, pk)))
    return part(request, f"{PAGE}#folder", status=422, **folder(request, find(request, pk), {noun: form}))


@login_required
@require_POST
def lifting(request: Request, pk: int, obstacle: int) -> HttpResponse:
    """The obstacle is gone."""
    found = find(request, pk)
    found.lift_obstacle(
        by=request.person, obstacle=get_object_or_404(Obstacle, pk=obstacle, mandate=found, lifted_on=None)
    )
    return part(request, f"{PAGE}#folder", otherwise=found, **folder(request, find(request, pk)))


class Judged:
    """An assessment with its verdict in words."""

    def __init__(self, assessment: Any) -> None:
        self.said = Mandate.State(assessment.verdict).label
        self.why, self.on, self.by = assessment.why, assessment.on, assessment.by


def folder(request: Request, mandate: Mandate, refused: dict[str, Act] | None = None) -> dict[str, Any]:
    """All that the page shows."""
    spoken = languages()
    offered = OfMandate(mandate)
    given = offered.assignments
    decided = decisions(mandate, request.person)
    offers = {}
    for noun, act in ACTS.items():
        form = (refused or {}).get(noun)
        if form is None and decided[act.verb]:
            form = act(offered=offered, person=request.person, languages=spoken)
        offers[noun] = Offer(noun, decided[act.verb], act, form, reverse("mandate-change", args=[mandate.pk, noun]))
    evidence = list(mandate.evidence.select_related("version__file", "version__document", "link", "by"))
    links = links_of(mandate, request.person)
    proofs = {(r._meta.label_lower, r.pk): r for kind, outwards, r in links if kind == "proves" and not outwards}
    return {
        "mandate": mandate,
        "texts": texts_of(mandate, request.LANGUAGE_CODE),
        "proposed": proposed(mandate, {u.pk: u for u in offered.units} if decided["assign"] else None),
        "missing": [code for code in spoken if code not in mandate.wording],
        "offers": offers,
        "ending": ending_of(mandate, request.person, decided["decline_ending"]),
        "years": years_of(mandate, request.person),
        "near": duplicates_of(mandate, request.person),
        "at_head": [offers[noun] for noun in AT_HEAD],
        "by_lead": [
            offers[noun]
            for noun in BY_LEAD
            if noun != ("waiting" if mandate.lead and mandate.lead.waiting else "resumption")
        ],
        "by_cabinet": [offers[noun] for noun in BY_CABINET if decided[ACTS[noun].verb] or noun == "due-day"],
        "co_operating": [a for a in given if a.role == "co-operating" and a.is_open],
        "earlier": [a for a in given if not a.is_open and a.pk != mandate.lead_id],
        "actions": [
            (action, [proof for proof in evidence if proof.action_id == action.pk]) for action in offered.actions
        ],
        "evidence": [(e, proofs.get((e.link.from_type, e.link.from_id)) if e.link else None) for e in evidence],
        "obstacles": list(mandate.obstacles.select_related("by")),
        "assessments": [Judged(assessment) for assessment in mandate.assessments.select_related("by")],
        "lift": decided["lift_obstacle"],
        "links": [(kind, outwards, record) for kind, outwards, record in links if kind != "proves"],
        "history": told(mandate.history.order_by("-pk")[:100]),
    }


class Ending:
    """The ending proposed for it, in words."""

    def __init__(self, mandate: Mandate, successor: Mandate | None, may: Decision) -> None:
        self.label, self.because = mandate.get_ending_proposed_display(), because.ending(mandate.ending_because)
        self.successor, self.may = successor, may


def ending_of(mandate: Mandate, person: Any, may: Decision) -> Ending | None:
    """The ending proposed for it; none where the mandate that takes its place is closed to the person."""
    if not mandate.ending_proposed or mandate.state not in Mandate.ENDABLE:
        return None
    successor = None
    if mandate.successor_proposed_id:
        successor = Mandate.objects.visible_to(person).filter(pk=mandate.successor_proposed_id).listed().first()
        if successor is None:
            return None
    return Ending(mandate, successor, may)


def texts_of(mandate: Mandate, first: str) -> list[Any]:
    """Its texts as adopted, the reader's language first; where a language merges it, those of the paragraph it is in."""
    found: list[Any] = []
    for text in mandate.paragraph.texts.select_related("within"):
        found += text.within.texts.filter(language=text.language) if text.within else [text]
    return sorted(found, key=lambda text: text.language != first)
