"""Volumes: the list, handing in, the reading, withdrawal and adoption."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from diwan.interface.request import Request
from diwan.interface.respond import part, see, wants_part
from diwan.interface.tables import Listing
from diwan.kernel.decisions import Refused
from diwan.reading.lexicon import LANGUAGES
from diwan.resolutions import policies, reasons
from diwan.resolutions.differences import differences
from diwan.resolutions.forms.volumes import FilesForm, ImportForm, WithdrawalForm, languages
from diwan.resolutions.gathering import gather
from diwan.resolutions.models import DraftParagraph, Volume, VolumeText
from diwan.resolutions.models.volume import Known
from diwan.resolutions.recognition import Scan

PAGE = "resolutions/volume.html"
SIGNS = {
    Volume.State.RECEIVED: "idle",
    Volume.State.IN_REVIEW: "run",
    Volume.State.UNREADABLE: "late",
    Volume.State.ADOPTED: "done",
    Volume.State.WITHDRAWN: "idle",
    VolumeText.State.WAITING: "idle",
    VolumeText.State.READING: "run",
    VolumeText.State.READ: "done",
}
VIEWS = {
    "work": (_("In work"), [Volume.State.RECEIVED, Volume.State.IN_REVIEW, Volume.State.UNREADABLE]),
    "adopted": (_("Adopted"), [Volume.State.ADOPTED]),
    "withdrawn": (_("Withdrawn"), [Volume.State.WITHDRAWN]),
}


def find(request: Request, pk: int) -> Volume:
    """The volume, if this person may see it; else it does not exist."""
    volumes = Volume.objects.visible_to(request.person).select_related("session__organ", "corrects__session__organ")
    found: Volume = get_object_or_404(volumes, pk=pk)
    return found


def counted(texts: Any) -> Any:
    """Files with what was read in them and what is left to look at."""
    drafts = "drafts__paragraphs"
    return texts.select_related("version__file", "version__by").annotate(
        resolutions=Count("drafts", distinct=True),
        paragraphs=Count(drafts),
        asking=Count(drafts, filter=Q(drafts__paragraphs__actionable=True)),
        doubtful=Count(drafts, filter=~Q(drafts__paragraphs__doubts=[])),
        changed=Count(drafts, filter=Q(drafts__paragraphs__changed_by__isnull=False)),
    )


# the list ----------------------------------------------------------------------------------------------------------
@login_required
@require_GET
def volumes(request: Request) -> HttpResponse:
    """Volumes by where they are: in work, adopted, withdrawn."""
    visible = Volume.objects.visible_to(request.person)
    counts = dict(visible.values_list("state").annotate(Count("pk")).order_by())
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "work"
    chosen = visible.filter(state__in=VIEWS[view][1]).select_related("session__organ")
    listing = Listing(request, chosen, {"received": ("-pk",), "session": ("session__start", "pk")})
    texts = counted(VolumeText.objects.filter(volume__in=[volume.pk for volume in listing])).order_by("pk")
    by_volume: dict[int, list[VolumeText]] = {}
    for text in texts:
        by_volume.setdefault(text.volume_id, []).append(text)
    lines = [Line(volume, by_volume.get(volume.pk, [])) for volume in listing]
    tabs = [(n, label, sum(counts.get(s, 0) for s in states), n == view) for n, (label, states) in VIEWS.items()]
    may_import = policies.may_import(request.person)
    return render(
        request,
        "resolutions/volumes.html",
        {"listing": listing, "lines": lines, "tabs": tabs, "view": view, "may_import": may_import},
    )


class Line:
    """A volume in the list: its files counted together."""

    def __init__(self, volume: Volume, texts: list[Any]) -> None:
        self.volume, self.texts = volume, texts
        self.sign = SIGNS[Volume.State(volume.state)]
        self.languages = [text.language for text in texts if text.language]
        self.resolutions = max((text.resolutions for text in texts), default=0)
        self.paragraphs = max((text.paragraphs for text in texts), default=0)
        self.doubtful = sum(text.doubtful for text in texts)
        self.received = texts[0].version.at if texts else None
        self.done = sum(text.done for text in texts)
        self.total = sum(text.total for text in texts)


# handing in --------------------------------------------------------------------------------------------------------
@login_required
def importation(request: Request) -> HttpResponse:
    """Hand in a volume. A file known already is refused with the way to its volume, or on as its correction."""
    policies.may_import(request.person).insist()
    asked = request.POST if request.method == "POST" else None
    form = ImportForm(asked, request.FILES or None, person=request.person, initial=_asked_for(request))
    known = None
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("session", "title", "corrects")}
        try:
            return see(request, Volume.hand_in(by=request.person, files=form.handed, **given))
        except Known as refusal:
            known = refusal
    context = {"form": form, "known": known, "corrected": _corrected(form)}
    return render(request, "resolutions/import.html", context, status=422 if form.is_bound else 200)


def _asked_for(request: Request) -> dict[str, Any]:
    return {name: request.GET[name] for name in ("corrects", "session") if request.GET.get(name, "").isdecimal()}


def _corrected(form: ImportForm) -> Volume | None:
    chosen = form["corrects"].value()
    return form.fields["corrects"].queryset.filter(pk=chosen).first() if str(chosen or "").isdecimal() else None


@login_required
@require_POST
def files(request: Request, pk: int) -> HttpResponse:
    """Hand in further files of a volume: another language, a better copy."""
    volume = find(request, pk)
    form = FilesForm(request.POST, request.FILES, person=request.person)
    known = None
    if form.is_valid():
        try:
            volume.add_all(by=request.person, files=form.handed)
        except Known as refusal:
            known = refusal
        else:
            return see(request, volume)
    context = {**folder(volume, request.person), "form": form, "known": known}
    return render(request, PAGE, context, status=422)


# the volume --------------------------------------------------------------------------------------------------------
def folder(volume: Volume, person: Any) -> dict[str, Any]:
    """What the page of a volume shows: its files with what was read, and what may be done."""
    texts = list(counted(volume.texts).order_by("pk"))
    for text in texts:
        text.volume = volume
        text.sign = SIGNS.get(VolumeText.State(text.state), "late")
        text.refused = reasons.refusal(text.refusal) if text.refusal else None
        text.remarks = [reasons.warning(said) for said in text.warnings]
        text.recognising = text.state == VolumeText.State.READING and text.pages and text.done == len(text.pages)
        text.scan = Scan(text.pages) if text.pages and text.state not in VolumeText.PENDING else None
    steps = ("add", "read_again", "set_aside", "revise", "adopt", "withdraw")
    return {
        "volume": volume,
        "texts": texts,
        "sign": SIGNS[Volume.State(volume.state)],
        "reading": any(text.state in VolumeText.PENDING for text in texts),
        "read": [text for text in texts if text.state == VolumeText.State.READ],
        "doubtful": sum(text.doubtful for text in texts),
        "tongues": languages(),
        "may_import": policies.may_import(person),
        "may": {name: volume.decide(name, person) for name in steps},
    }


@login_required
@require_GET
def volume(request: Request, pk: int) -> HttpResponse:
    """A volume: its files, how far their reading is, and the acts that lead to its adoption."""
    found = find(request, pk)
    events = [
        {"at": event.at, "says": f"{event.by} {event.says}"}
        for event in found.history.exclude(verb__in=["attach", "revise"]).order_by("-pk")[:12]
    ]
    form = FilesForm(person=request.person)
    return render(request, PAGE, {**folder(found, request.person), "form": form, "events": events})


@login_required
@require_GET
def reading(request: Request, pk: int) -> HttpResponse:
    """The files and acts again, as long as something is being read."""
    found = find(request, pk)
    return part(request, f"{PAGE}#folder", otherwise=found, **folder(found, request.person))


@login_required
@require_POST
def rereading(request: Request, pk: int, text: int) -> HttpResponse:
    """Have a file read again, in the language the person names."""
    found = find(request, pk)
    chosen = get_object_or_404(found.texts.select_related("version"), pk=text)
    language = request.POST.get("language", "")
    found.read_again(by=request.person, text=chosen, language=language if language in LANGUAGES else "")
    return part(request, f"{PAGE}#folder", otherwise=found, **folder(found, request.person))


@login_required
@require_POST
def setting_aside(request: Request, pk: int, text: int) -> HttpResponse:
    """Let a file of the volume not count."""
    found = find(request, pk)
    found.set_aside(by=request.person, text=get_object_or_404(found.texts.select_related("version"), pk=text))
    return part(request, f"{PAGE}#folder", otherwise=found, **folder(found, request.person))


@login_required
@require_GET
def languages_beside(request: Request, pk: int) -> HttpResponse:
    """Where the languages of a volume differ, each place with the way to it."""
    volume = find(request, pk)
    gathering = gather(volume)
    found = differences(gathering.resolutions, gathering.languages, volume.pk)
    context = {"volume": volume, "found": found, "spoken": gathering.languages}
    page = "resolutions/volume_languages.html"
    return render(request, f"{page}#panel" if wants_part(request) else page, context)


# ending ------------------------------------------------------------------------------------------------------------
@login_required
def withdrawal(request: Request, pk: int) -> HttpResponse:
    """Put a volume aside, with the reason."""
    found = find(request, pk)
    found.decide("withdraw", request.person).insist()
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found.withdraw(by=request.person, reason=form.cleaned_data["reason"])
        return see(request, found)
    context = {"volume": found, "form": form}
    return render(request, "resolutions/volume_withdrawal.html", context, status=422 if form.is_bound else 200)


@login_required
def adoption(request: Request, pk: int) -> HttpResponse:
    """Show what adoption would enter; POST enters it, in one act."""
    found = find(request, pk)
    if request.method != "POST":
        return _ask_adoption(request, found)
    try:
        event = found.adopt(by=request.person)
    except Refused as refusal:
        return _ask_adoption(request, found, refused=str(refusal), status=409)
    counts = event.particulars
    said = gettext("Entered into the registers: resolutions %(resolutions)s, mandates %(mandates)s.") % counts
    messages.success(request, said)
    return see(request, f"{reverse('resolutions')}?volume={found.pk}")


def _ask_adoption(request: Request, volume: Volume, refused: str = "", status: int = 200) -> HttpResponse:
    decision = volume.decide("adopt", request.person)
    gathering = gather(volume)
    doubtful = DraftParagraph.objects.filter(resolution__text__volume=volume).exclude(doubts=[]).count()
    context = {
        "found": differences(gathering.resolutions, gathering.languages, volume.pk),
        "volume": volume, "gathering": gathering, "decision": decision, "refused": refused, "doubtful": doubtful,
        "others": [g for g in gathering.resolutions if g.number.session != volume.session.key],
    }  # fmt: skip
    return render(request, "resolutions/volume_adoption.html", context, status=status)
