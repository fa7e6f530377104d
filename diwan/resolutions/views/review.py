"""The review: the text and the reader's proposal side by side, one resolution at a time."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from diwan.interface.request import Request
from diwan.interface.respond import wants_part
from diwan.kernel.decisions import NotNow
from diwan.resolutions import review as changes
from diwan.resolutions.forms.alignment import AlignmentForm
from diwan.resolutions.forms.review import CorrectionForm, HeadForm, Revised, SplitForm
from diwan.resolutions.models import DraftParagraph, DraftResolution, Volume
from diwan.resolutions.review import FIELDS
from diwan.resolutions.review_table import ReviewTable, dressed
from diwan.resolutions.views.volumes import find

PAGE = "resolutions/review.html"


def number_in(request: Request, name: str) -> int | None:
    """A number of the query, None where it is none."""
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 19 else None


@login_required
@require_GET
def review(request: Request, pk: int) -> HttpResponse:
    """A resolution of a volume under review; ``edit`` opens a paragraph, ``head`` the head."""
    volume = find(request, pk)
    table = ReviewTable(volume, request.person, text=number_in(request, "text"), draft=number_in(request, "resolution"))
    if table.draft is None:
        return HttpResponseRedirect(volume.get_absolute_url())
    if table.may_revise:
        table.open(number_in(request, "edit"), request.GET.get("field", ""))
        table.align(number_in(request, "align"))
        if "head" in request.GET:
            table.head_form = HeadForm(instance=table.draft)
    return render(request, PAGE, {"table": table})


# one paragraph -----------------------------------------------------------------------------------------------------
@login_required
@require_GET
def paragraph(request: Request, pk: int, paragraph: int) -> HttpResponse:
    """A paragraph as it is now."""
    volume = find(request, pk)
    return _rows(request, volume, _paragraph(volume, paragraph))


@login_required
def correction(request: Request, pk: int, paragraph: int) -> HttpResponse:
    """The paragraph open for correction; POST corrects what was sent."""
    volume = find(request, pk)
    found = _paragraph(volume, paragraph)
    if request.method != "POST":
        volume.decide("revise", request.person).insist()
        return _rows(
            request, volume, dressed(found, form=CorrectionForm(instance=found), field=request.GET.get("field", ""))
        )
    blank = DraftParagraph(pk=paragraph, resolution_id=found.resolution_id)
    form = CorrectionForm(request.POST, instance=blank)
    if not form.is_valid():
        if "whole" not in request.POST:  # one field came alone and is wrong: the paragraph opens with all of them
            whole = {**model_to_dict(found, FIELDS), **request.POST.dict(), "whole": True}
            form = CorrectionForm(whole, instance=blank)
        return _rows(request, volume, dressed(found, form=form), status=422)
    change = changes.Correct(paragraph, form.cleaned_data["revision"], form.values)
    return _revise(request, volume, found, change, typed=form.values.get("text", ""))


@login_required
@require_POST
def settlement(request: Request, pk: int, paragraph: int) -> HttpResponse:
    """Its doubts were looked at; it is right as it stands."""
    return _plain(request, pk, paragraph, changes.Settle)


@login_required
@require_POST
def join(request: Request, pk: int, paragraph: int) -> HttpResponse:
    """Join it to the paragraph before."""
    return _plain(request, pk, paragraph, changes.Join)


@login_required
@require_POST
def drop(request: Request, pk: int, paragraph: int) -> HttpResponse:
    """Take it out: it is no paragraph."""
    return _plain(request, pk, paragraph, changes.Drop)


@login_required
@require_POST
def split(request: Request, pk: int, paragraph: int) -> HttpResponse:
    """Split it at the cursor, or before given words."""
    volume = find(request, pk)
    found = _paragraph(volume, paragraph)
    form = SplitForm(request.POST)
    if not form.is_valid():
        return _rows(request, volume, dressed(found, form=CorrectionForm(instance=found), split=form), status=422)
    given = form.cleaned_data
    change = changes.Split(
        paragraph, given["revision"], at=given["at"], begins=given["begins"], text=given["text"]
    )  # fmt: skip
    return _revise(request, volume, found, change, typed=given["text"], split=form)


@login_required
@require_POST
def alignment(request: Request, pk: int, paragraph: int) -> HttpResponse:
    """Lay it beside a paragraph of another language, or beside none."""
    volume = find(request, pk)
    found = _paragraph(volume, paragraph)
    table = ReviewTable(volume, request.person, text=found.resolution.text_id, draft=found.resolution_id)
    if table.languages_beside is None:
        raise Http404
    form = AlignmentForm(request.POST, instance=found, choices=table.languages_beside.choices)
    if not form.is_valid():
        return _rows(
            request,
            volume,
            dressed(found, said=" ".join(str(said) for said in form.errors.get("place", []))),
            status=422,
        )
    return _revise(request, volume, found, form.change)


def _plain(request: Request, pk: int, paragraph: int, change: Any) -> HttpResponse:
    volume = find(request, pk)
    form = Revised(request.POST)
    if not form.is_valid():
        raise Http404
    return _revise(request, volume, _paragraph(volume, paragraph), change(paragraph, form.cleaned_data["revision"]))


def _paragraph(volume: Volume, pk: int) -> DraftParagraph:
    """The paragraph as it is now; one that is gone is an empty one, so that what was typed for it is not lost."""
    found = (
        DraftParagraph.objects.select_related("resolution__text", "changed_by")
        .filter(pk=pk, resolution__text__volume=volume)
        .first()
    )
    if found is not None:
        return found
    gone = volume.history.filter(verb="revise", particulars__contains={"gone": pk}).exists()
    draft = DraftResolution.objects.filter(text__volume=volume).select_related("text").first()
    if not gone or draft is None:
        raise Http404
    return DraftParagraph(pk=pk, resolution=draft)


def _revise(
    request: Request,
    volume: Volume,
    found: DraftParagraph,
    change: Any,
    typed: str = "",
    split: SplitForm | None = None,
) -> HttpResponse:
    """Make the change and show the paragraphs it touched; one made too late shows what stands there now."""
    try:
        event = volume.revise(by=request.person, change=change)
    except changes.ChangedMeanwhile as late:
        now = dressed(late.paragraph or found, said=str(late), typed=typed, gone=late.paragraph is None)
        return _rows(request, volume, now, status=409)
    except NotNow as refusal:
        form = CorrectionForm(instance=found) if split else None
        return _rows(request, volume, dressed(found, form=form, split=split, said=str(refusal)), status=422)
    told = event.particulars
    touched = [told["paragraph"], told.get("new")]
    rows = DraftParagraph.objects.filter(pk__in=[pk for pk in touched if pk]).order_by("order")
    rows = rows.select_related("resolution__text", "changed_by")
    return _rows(request, volume, *rows, asked=found, status=200)


def _rows(
    request: Request, volume: Volume, *rows: DraftParagraph, asked: DraftParagraph | None = None, status: int = 200
) -> HttpResponse:
    """The rows in place of the one asked for (htmx), or the page of their resolution.

    htmx puts a refused form in place on 422 only, so it is told 422 also where a plain browser reads 409.
    """
    draft = (asked or rows[0]).resolution
    table = ReviewTable(volume, request.person, text=draft.text_id, draft=draft.pk)
    if wants_part(request):
        table.show(rows, asked)
        return render(request, f"{PAGE}#changed", {"table": table}, status=422 if status == 409 else status)
    if status == 200 and request.method == "POST":
        return HttpResponseRedirect(table.address(rows[0].pk if rows else None))
    table.lay_in(rows)
    return render(request, PAGE, {"table": table}, status=status)


# the head ----------------------------------------------------------------------------------------------------------
@login_required
def heading(request: Request, pk: int, draft: int) -> HttpResponse:
    """The head of a resolution open for correction; POST corrects it."""
    volume = find(request, pk)
    found = get_object_or_404(DraftResolution, pk=draft, text__volume=volume)
    table = ReviewTable(volume, request.person, text=found.text_id, draft=found.pk)
    if request.method != "POST":
        return HttpResponseRedirect(f"{table.address()}&head=1")
    form = HeadForm(request.POST, instance=DraftResolution(pk=draft, text_id=found.text_id, order=found.order))
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            volume.revise(by=request.person, change=changes.Head(draft, form.cleaned_data["revision"], values))
        except changes.HeadChangedMeanwhile as late:
            table.said, table.typed = str(late), "\n".join(filter(None, values.values()))
            return render(request, PAGE, {"table": table}, status=409)
        return HttpResponseRedirect(table.address())
    table.head_form = form
    return render(request, PAGE, {"table": table}, status=422)
