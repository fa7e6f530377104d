"""Each component, in the three languages and both directions."""

import datetime as dt
import re
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from diwan.interface import charts
from diwan.interface.tables import Listing
from diwan.kernel.multilingual import Texts

TODAY = dt.date(2035, 2, 13)


def shown(source: str, language: str = "en", **context: Any) -> str:
    """What a template says in a language."""
    with translation.override(language):
        return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-3, "3 days late", "late"),
        (-1, "1 day late", "late"),
        (0, "Today", "soon"),
        (1, "Tomorrow", "soon"),
        (2, "In 2 days", "soon"),
        (5, "In 5 days", ""),
    ],
)
def test_a_deadline_is_said_in_words(days: int, words: str, tone: str) -> None:
    said = shown("{% due day today=today %}", day=TODAY + dt.timedelta(days=days), today=TODAY)
    assert said == f'<span class="due{" " + tone if tone else ""}">{words}</span>'


def test_nothing_is_due_once_it_is_done() -> None:
    assert shown("{% due day done=True %}", day=TODAY) == ""
    assert shown("{% due day %}", day=None) == ""


@pytest.mark.parametrize(
    ("language", "day"), [("en", "13 Feb 2035"), ("fr", "13 févr. 2035"), ("ar", "13 فبراير 2035")]
)
def test_a_date_is_written_as_the_language_writes_it_with_the_hijri_day_beneath(language: str, day: str) -> None:
    said = shown("{% date day %}", language, day=TODAY)
    assert f"<span>{day}</span>" in said
    assert 'datetime="2035-02-13"' in said
    beneath = re.search(r'<span class="hj">([^<]+)</span>', said)
    assert beneath and "1456" in beneath.group(1)


def test_a_year_no_hijri_calendar_was_published_for_stays_gregorian() -> None:
    assert "hj" not in shown("{% date day %}", day=dt.date(1850, 1, 1))


@pytest.mark.parametrize("code", ["idle", "run", "hold", "soon", "late", "done", "unassigned"])
def test_a_status_has_sign_and_word(code: str) -> None:
    said = shown("{% status code %}", code=code)
    assert "<use " in said
    assert re.search(r"</svg>[A-Z]", said)
    assert "visually-hidden" in shown("{% status code quiet=True %}", code=code)


def test_words_keep_their_own_language_and_direction() -> None:
    assert shown('{% words "قرار" "ar" %}') == '<span lang="ar" dir="rtl">قرار</span>'
    texts = Texts({"fr": "Affaires juridiques"})
    assert shown("{% words texts %}", "ar", texts=texts) == '<span lang="fr" dir="ltr">Affaires juridiques</span>'


def test_what_people_write_is_never_markup() -> None:
    hostile = '<img src=x onerror="alert(1)">'
    for source in (
        "{% words hostile 'en' %}",
        "{% reference hostile %}",
        "{% button hostile url=hostile describe=hostile %}",
        "{% status 'late' hostile %}",
        "{% person hostile post=hostile %}",
        "{% phead hostile sub=hostile %}{% endphead %}",
        "{% sheet title=hostile end=hostile %}{{ hostile }}{% endsheet %}",
        "{% item hostile '/x' reference=hostile meta=hostile %}{% enditem %}",
        "{% tab hostile hostile %}",
        "{% chip hostile hostile %}",
        "{% act hostile hostile data_x=hostile %}{% endact %}",
        "{% progress 1 2 hostile %}",
        "{% heatcell 3 'late' 9 url=hostile label=hostile %}",
    ):
        assert "<img" not in shown(source, hostile=hostile), source


def test_references_read_from_the_left_in_any_page() -> None:
    assert shown('{% reference "CAB/2035/000141" %}', "ar") == '<bdi class="ref" dir="ltr">CAB/2035/000141</bdi>'


