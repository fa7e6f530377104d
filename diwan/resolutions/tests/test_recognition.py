"""Scanned volumes: recognised page by page behind the page, with their doubtful words marked in the review."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from diwan.people.models import machine
from diwan.reading import tesseract as program
from diwan.reading.tests import scans
from diwan.reading.tests.scans import EN, TEXTS, recognising
from diwan.resolutions import marks, reasons
from diwan.resolutions import review as changes
from diwan.resolutions.jobs import read_text, recognise_text
from diwan.resolutions.models import DraftParagraph, RecognisedPage, Volume, VolumeText
from diwan.resolutions.tests.readings import handed_in, kept, operative, reading, resolution, under_review

FIRST, SECOND = EN.split("\n\n2.")


def scan(folder: Path, *pages: str, language: str = "en") -> Any:
    """A scanned file handed in."""
    path = scans.scan(folder, *pages, language=language)
    return kept(path.read_bytes(), f"scan-{language}.pdf")


def recognised(**given: Any) -> dict[str, Any]:
    """What the reader found on a scanned page: two words of the second paragraph were hard to read."""
    text = "Requests the Secretary Genera1 to take st€p 2;"
    doubtful = operative(2, text=text, page=3, uncertain=[[23, 30, 41], [39, 43, 12]],
                         doubts=[{"code": "doubtful_words", "text": "…"}])  # fmt: skip
    found = reading(resolution(1) | {"operative": [operative(1, page=2, uncertain=[]), doubtful]})
    pages = [
        {"page": 2, "confidence": 95, "language": "en", "rotated": 0},
        {"page": 3, "confidence": 61, "language": "en", "rotated": 90},
    ]
    return found | {"recognised": pages} | given


# recognition in a job --------------------------------------------------------------------------------------------------
@recognising
@pytest.mark.parametrize("language", TEXTS)
def test_a_scanned_volume_comes_to_its_review(
    idris: Any, browse: Any, jobs: Any, tmp_path: Path, language: str
) -> None:
    volume = handed_in(idris, scan(tmp_path, TEXTS[language], language=language))
    jobs()
    text = volume.texts.get()
    assert (text.state, text.language) == ("read", language)
    assert [p.number for p in DraftParagraph.objects.all()] == ["", "", "1", "2", "3"]
    assert set(DraftParagraph.objects.values_list("page", flat=True)) == {1}
    assert text.pages[0]["language"] == language and text.pages[0]["confidence"] > 80
    page = browse(idris).get(volume.get_absolute_url()).text
    assert "1 page recognised from a picture" in page
    assert not RecognisedPage.objects.exists(), "what was kept for a stop is gone"


@recognising
def test_those_who_wait_see_how_many_pages_are_recognised(
    idris: Any, browse: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = handed_in(idris, scan(tmp_path, FIRST, "2." + SECOND))
    client, shown = browse(idris), []
    draw = program.Sheet.draw

    def look(sheet: Any) -> None:
        shown.append(client.get(volume.get_absolute_url()).text)
        draw(sheet)

    monkeypatch.setattr(program.Sheet, "draw", look)
    recognise_text.func(text=volume.texts.get().pk)
    assert "Page 1 of 2 recognised" in shown[1] and 'hx-trigger="every 1s"' in shown[1]


@recognising
def test_a_worker_killed_in_mid_recognition_goes_on_from_the_pages_done(
    idris: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    volume = handed_in(idris, scan(tmp_path, FIRST, "2." + SECOND))
    text, drawn = volume.texts.get(), []
    draw = program.Sheet.draw

    def killed_at_the_second(sheet: Any) -> None:
        drawn.append(sheet.number)
        if drawn == [1, 2]:
            raise Killed
        draw(sheet)

    monkeypatch.setattr(program.Sheet, "draw", killed_at_the_second)
    with pytest.raises(Killed):
        recognise_text.func(text=text.pk)
    assert RecognisedPage.objects.get().number == 1
    recognise_text.func(text=text.pk)
    assert drawn == [1, 2, 2]
    assert [p.number for p in DraftParagraph.objects.all()] == ["", "", "1", "2", "3"]


@recognising
def test_a_volume_withdrawn_while_it_is_recognised_is_left_at_once(
    idris: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = handed_in(idris, scan(tmp_path, FIRST, "2." + SECOND))
    drawn = []
    draw = program.Sheet.draw

    def withdraw(sheet: Any) -> None:
        drawn.append(sheet.number)
        Volume.objects.get(pk=volume.pk).withdraw(by=idris, reason="the wrong session")
        draw(sheet)

    monkeypatch.setattr(program.Sheet, "draw", withdraw)
    recognise_text.func(text=volume.texts.get().pk)
    assert drawn == [1] and not RecognisedPage.objects.exists() and not DraftParagraph.objects.exists()


@recognising
def test_a_short_reading_does_not_wait_behind_a_recognition(idris: Any, tmp_path: Path) -> None:
    volume = handed_in(idris, scan(tmp_path, EN), kept())
    for text in volume.texts.order_by("pk"):
        read_text.func(text=text.pk)
    assert sorted(volume.texts.values_list("state", flat=True)) == ["read", "reading"]


# what is missing -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_without_the_program_the_page_says_how_to_get_it_and_nothing_is_lost(
    idris: Any, browse: Any, jobs: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(program, "PROGRAM", "tesseract-that-is-not-there")
    idris.language = language
    idris.save()
    file = scan(tmp_path, EN)
    volume = handed_in(idris, file)
    jobs()
    text = volume.texts.get()
    assert text.refusal == "no_recogniser" and text.version.file.path.read_bytes() == file.file.path.read_bytes()
    page = browse(idris).get(volume.get_absolute_url()).text
    assert "apt-get install tesseract-ocr tesseract-ocr-ara tesseract-ocr-fra" in page
    assert f"files/{text.pk}/rereading/" in page


@recognising
def test_once_it_is_installed_the_file_is_read_again(
    idris: Any, jobs: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(program, "PROGRAM", "tesseract-that-is-not-there")
        volume = handed_in(idris, scan(tmp_path, EN))
        jobs()
    volume.refresh_from_db()
    assert volume.state == Volume.State.UNREADABLE
    volume.read_again(by=idris, text=volume.texts.get())
    jobs()
    volume.refresh_from_db()
    assert volume.state == Volume.State.IN_REVIEW and DraftParagraph.objects.count() == 5


def test_pages_left_out_of_a_mixed_file_are_named(
    idris: Any, browse: Any, jobs: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "PROGRAM", "tesseract-that-is-not-there")
    mixed = pypdfium2.PdfDocument.new()
    mixed.import_pages(scans.printed(EN))
    mixed.import_pages(scans.image_only(scans.printed(EN)))
    volume = handed_in(idris, kept(scans.saved(mixed, tmp_path / "mixed.pdf").read_bytes(), "mixed.pdf"))
    jobs()
    assert volume.texts.get().state == VolumeText.State.READ
    page = browse(idris).get(volume.get_absolute_url()).text
    assert f"{reasons.WARNINGS['no_recogniser']}: 2" in page


# the review ------------------------------------------------------------------------------------------------------------
def test_doubtful_words_are_marked_and_named_beside_their_paragraph(idris: Any, browse: Any) -> None:
    volume = under_review(idris, recognised())
    page = browse(idris).get(f"{volume.get_absolute_url()}review/").text
    assert '<mark class="unsure" title="hard to read in the picture: 41 of 100">Genera1</mark>' in page
    assert "hard to read:" in page and "page 3 of the original" in page
    assert str(reasons.DOUBTS["doubtful_words"]) in page
    shown = browse(idris).get(volume.get_absolute_url()).text
    assert "2 pages recognised from pictures" in shown and "turned upright: 3" in shown and "#page=3" in shown


def second(volume: Volume) -> DraftParagraph:
    return DraftParagraph.objects.get(resolution__text__volume=volume, number="2")


def marked(paragraph: DraftParagraph) -> list[str]:
    return [paragraph.text[start:end] for start, end, _sure in paragraph.uncertain]


def test_a_correction_clears_the_mark_of_the_word_corrected_and_keeps_the_others(idris: Any) -> None:
    volume = under_review(idris, recognised())
    found = second(volume)
    text = "Also " + found.text.replace("Genera1", "General")
    volume.revise(by=idris, change=changes.Correct(found.pk, found.revision, {"text": text}))
    assert marked(second(volume)) == ["st€p"]


def test_settling_says_that_the_words_are_right(idris: Any) -> None:
    volume = under_review(idris, recognised())
    found = second(volume)
    volume.revise(by=idris, change=changes.Settle(found.pk, found.revision))
    found.refresh_from_db()
    assert found.uncertain == [] and found.doubts == []


def test_marks_go_with_their_words_when_a_paragraph_is_split_and_joined_again(idris: Any) -> None:
    volume = under_review(idris, recognised())
    found = second(volume)
    volume.revise(by=idris, change=changes.Split(found.pk, found.revision, begins="to take"))
    found.refresh_from_db()
    lower = DraftParagraph.objects.get(text__startswith="to take")
    assert (marked(found), marked(lower), lower.page) == (["Genera1"], ["st€p"], 3)
    volume.revise(by=idris, change=changes.Join(lower.pk, lower.revision))
    found.refresh_from_db()
    assert marked(found) == ["Genera1", "st€p"]


def test_a_word_lengthened_by_a_correction_is_no_longer_marked() -> None:
    assert marks.kept([[0, 3, 10]], "Req the", "Requests the") == []
    assert marks.kept([[4, 7, 10]], "Req the", "Requests the") == [[9, 12, 10]]


def test_a_new_reading_takes_the_place_of_the_recognised_pages(idris: Any) -> None:
    volume = under_review(idris, recognised())
    text = volume.texts.get()
    volume.read_again(by=idris, text=text)
    assert volume.texts.get().pages == []
    volume.take_reading(by=machine(), text=volume.texts.get(), reading=reading(resolution(1)))
    assert volume.texts.get().pages == [] and not DraftParagraph.objects.exclude(uncertain=[]).exists()
