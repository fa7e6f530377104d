"""The languages of a volume side by side: what one of them lacks, splits, merges or moves, before and after adoption."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from diwan.comparison.tests.test_alignment import ARABIC, ENGLISH, FRENCH
from diwan.kernel.decisions import Refused
from diwan.people.models import machine
from diwan.reading import read
from diwan.resolutions.differences import differences
from diwan.resolutions.gathering import Gathered, gather
from diwan.resolutions.models import DraftParagraph, Mandate, Paragraph, ParagraphText, Resolution, Volume
from diwan.resolutions.review import Align, ChangedMeanwhile
from diwan.resolutions.tests.readings import handed_in, kept, operative, reading, resolution, under_review

PAGE = 20
"""Statements of the page of one resolution, with its lineage, its citations and its exports."""
FIRST, SECOND = FRENCH[2].split(", et ")
SPLIT = [*FRENCH[:2], FIRST + " ;", SECOND.capitalize(), *FRENCH[3:]]
"""French has the third paragraph in two."""
MERGED = [*ARABIC[:3], ARABIC[3].rstrip("؛") + "؛ " + ARABIC[4], ARABIC[5]]
"""Arabic has the fourth and the fifth in one."""


def worded(texts: list[str], language: str, **given: Any) -> dict[str, Any]:
    found = [operative(n, text=text, verb=text.split()[0], addressee="") for n, text in enumerate(texts, 1)]
    return reading(resolution(1, preambular=0, operative=found, **given), language=language)


def three(idris: Any, english: Any = ENGLISH, french: Any = SPLIT, arabic: Any = MERGED) -> Volume:
    return under_review(idris, worded(english, "en"), worded(french, "fr"), worded(arabic, "ar"))


def said(volume: Volume) -> list[str]:
    found = gather(volume)
    listed = differences(found.resolutions, found.languages, volume.pk)
    return [remark.says for one in listed for remark in one.remarks]


def texts(number: str) -> dict[str, list[str]]:
    paragraph = Paragraph.objects.get(kind="operative", number=number, texts__language="en")
    return {code: [text.text for text in paragraph.texts_in(code)] for code in paragraph.languages}


# before adoption ---------------------------------------------------------------------------------------------------
def test_what_differs_is_said_with_the_way_to_the_place(idris: Any, browse: Any) -> None:
    volume = three(idris)
    assert said(volume) == ["French: §3 is split into §3 and §4", "Arabic: §5 is merged with §4"]
    page = browse(idris).get(f"{volume.get_absolute_url()}languages/").text
    split = DraftParagraph.objects.get(resolution__text__language="fr", number="3")
    assert "French: §3 is split" in page and f"#p{split.pk}" in page
    assert f"{volume.get_absolute_url()}languages/" in browse(idris).get(volume.get_absolute_url()).text
    assert "Arabic: §5 is merged with §4" in browse(idris).get(f"{volume.get_absolute_url()}adoption/").text
    part = browse(idris).get(f"{volume.get_absolute_url()}languages/", headers={"HX-Request": "true"}).text
    assert "French: §3 is split" in part and "<html" not in part


def test_the_reader_reads_of_the_differences_in_his_own_language(idris: Any, browse: Any) -> None:
    volume = three(idris, french=FRENCH[:4] + FRENCH[5:], arabic=ARABIC)
    for code, words in (("fr", "Français"), ("ar", "الفرنسيّة")):
        idris.language = code
        idris.save()
        assert words in browse(idris).get(f"{volume.get_absolute_url()}languages/").text


def test_a_paragraph_in_another_place_is_said_to_be_moved(idris: Any) -> None:
    moved = [ARABIC[0], ARABIC[4], *ARABIC[1:4], ARABIC[5]]
    volume = three(idris, french=FRENCH, arabic=moved)
    assert said(volume) == ["Arabic: §5 stands in another place, as §2"]


def test_the_review_shows_what_stands_beside_each_paragraph(idris: Any, browse: Any) -> None:
    volume = three(idris, french=FRENCH[:1] + FRENCH[2:])
    english = DraftParagraph.objects.get(resolution__text__language="en", number="5")
    table = f"{volume.get_absolute_url()}review/?text={english.resolution.text_id}"
    page = browse(idris).get(table).text
    assert (
        "no text in French" in page and "French: §2 is missing" in page and "The languages differ in 2 places" in page
    )
    arabic = DraftParagraph.objects.get(resolution__text__language="ar", number="4")
    assert page.count(f"#p{arabic.pk}") >= 2, "both English paragraphs lead to the Arabic one that holds them"


def test_one_language_has_nothing_beside_it(idris: Any, browse: Any) -> None:
    volume = under_review(idris, worded(ENGLISH, "en"))
    page = browse(idris).get(f"{volume.get_absolute_url()}review/").text
    assert "rv-beside" not in page and 'data-key="A"' not in page and not said(volume)


# by hand -----------------------------------------------------------------------------------------------------------
def test_a_person_lays_a_paragraph_beside_another_and_adoption_uses_it(idris: Any, browse: Any) -> None:
    volume = three(idris, french=FRENCH, arabic=ARABIC)
    here = DraftParagraph.objects.get(resolution__text__language="fr", number="2")
    there = DraftParagraph.objects.get(resolution__text__language="en", number="5")
    page = browse(idris).get(f"{volume.get_absolute_url()}review/?text={here.resolution.text_id}&align={here.pk}").text
    assert "Stands beside" in page and f'<option value="{there.pk}">5 Decides' in page
    place = f"{volume.get_absolute_url()}review/paragraphs/{here.pk}/alignment/"
    assert browse(idris).post(place, {"revision": 0, "place": there.pk}).status_code == 302
    event = volume.history.filter(verb="revise").last()
    assert event.by == idris and event.particulars["change"] == "align" and event.particulars["beside"] == there.pk
    assert "French: §5 stands in another place, as §2" in said(volume)
    assert (
        "aligned by hand"
        in browse(idris).get(f"{volume.get_absolute_url()}review/?text={here.resolution.text_id}").text
    )
    volume.adopt(by=idris)
    assert texts("5") == {"en": [ENGLISH[4]], "fr": [FRENCH[1]], "ar": [ARABIC[4]]}


def test_a_paragraph_set_apart_stands_on_a_row_of_its_own_until_content_tells_again(idris: Any) -> None:
    volume = three(idris, french=FRENCH, arabic=ARABIC)
    draft = DraftParagraph.objects.get(resolution__text__language="fr", number="2")
    volume.revise(by=idris, change=Align(draft.pk, 0, apart=True))
    assert len(gather(volume).resolutions[0].paragraphs) == 7 and "French: §2 is missing" in said(volume)
    volume.revise(by=idris, change=Align(draft.pk, 1))
    assert not said(volume)


def test_an_alignment_made_on_an_old_state_or_with_a_stranger_is_refused(idris: Any, browse: Any) -> None:
    volume = three(idris, french=FRENCH, arabic=ARABIC)
    draft = DraftParagraph.objects.get(resolution__text__language="fr", number="2")
    same = DraftParagraph.objects.get(resolution__text__language="fr", number="3")
    place = f"{volume.get_absolute_url()}review/paragraphs/{draft.pk}/alignment/"
    assert browse(idris).post(place, {"revision": 0, "place": same.pk}).status_code == 422
    assert browse(idris).post(place, {"revision": 0, "place": 10**9}).status_code == 422
    assert browse(idris).post(place, {"revision": 7, "place": "apart"}).status_code == 409
    with pytest.raises(ChangedMeanwhile):
        volume.revise(by=idris, change=Align(draft.pk, 3, apart=True))
    draft.refresh_from_db()
    assert draft.beside is None and not draft.apart and not volume.history.filter(verb="revise").exists()


def test_who_may_not_review_aligns_nothing_and_a_stranger_finds_nothing(
    idris: Any, farid: Any, zayd: Any, browse: Any
) -> None:
    volume = three(idris, french=FRENCH, arabic=ARABIC)
    draft = DraftParagraph.objects.get(resolution__text__language="fr", number="2")
    place = f"{volume.get_absolute_url()}review/paragraphs/{draft.pk}/alignment/"
    assert browse(zayd).get(f"{volume.get_absolute_url()}languages/").status_code == 404
    assert browse(zayd).post(place, {"revision": 0, "place": "apart"}).status_code == 404
    assert browse(farid).post(place, {"revision": 0, "place": "apart"}).status_code in (403, 404)
    with pytest.raises(Refused):
        volume.revise(by=farid, change=Align(draft.pk, 0, apart=True))


# after adoption ----------------------------------------------------------------------------------------------------
def test_a_split_has_one_mandate_and_a_merge_keeps_both(idris: Any) -> None:
    three(idris).adopt(by=idris)
    assert Paragraph.objects.filter(kind="operative").count() == Mandate.objects.count() == 6
    assert texts("3") == {"en": [ENGLISH[2]], "fr": SPLIT[2:4], "ar": [ARABIC[2]]}
    assert texts("4") == {"en": [ENGLISH[3]], "fr": [FRENCH[3]], "ar": [MERGED[3]]}
    assert texts("5") == {"en": [ENGLISH[4]], "fr": [FRENCH[4]], "ar": []}
    third, fourth, fifth = (Mandate.objects.get(paragraph__number=n) for n in "345")
    assert third.wording["fr"] == " ".join(SPLIT[2:4])
    assert fourth.wording["ar"] == fifth.wording["ar"] == MERGED[3]
    assert fifth.paragraph.held_in("ar") == fourth.paragraph and fifth.paragraph.text_in("ar") is None
    assert [t.place for t in ParagraphText.objects.filter(language="fr").order_by("place")] == list(range(7))


def test_the_page_has_a_row_for_each_paragraph_and_says_what_a_language_does(idris: Any, browse: Any) -> None:
    three(idris).adopt(by=idris)
    found = Resolution.objects.get()
    page = browse(idris, queries=PAGE).get(f"{found.get_absolute_url('en')}?beside=fr").text
    assert page.count('<section class="para" id="op-') == 6
    row = page.split('id="op-3s"')[1].split("</section>")[0]
    assert ENGLISH[2][10:40] in row and "Split in French: §3 and §4" in row and row.count('lang="fr" dir="ltr"') == 2
    assert "refugees" in page and "réfugiés" in page, "the second piece is not lost"
    beside = browse(idris, queries=PAGE).get(f"{found.get_absolute_url('en')}?beside=ar").text
    merged = beside.split('id="op-5s"')[1].split("</section>")[0]
    assert "In Arabic it stands within" in merged and 'href="#op-4"' in merged
    assert "Merged in Arabic: 5 stands here, too" in beside.split('id="op-4s"')[1].split("</section>")[0]
    assert 'lang="ar" dir="rtl"' in beside


def test_what_stands_in_another_place_is_marked_on_the_page(idris: Any, browse: Any) -> None:
    three(idris, french=FRENCH, arabic=[ARABIC[0], ARABIC[4], *ARABIC[1:4], ARABIC[5]]).adopt(by=idris)
    page = browse(idris, queries=PAGE).get(f"{Resolution.objects.get().get_absolute_url('en')}?beside=ar").text
    assert page.count("In another place in Arabic") == 1
    assert "In another place in Arabic" in page.split('id="op-5s"')[1].split("</section>")[0]


def test_what_a_language_lacks_is_said_and_the_others_are_a_click_away(idris: Any, browse: Any) -> None:
    three(idris, french=FRENCH[:4] + FRENCH[5:], arabic=ARABIC).adopt(by=idris)
    found = Resolution.objects.get()
    page = browse(idris, queries=PAGE).get(found.get_absolute_url("fr")).text
    row = page.split('id="op-5s"')[1].split("</section>")[0]
    assert "No text in French." in row and f'href="{found.get_absolute_url("en")}#op-5"' in row and "(5)" in row


def test_recitals_and_headings_stand_in_both_columns(idris: Any, browse: Any) -> None:
    def part(letter: str, title: str, text: str, recital: str) -> dict[str, Any]:
        return {
            "letter": letter, "title": title, "preambular": [{"text": recital}],
            "operative": [operative(1, text=text)], "parts": [], "annexes": [],
        }  # fmt: skip

    english = resolution(
        1, operative=[], preambular=0, parts=[part("A", "On the sea", ENGLISH[4], "Deeply concerned at piracy;")]
    ) | {"preambular": [{"text": "Recalling the Charter;"}, {"text": "Noting the report on drought;"}]}
    french = resolution(
        1, operative=[], preambular=0, parts=[part("A", "De la mer", FRENCH[4], "Préoccupé par la piraterie ;")]
    ) | {"preambular": [{"text": "Rappelant la Charte ;"}, {"text": "Notant le rapport sur la sécheresse ;"}]}
    under_review(idris, reading(english), reading(french, language="fr")).adopt(by=idris)
    page = browse(idris, queries=PAGE).get(f"{Resolution.objects.get().get_absolute_url('en')}?beside=fr").text
    assert '<h2 class="serif fs-5" lang="fr" dir="ltr">Partie A – De la mer</h2>' in page
    assert '<h2 class="serif fs-5" lang="en" dir="ltr">Part A – On the sea</h2>' in page
    rows = [page.split(f'<div class="duo" id="pp-{n}">')[1].split('class="pa"')[0] for n in (1, 2)]
    assert "Charter" in rows[0] and "Charte ;" in rows[0] and "drought" in rows[1] and "sécheresse" in rows[1]


def test_the_page_of_a_mandate_shows_every_piece_and_no_empty_text(idris: Any, browse: Any) -> None:
    three(idris).adopt(by=idris)
    page = browse(idris, queries=30).get(Mandate.objects.get(paragraph__number="3").get_absolute_url()).text
    assert SPLIT[2][:30] in page and SPLIT[3][:30] in page
    merged = browse(idris, queries=30).get(Mandate.objects.get(paragraph__number="5").get_absolute_url()).text
    assert MERGED[3][:30] in merged and "merged with another paragraph in this language" in merged


# correction --------------------------------------------------------------------------------------------------------
def test_a_correction_that_inserts_a_paragraph_shifts_no_follow_up(idris: Any, unit: Any) -> None:
    first = three(idris)
    first.adopt(by=idris)
    mandate = Mandate.objects.get(paragraph__number="5")
    mandate.assign(by=idris, unit=unit("POL"))
    again = [ENGLISH[0], "Invites ICESCO to publish an atlas of the mosques of the region;", *ENGLISH[1:]]
    corrected(idris, first, worded(again, "en"), worded(FRENCH, "fr"))
    mandate.refresh_from_db()
    assert mandate.wording["en"] == ENGLISH[4] and mandate.lead.unit.code == "POL"
    assert Mandate.objects.count() == 7
    third = Paragraph.objects.get(number="3", texts__text=ENGLISH[2])
    assert [text.text for text in third.texts_in("fr")] == [FRENCH[2]], "what was split is whole"
    assert third.mandate.wording["fr"] == FRENCH[2]


def corrected(by: Any, volume: Volume, *readings: dict[str, Any]) -> None:
    files = [kept(f"again {n}", f"again-{n}.txt", found["language"]) for n, found in enumerate(readings)]
    second = handed_in(by, *files, corrects=volume)
    for text, found in zip(second.texts.order_by("pk"), readings, strict=True):
        second.take_reading(by=machine(), text=text, reading=found)
    second.adopt(by=by)


# the sixtieth session ----------------------------------------------------------------------------------------------
def test_the_three_languages_of_the_sixtieth_session_meet_as_the_gold_says(idris: Any, shared: Path) -> None:
    volumes = shared / "corpus" / "volumes" / "open"
    files = [volumes / "cfm" / f"CFM60_POL_RES_FINAL_{code}.docx" for code in ("en", "fr", "ar")]
    found = gather(under_review(idris, *(read(file).as_dict() for file in files)))
    known = json.loads((volumes / "gold" / "alignment_en_fr_ar.json").read_text())
    asked = right = 0
    for one in known["resolutions"]:
        rows = next(g for g in found.resolutions if g.key == one["resolution"])
        where = {(code, begins(d.text)): n for n, code, d in every(rows)}
        for paragraph in one["paragraphs"]:
            places = {
                (code, n): where.get((code, begins(other["first_60_chars"])))
                for code in ("en", "fr", "ar")
                for n, other in enumerate(paragraph[code])
            }
            asked += len(places) - 1
            right += sum(place is not None and place == next(iter(places.values())) for place in places.values()) - 1
    assert asked == 376 and right == asked, f"{right} of {asked}"
    assert sorted(remark.kind for one in differences(found.resolutions, found.languages, 1) for remark in one.remarks) == [
        "missing", "split",
    ]  # fmt: skip


def begins(text: str) -> str:
    return "".join(text.split())[:36]


def every(one: Gathered) -> Any:
    return (
        (n, code, draft)
        for n, row in enumerate(one.paragraphs)
        for code, pieces in row.pieces.items()
        for draft in pieces
    )