def test_a_button_that_is_refused_says_why_and_sends_nothing() -> None:
    said = shown('{% act "Sign" "/x/" refused="Only its signatory may sign it" %}{% endact %}')
    assert "Only its signatory may sign it" in said
    assert "<form" not in said


def test_only_signs_of_direction_are_mirrored() -> None:
    assert "dirx" in shown('{% icon "arrow-right" %}')
    assert "dirx" not in shown('{% icon "clock" %}')


class LetterForm(forms.Form):
    subject = forms.CharField(label="Subject", help_text="As printed")
    mark = forms.ChoiceField(label="Mark", choices=[("0", "Public"), ("2", "Confidential")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="Tell the unit", required=False)


def test_a_field_is_bound_to_its_label_help_and_error() -> None:
    said = shown("{% field form.subject %}", form=LetterForm({}))
    assert '<label class="form-label" for="id_subject">' in said
    assert 'aria-describedby="id_subject-h id_subject-e"' in said
    assert 'aria-invalid="true"' in said
    assert 'id="id_subject-h"' in said and 'id="id_subject-e"' in said


def test_choices_stand_under_a_legend_with_a_label_each() -> None:
    said = shown("{% field form.mark %}", form=LetterForm())
    assert "<legend" in said
    assert said.count("<label") == said.count('type="radio"') == said.count('class="form-check-input"') == 2


def test_the_summary_of_errors_leads_to_each_field() -> None:
    said = shown("{% errors form %}", form=LetterForm({"mark": "7"}))
    assert 'role="alert"' in said
    assert "2 fields need correcting" in said
    assert 'href="#id_subject"' in said and 'href="#id_mark"' in said
    assert shown("{% errors form %}", form=LetterForm()).strip() == ""


def test_a_list_sorts_by_its_address_and_turns_round() -> None:
    request = RequestFactory().get("/", {"sort": "-due", "page": "2", "status": "late"})
    listing = Listing(request, list(range(120)), {"reference": ("pk",), "due": ("due_on", "pk")})
    assert listing.direction_of("due") == "descending"
    assert listing.query_for_sort("due") == "?sort=due&status=late"
    assert listing.query_for_sort("reference") == "?sort=reference&status=late"
    assert "page=1&" in listing.previous_query and "page=3&" in listing.next_query
    assert list(listing) == list(range(50, 100))


def test_an_address_made_up_by_hand_still_shows_the_list() -> None:
    listing = Listing(RequestFactory().get("/", {"sort": "nonsense", "page": "x"}), [1, 2], {"due": ("due_on",)})
    assert (listing.sort, listing.descending, list(listing)) == ("due", False, [1, 2])


def test_a_filter_chip_switches_itself_on_and_off() -> None:
    source = '{% filterchip "status" "late" "Late" %}'
    off = shown(source, request=RequestFactory().get("/", {"page": "3", "unit": "POL"}))
    assert 'href="?unit=POL&amp;status=late"' in off and "aria-current" not in off
    on = shown(source, request=RequestFactory().get("/", {"status": "late"}))
    assert 'aria-current="true"' in on and 'href="?"' in on


@pytest.mark.parametrize(("value", "peak", "depth"), [(0, 9, 0), (1, 9, 1), (9, 9, 5), (5, 9, 3), (3, 0, 0)])
def test_a_heat_cell_is_tinted_by_its_share_of_the_largest(value: int, peak: int, depth: int) -> None:
    assert charts.weight(value, peak) == depth


def test_a_bar_of_shares_is_whole_and_leaves_out_nought() -> None:
    chart = charts.segments({"done": 60, "run": 30, "late": 10, "idle": 0})
    assert [rect.tone for rect in chart.rects] == ["x-done", "x-run", "x-late"]
    last = chart.rects[-1]
    assert last.x + last.width == pytest.approx(100)


def test_charts_of_nothing_are_empty_and_not_an_error() -> None:
    assert charts.bars([]).rects == [] and charts.line([]).path == "" and charts.segments({}).rects == []
    assert charts.bars([0, 0]).rects[0].height == 0
