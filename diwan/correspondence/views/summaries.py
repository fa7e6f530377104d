"""The summaries of a letter, language beside language: written, proposed, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language_info
from django.views.decorators.http import require_GET, require_POST

from diwan.correspondence.forms.summaries import SummaryForm
from diwan.correspondence.models import Letter, Summary
from diwan.correspondence.registration import main_version
from diwan.correspondence.summarising import house_languages, put_proposed
from diwan.interface.components.marks import direction
from diwan.interface.request import Request
from diwan.interface.respond import part
from diwan.records.discretion import tell

PAGE = "correspondence/summaries.html"
SIGNS = {Summary.State.PROPOSED: "hold", Summary.State.WRITTEN: "run", Summary.State.CHECKED: "done"}


@dataclass
class Column:
    """A language: its summary, if there is one, and its form, when it is open."""

    code: str
    name: str
    dir: str
    summary: Summary | None
    form: SummaryForm | None = None

    @property
    def sign(self) -> str:
        """Its status sign."""
        return SIGNS[Summary.State(self.summary.state)] if self.summary else "idle"


def columns_of(letter: Letter, form: SummaryForm | None = None, editing: str = "") -> list[Column]:
    """A column for each language of the house: two queries."""
    there = {one.language: one for one in Summary.objects.filter(letter=letter).select_related("by", "checked_by")}
    found = []
    for code in house_languages():
        name = get_language_info(code)["name_local"].capitalize()
        column = Column(code, name, direction(code), there.get(code))
        if code == editing:
            column.form = form or SummaryForm(
                language=code, initial={"text": column.summary.text if column.summary else ""}
            )
        found.append(column)
    return found


def find(request: Request, pk: int) -> Letter:
    """The letter, if this person may see it."""
    letter: Letter = get_object_or_404(Letter.objects.visible_to(request.person).select_related("sender"), pk=pk)
    return letter


def _language(code: str) -> str:
    if code not in house_languages():
        raise Http404
    return code


def _answer(
    request: Request,
    letter: Letter,
    *,
    form: SummaryForm | None = None,
    editing: str = "",
    status: int = 200,
    done: Any = None,
) -> HttpResponse:
    write, check = letter.decide("summarise", request.person), letter.decide("check_summary", request.person)
    return part(
        request, f"{PAGE}#summaries", letter=letter, columns=columns_of(letter, form, editing), write=write, check=check,
        version=main_version(letter), person=request.person, status=status, otherwise=done,
    )  # fmt: skip


@login_required
@require_GET
def letter_summaries(request: Request, pk: int) -> HttpResponse:
    """All of them beside the letter; ``?edit=fr`` opens one."""
    letter = find(request, pk)
    tell([letter], by=request.person)
    return _answer(request, letter, editing=request.GET.get("edit", ""))


@login_required
@require_POST
def letter_summary(request: Request, pk: int, language: str) -> HttpResponse:
    """Write one anew. What was checked must be checked again."""
    letter, code = find(request, pk), _language(language)
    form = SummaryForm(request.POST, language=code)
    if not form.is_valid():
        return _answer(request, letter, form=form, editing=code, status=422)
    letter.summarise(by=request.person, language=code, text=form.cleaned_data["text"])
    return _answer(request, letter, done=_page(letter))


@login_required
@require_POST
def letter_summary_check(request: Request, pk: int, language: str) -> HttpResponse:
    """It was read against the letter by somebody who did not write it."""
    letter, code = find(request, pk), _language(language)
    letter.check_summary(by=request.person, language=code)
    return _answer(request, letter, done=_page(letter))


@login_required
@require_POST
def letter_summaries_proposed(request: Request, pk: int) -> HttpResponse:
    """Propose those that are missing, from what the letter says."""
    letter = find(request, pk)
    letter.decide("summarise", request.person).insist()
    version = main_version(letter)
    put_proposed(letter, version.text if version else "", by=request.person)
    return _answer(request, letter, done=_page(letter))


def _page(letter: Letter) -> str:
    return reverse("letter-summaries", args=[letter.pk])
