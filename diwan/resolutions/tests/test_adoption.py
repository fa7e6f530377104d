"""Adoption: the reviewed proposal enters the registers in one act, all languages side by side."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diwan.kernel.decisions import NotNow, Refused
from diwan.resolutions.differences import differences
from diwan.resolutions.gathering import gather
from diwan.resolutions.models import (
    DraftParagraph,
    DraftResolution,
    Mandate,
    Paragraph,
    ParagraphText,
    Resolution,
    Volume,
)
from diwan.resolutions.review import Correct
from diwan.resolutions.tests.readings import handed_in, kept, operative, reading, resolution, under_review
from diwan.trail.models import Event


def test_the_chef_de_cabinet_adopts_and_goes_on_to_the_resolutions(idris: Any, browse: Any, jobs: Any) -> None:
    volume = under_review(idris)
    page = browse(idris).get(f"{volume.get_absolute_url()}adoption/").text
    assert "What will be entered" in page and "There is one language" in page
    answer = browse(idris).post(f"{volume.get_absolute_url()}adoption/")
    assert answer.status_code == 302 and answer["Location"].endswith(f"?volume={volume.pk}")
    jobs()
    assert (Resolution.objects.count(), Paragraph.objects.count(), Mandate.objects.count()) == (2, 10, 6)
    volume.refresh_from_db()
    assert volume.state == Volume.State.ADOPTED


def test_who_may_not_adopt_reads_why_and_adopts_nothing(idris: Any, yasmin: Any, browse: Any) -> None:
    volume = under_review(idris)
    yasmin.language = "en"
    yasmin.save()
    for page in (volume.get_absolute_url(), f"{volume.get_absolute_url()}adoption/"):
        assert "by the Chef de Cabinet" in browse(yasmin).get(page).text
    assert browse(yasmin).post(f"{volume.get_absolute_url()}adoption/").status_code == 409
    with pytest.raises(Refused):
        volume.adopt(by=yasmin)
    assert not Resolution.objects.exists()


def test_adopting_twice_enters_everything_once(idris: Any, browse: Any) -> None:
    volume = under_review(idris)
    stale = Volume.objects.get(pk=volume.pk)
    volume.adopt(by=idris)
    with pytest.raises(NotNow):
        stale.adopt(by=idris)
    assert browse(idris).post(f"{volume.get_absolute_url()}adoption/").status_code == 409
    assert Resolution.objects.count() == 2 and Event.objects.filter(verb="adopt").count() == 1


def test_nothing_is_adopted_while_a_file_is_read(idris: Any, browse: Any) -> None:
    volume = under_review(idris)
    volume.add_all(by=idris, files=[kept("Another text", "other.txt")])
    with pytest.raises(NotNow, match="still being read"):
        volume.adopt(by=idris)
    assert "still being read" in browse(idris).get(f"{volume.get_absolute_url()}adoption/").text


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ({"number": None}, "has no number"),
        ({"number": "no number"}, "is no number of a resolution"),
        ({"number": "CFM-60/POL/1"}, "stands twice"),
    ],
)
def test_what_stands_in_the_way_is_named_before_the_click(
    idris: Any, browse: Any, odd: dict[str, Any], said: str
) -> None:
    volume = under_review(idris, reading(resolution(1), resolution(2, **odd)))
    page = browse(idris).get(f"{volume.get_absolute_url()}adoption/").text
    assert said in page and 'data-key="Ctrl+Enter"' not in page
    with pytest.raises(NotNow, match=said):
        volume.adopt(by=idris)
    assert not Resolution.objects.exists()


def test_a_number_in_the_registers_already_is_no_second_resolution(idris: Any) -> None:
    under_review(idris, reading(resolution(1))).adopt(by=idris)
    with pytest.raises(NotNow, match="in the registers already"):
        under_review(idris, reading(resolution(1, title="Again"))).adopt(by=idris)
    assert Resolution.objects.count() == 1


def test_a_correction_changes_the_text_and_keeps_the_follow_up(idris: Any, unit: Any) -> None:
    first = under_review(idris, reading(resolution(1)))
    first.adopt(by=idris)
    mandate = Mandate.objects.get(paragraph__number="2")
    mandate.assign(by=idris, unit=unit("POL"))
    again = resolution(
        1, operative=[operative(1), operative(2, text="Requests otherwise;"), operative(3), operative(4)]
    )
    second = handed_in(idris, kept("corrected", "corrected.txt"), corrects=first)
    from diwan.people.models import machine

    second.take_reading(by=machine(), text=second.texts.get(), reading=reading(again))
    assert second.adopt(by=idris).particulars["corrected"] == 1
    mandate.refresh_from_db()
    assert mandate.wording["en"] == "Requests otherwise;" and mandate.lead.unit.code == "POL"
    assert Mandate.objects.count() == 4 and ParagraphText.objects.filter(text="Requests otherwise;").count() == 1
    assert Resolution.objects.get().history.filter(verb="correct").exists()


def test_a_paragraph_retyped_as_preamble_asks_for_nothing(idris: Any) -> None:
    volume = under_review(idris, reading(resolution(1)))
    paragraph = DraftParagraph.objects.get(number="3")
    volume.revise(by=idris, change=Correct(paragraph.pk, 0, {"kind": "preambular"}))
    volume.adopt(by=idris)
    assert Mandate.objects.count() == 2
    assert Paragraph.objects.filter(kind="preambular", number="", legal_class="", actionable=False).count() == 3


def differing(volume: Volume) -> list[Any]:
    found = gather(volume)
    return differences(found.resolutions, found.languages, volume.pk)


# the languages side by side ----------------------------------------------------------------------------------------
def test_languages_meet_in_one_paragraph_and_what_lacks_is_said(idris: Any, browse: Any) -> None:
    french = resolution(1, title="Question", operative=[operative(1), operative(3)])
    volume = under_review(idris, reading(resolution(1), resolution(2)), reading(french, language="fr"))
    page = browse(idris).get(f"{volume.get_absolute_url()}adoption/").text
    assert "French: §2 is missing" in page and "French: the whole resolution is missing" in page
    volume.adopt(by=idris)
    found = Resolution.objects.get(key="CFM-60/POL/1")
    assert dict(found.title) == {"en": "Matter 1", "fr": "Question"}
    languages = {p.number: sorted(t.language for t in p.texts.all()) for p in found.paragraphs.filter(kind="operative")}
    assert languages == {"1": ["en", "fr"], "2": ["en"], "3": ["en", "fr"]}


def test_arabic_letters_and_latin_letters_are_the_same_place(idris: Any) -> None:
    latin = [operative(4), operative(0, number="4(a)"), operative(0, number="4(b)(ii)")]
    arabic = [operative(4), operative(0, number="4(أ)"), operative(0, number="4(ب)(2)")]
    volume = under_review(
        idris, reading(resolution(1, operative=latin)), reading(resolution(1, operative=arabic), language="ar")
    )
    assert not differing(volume)


def test_annexes_meet_though_their_titles_differ(idris: Any) -> None:
    def annexed(title: str) -> dict[str, Any]:
        return resolution(1, annexes=[{"title": title, "tasks": [operative(1), operative(2)]}])

    volume = under_review(idris, reading(annexed("Terms of reference")), reading(annexed("Mandat"), language="fr"))
    assert not differing(volume)
    volume.adopt(by=idris)
    assert Paragraph.objects.filter(kind="task").count() == 2


def test_two_files_of_one_language_are_not_mixed_and_one_is_set_aside(idris: Any, browse: Any) -> None:
    volume = under_review(idris, reading(resolution(1)), reading(resolution(1, title="Copy")))
    with pytest.raises(NotNow, match="the same language"):
        volume.adopt(by=idris)
    second = volume.texts.latest("pk")
    assert browse(idris).post(f"{volume.get_absolute_url()}files/{second.pk}/setting-aside/").status_code == 302
    assert "set aside" in browse(idris).get(volume.get_absolute_url()).text
    volume.adopt(by=idris)
    assert Resolution.objects.get().title["en"] == "Matter 1"


# size --------------------------------------------------------------------------------------------------------------
def test_a_volume_of_150_resolutions_takes_no_more_queries_than_one_of_ten(idris: Any) -> None:
    def queries(first: int, count: int) -> int:
        given = [resolution(n, preambular=5, paragraphs=9) for n in range(first, first + count)]
        volume = under_review(idris, reading(*given))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            volume.adopt(by=idris)
        return len([q for q in captured.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    few, many = queries(1, 10), queries(100, 150)
    assert Paragraph.objects.filter(resolution__number__gte=100).count() == 2100
    assert many <= few + 12, f"{few} queries for 10 resolutions, {many} for 150"  # further batches of 1,000 rows
    assert many < 60
    assert DraftResolution.objects.count() == 160
