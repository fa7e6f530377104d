"""Pages that are pictures: recognised one by one, within limits, in their own language; doubtful words are told."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from diwan.reading import Limits, Unreadable, plain_text, read
from diwan.reading import tesseract as program
from diwan.reading.arabic_scan import in_order, repaired
from diwan.reading.doubtful import mark_words
from diwan.reading.margins import GUESSED, tidied
from diwan.reading.optical import Recogniser
from diwan.reading.recognised import Page, Row, Word
from diwan.reading.tesseract import rows_of

from . import scans
from .scans import EN, FR, TEXTS, recognising


def refused(path: Path, **how: Any) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(path, **how)
    return refusal.value.code


def numbers(reading: Any) -> list[str | None]:
    return [item.number for resolution in reading.resolutions for item in resolution.whole.operative]


# recognition ---------------------------------------------------------------------------------------------------------
@recognising
@pytest.mark.parametrize("language", TEXTS)
def test_a_scanned_resolution_is_read_in_each_language(tmp_path: Path, language: str) -> None:
    reading = read(scans.scan(tmp_path, TEXTS[language], language=language))
    assert reading.language == language and numbers(reading) == ["1", "2", "3"]
    assert len(reading.resolutions[0].whole.preambular) == 2
    assert [item.actionable for item in reading.resolutions[0].whole.operative] == [False, True, True]
    (page,) = reading.as_dict()["recognised"]
    assert page["language"] == language and page["confidence"] > 80 and page["rotated"] == 0


@recognising
@pytest.mark.parametrize("rotation", [90, 180])
def test_a_page_that_lies_turned_is_turned_upright(tmp_path: Path, rotation: int) -> None:
    reading = read(scans.scan(tmp_path, EN, rotation=rotation))
    assert numbers(reading) == ["1", "2", "3"]
    assert reading.recognised[0].rotated == 360 - rotation


@recognising
def test_of_a_mixed_document_only_the_pictures_are_recognised_and_the_order_stays(tmp_path: Path) -> None:
    first, second = EN.split("\n\n2.")
    whole = scans.printed(
        first, "2." + second, "Done at Port Salam on the fifteenth day of June 2034 by the Council in session."
    )
    scanned = scans.image_only(whole)
    mixed = pypdfium2.PdfDocument.new()
    mixed.import_pages(whole, [0])
    mixed.import_pages(scanned, [1])
    mixed.import_pages(whole, [2])
    reading = read(scans.saved(mixed, tmp_path / "mixed.pdf"))
    assert numbers(reading) == ["1", "2", "3"]
    assert [page.number for page in reading.recognised] == [2]
    assert [item.page for item in reading.resolutions[0].whole.operative] == [1, 2, 2]


@recognising
def test_a_picture_of_several_pages_and_a_single_one(tmp_path: Path) -> None:
    first, second = EN.split("\n\n2.")
    pages = scans.drawn(scans.printed(first, "2." + second))
    (tmp_path / "scan.tiff").write_bytes(scans.tiff(pages))
    (tmp_path / "scan.png").write_bytes(scans.png(*pages[0]))
    assert numbers(read(tmp_path / "scan.tiff")) == ["1", "2", "3"]
    assert numbers(read(tmp_path / "scan.png")) == ["1"]


@recognising
def test_each_page_may_be_in_a_language_of_its_own(tmp_path: Path) -> None:
    document = scans.image_only(*(scans.printed(text, language=name) for name, text in TEXTS.items()))
    recogniser = Recogniser()
    read(scans.saved(document, tmp_path / "three.pdf"), recogniser=recogniser)
    assert [page.language for page in recogniser.pages] == ["en", "fr", "ar"]
    assert "Secrétaire général" in recogniser.pages[1].text and "الأمين العام" in recogniser.pages[2].text


@recognising
def test_a_drawing_without_words_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "white.png").write_bytes(scans.png(600, 600, bytes([250]) * 360_000))
    assert refused(tmp_path / "white.png") == "scanned"


@recognising
def test_text_is_not_recognised_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recogniser, "recognise", lambda *_given: pytest.fail("there is no picture"))
    assert numbers(read(scans.saved(scans.printed(EN), tmp_path / "text.pdf"))) == ["1", "2", "3"]


# going on after a stop, and progress -----------------------------------------------------------------------------------
@recognising
def test_pages_recognised_before_a_stop_are_not_recognised_again(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    first, second = EN.split("\n\n2.")
    path = scans.scan(tmp_path, first, "2." + second)
    kept: list[Page] = []

    def stop(page: Page) -> None:
        kept.append(page)
        raise Stopped

    with pytest.raises(Stopped):
        read(path, recogniser=Recogniser(keep=stop))
    known = {page.number: Page.from_dict(page.as_dict()) for page in kept}
    again: list[int] = []
    told: list[tuple[int, int]] = []
    recogniser = Recogniser(
        known=known, keep=lambda page: again.append(page.number), progress=lambda *at: told.append(at)
    )
    assert numbers(read(path, recogniser=recogniser)) == ["1", "2", "3"]
    assert again == [2] and told == [(0, 2), (1, 2), (2, 2)]


# what is missing, and what is too much ---------------------------------------------------------------------------------
def test_without_the_program_the_refusal_says_so_and_text_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scans.scan(tmp_path, EN)
    mixed = pypdfium2.PdfDocument.new()
    mixed.import_pages(scans.printed(EN))
    mixed.import_pages(pypdfium2.PdfDocument(path))
    scans.saved(mixed, tmp_path / "mixed.pdf")
    monkeypatch.setattr(program, "PROGRAM", "tesseract-that-is-not-there")
    assert refused(path) == "no_recogniser"
    reading = read(tmp_path / "mixed.pdf")
    assert numbers(reading) == ["1", "2", "3"] and "no_recogniser: 2" in reading.warnings


@recognising
def test_without_the_data_of_a_language_the_refusal_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "installed", lambda: frozenset({"eng", "osd"}))
    with pytest.raises(Unreadable) as refusal:
        read(scans.scan(tmp_path, FR, language="fr"))
    assert (refusal.value.code, refusal.value.detail) == ("no_language_data", "fra")


def test_pages_are_only_recognised_where_it_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        plain_text(scans.scan(tmp_path, EN))
    assert refusal.value.code == "scanned"


def test_bombs_are_told_by_their_head_before_anything_is_drawn(tmp_path: Path) -> None:
    image = bytearray(scans.png(4, 4, bytes(16)))
    struct.pack_into(">II", image, 16, 60_000, 60_000)
    (tmp_path / "wide.png").write_bytes(image)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08" + struct.pack(">HH", 65_500, 65_500) + b"\x03" * 12
    (tmp_path / "wide.jpg").write_bytes(jpeg)
    (tmp_path / "round.tif").write_bytes(scans.tiff([(4, 4, bytes(16))], circle=True))
    (tmp_path / "many.tif").write_bytes(scans.tiff([(4, 4, bytes(16))] * 5))
    (tmp_path / "cut.tif").write_bytes(scans.tiff([(4, 4, bytes(16))])[:30])
    assert [refused(tmp_path / name) for name in ("wide.png", "wide.jpg", "round.tif", "cut.tif")] == [
        "bomb", "bomb", "corrupt", "corrupt",
    ]  # fmt: skip
    assert refused(tmp_path / "many.tif", limits=Limits(pictures=4)) == "too_large"
    assert refused(scans.scan(tmp_path, EN, EN), limits=Limits(pictures=1)) == "too_large"
    assert refused(scans.scan(tmp_path, EN), limits=Limits(pixels=1_000_000)) == "bomb"


@recognising
def test_a_huge_page_is_drawn_no_larger_than_allowed(tmp_path: Path) -> None:
    document = scans.image_only(scans.printed(EN))
    document[0].set_mediabox(0, 0, 14_400, 14_400)
    recogniser = Recogniser()
    with pytest.raises(Unreadable):
        read(scans.saved(document, tmp_path / "huge.pdf"), recogniser=recogniser)
    assert all(page.width <= Limits().side for page in recogniser.pages)


@recognising
def test_a_page_that_takes_too_long_is_left_and_the_file_refused_when_it_is_the_only_one(tmp_path: Path) -> None:
    assert refused(scans.scan(tmp_path, EN), limits=Limits(page_seconds=0)) == "too_slow"


# rules without the program -----------------------------------------------------------------------------------------------
def word(text: str, left: int = 0, confidence: int = 95, top: int = 100, width: int = 0) -> Word:
    return Word(text, left, top, width or 20 * len(text), 30, confidence)


def arabic(*texts: str, latin: tuple[Word, ...] = ()) -> str:
    """Words of one line, from the right, as they come out of the repair."""
    at, words = 2000, []
    for text in texts:
        at -= 20 * len(text) + 15
        words.append(word(text, at))
    return repaired([Row(words)], latin)[0].text


def test_arabic_words_come_without_marks_in_their_own_letters() -> None:
    assert arabic("\u200fمن\u200e", "فی", "إلی", "ﻻ", "کل") == "من في إلى لا كل"


@pytest.mark.parametrize(
    ("recognised", "meant"),
    [("٤٣٠٢م", "٢٠٣٤م"), ("٢٠٣٤م", "٢٠٣٤م"), ("٦٥٤١ه", "١٤٥٦ه"), ("\u200e٢٦\u200f", "٢٦"), ("٢١/٥", "٢١/٥")],
)
def test_arabic_indic_digits_reversed_by_the_program_are_turned_round(recognised: str, meant: str) -> None:
    assert arabic(recognised) == meant


def test_a_number_that_is_no_year_is_turned_as_the_program_turns_it() -> None:
    assert in_order("٠٤١") == "١٤٠" and in_order("١٩٩٩") == "١٩٩٩"


def test_signs_that_the_arabic_model_confuses() -> None:
    assert arabic("المنظمة»", "سلام,", "الأربعء", "شيء", "إجراء", ")1(") == "المنظمة، سلام، الأربع، شيء إجراء (1)"
    assert arabic("«المنظمة»", "ووفاءً") == "«المنظمة» ووفاءً"


def test_latin_symbols_and_numbers_are_filled_in_where_the_english_model_is_sure() -> None:
    broken = word("010/011", 500, 20, width=400)
    rows = [Row([word("الوثيقة", 1000), broken, word("06ه", 300, 40)])]
    latin = (word("OIC/CFM-60/2034", 505, 91, width=390), word("1456", 305, 80), word("ys", 1000, 41))
    assert repaired(rows, latin)[0].text == "الوثيقة OIC/CFM-60/2034 1456ه"


def page_of(*lines: tuple[str, ...], number: int = 1) -> Page:
    """A page of lines: the first word in the margin, the rest at a hanging indent."""
    rows = []
    for n, (label, *rest) in enumerate(lines):
        words = [word(label, 300, 40, 100 + 60 * n)] if label else []
        at = 500
        for text in rest:
            words.append(word(text, at, 95, 100 + 60 * n))
            at += 20 * len(text) + 15
        rows.append(Row(words))
    return Page(number, "en", width=2400, rows=rows)


LINE = ("Requests", "the", "Secretary", "General", "to", "take", "the", "necessary", "steps;")


def test_a_number_misread_in_the_margin_is_put_by_its_neighbours_and_told() -> None:
    page = page_of(("1.", *LINE), ("ve", *LINE), ("3.", *LINE), ("4,", *LINE))
    tidied([page])
    assert [row.words[0].text for row in page.rows] == ["1.", "2.", "3.", "4."]
    assert [row.words[0].confidence for row in page.rows] == [40, GUESSED, 40, 40]


def test_a_number_clearly_read_stays_even_where_it_does_not_follow() -> None:
    page = page_of(("5.", *LINE), ("5.", *LINE), ("6.", *LINE))
    for row in page.rows:
        row.words[0].confidence = 93
    tidied([page])
    assert [row.words[0].text for row in page.rows] == ["5.", "5.", "6."]


def test_running_headers_read_a_little_differently_become_one() -> None:
    pages = [page_of(("", text, "of", "many", "words", "more"), ("", *LINE), ("", *LINE), ("", *LINE), ("", *LINE), number=n)
             for n, text in enumerate(("OIC/CFM-60/2034/POL/RES", "OIC/CFM-60/2034/P0L/RES", "OIC/CFM-60/2034/POL/RES"), 1)]  # fmt: skip
    tidied(pages)
    assert len({page.rows[0].text for page in pages}) == 1


def test_doubtful_words_are_found_again_in_the_paragraph_though_a_hyphen_broke_one() -> None:
    rows = [
        Row([word("1.", confidence=50), word("Requests"), word("the"), word("Secre-", confidence=50)]),
        Row([word("tary"), word("Genera1", confidence=30), word("to"), word("report;")]),
    ]
    text = "Requests the Secretary Genera1 to report;"
    found = [{"operative": [{"text": text, "number": "1"}], "preambular": []}]
    mark_words(found, [Page(7, "en", rows=rows)])
    paragraph: Any = found[0]["operative"][0]
    assert paragraph["page"] == 7
    assert [(text[start:end], sure) for start, end, sure in paragraph["uncertain"]] == [
        ("Secretary", 50),
        ("Genera1", 30),
    ]
    assert [doubt["code"] for doubt in paragraph["doubts"]] == ["doubtful_label", "doubtful_words"]


def test_boxes_of_a_turned_page_are_told_upright() -> None:
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    table = head + "1\t1\t0\t0\t0\t0\t0\t0\t3000\t2000\t-1\t\n5\t1\t1\t1\t1\t1\t2900\t100\t40\t300\t91.5\tWord\n"
    (row,), width = rows_of(table, 270)
    assert width == 2000 and (row.words[0].left, row.words[0].top) == (100, 60)
    assert (row.words[0].width, row.words[0].height, row.words[0].confidence) == (300, 40, 92)
