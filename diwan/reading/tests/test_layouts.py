"""What layouts do to a text, and what must be read all the same."""

from pathlib import Path

import pytest

from diwan.reading import read

from .paper import COUNCIL, W, numbers, operative, read_text, text_file, word_file, word_paragraph

HEAD = f"RESOLUTION NO. 4/90-ECO\nON\nHARBOUR DUES\n\n{COUNCIL}\n\nRecalling its previous resolutions;\n\n"


@pytest.mark.parametrize("style", ["1. ", "1- ", "1) ", "1 . ", "1.", "(1) ", "1°) ", "1 - "])
def test_a_number_is_read_in_every_style_of_print(tmp_path: Path, style: str) -> None:
    second = style.replace("1", "2", 1)
    reading = read_text(
        tmp_path,
        f"{HEAD}{style}Welcomes the new quay;\n\n{second}Requests the Secretary General to visit it.\n",
    )
    assert numbers(reading) == ["1", "2"]
    assert operative(reading)[1]["text"] == "Requests the Secretary General to visit it."


def test_hard_wraps_and_line_end_hyphens_are_undone(tmp_path: Path) -> None:
    text = HEAD + (
        "1. Urges the coastal Member States to share the plans of their har-\nbours with "
        "the General Secretariat and the co-\noperating institutions;\n"
    )
    assert operative(read_text(tmp_path, text))[0]["text"] == (
        "Urges the coastal Member States to share the plans of their harbours with the General Secretariat "
        "and the cooperating institutions;"
    )


def test_headers_and_page_numbers_inside_a_paragraph_are_taken_out(tmp_path: Path) -> None:
    header = " " * 40 + "ORG/CFM-90/2071/ECO/RES/FINAL\n\n\n"
    pages = [
        header + "Cover\n\n\n" + " " * 40 + "1\n",
        header + HEAD + "1. Requests the General Secretariat to count the\n\n\n" + " " * 40 + "2\n",
        header + "cranes of every harbour;\n\n2. Thanks the pilots.\n\n" + " " * 40 + "3\n",
    ]
    items = operative(read_text(tmp_path, "\f".join(pages)))
    assert [item["text"] for item in items] == [
        "Requests the General Secretariat to count the cranes of every harbour;",
        "Thanks the pilots.",
    ]


def test_a_footnote_leaves_neither_text_nor_mark(tmp_path: Path) -> None:
    page = HEAD + (
        "1. Appeals to Member States to dredge the channel;1\n\n2. Thanks the "
        "pilots.\n\n\n1 One delegation reserved its position.\n\n      2\n"
    )
    items = operative(read_text(tmp_path, "Cover\n\n   1\n\f" + page))
    assert [item["text"] for item in items] == [
        "Appeals to Member States to dredge the channel;",
        "Thanks the pilots.",
    ]


def test_an_index_invents_no_resolution(tmp_path: Path) -> None:
    text = (
        "INDEX\n\n1\tResolution No. 4/90-ECO on Harbour Dues\t3\n2\tResolution No. 5/90-ECO on Pilots\t4\n\n"
        + HEAD
        + "1. Thanks the pilots.\n"
    )
    found = read_text(tmp_path, text)
    assert [r.symbol for r in found.resolutions] == ["RESOLUTION NO. 4/90-ECO"]
    assert any("5/90-ECO" in warning for warning in found.warnings)


def test_a_number_printed_twice_and_a_gap_are_doubts_not_corrections(tmp_path: Path) -> None:
    text = HEAD + (
        "1. Thanks the pilots;\n\n2. Thanks the crews;\n\n2. Deplores the delay;\n\n5. Welcomes the new quay.\n"
    )
    items = operative(read_text(tmp_path, text))
    assert [item["number"] for item in items] == ["1", "2", "2", "5"]
    assert [[doubt["code"] for doubt in item["doubts"]] for item in items] == [
        [],
        [],
        ["number_repeated"],
        ["number_gap"],
    ]


def test_letters_and_roman_numerals_stand_under_their_number(tmp_path: Path) -> None:
    text = HEAD + (
        "1. Requests the Secretary General to:\n\n(a) appoint an envoy, within two "
        "months;\n\n(b) provide staff, namely:\n\n"
        "(i) one officer;\n\n(ii) one pilot;\n\n(c) convene a meeting;\n\n2. Thanks the crews.\n"
    )
    reading = read_text(tmp_path, text)
    assert numbers(reading) == ["1", "1(a)", "1(b)", "1(b)(i)", "1(b)(ii)", "1(c)", "2"]
    first = operative(reading)[1]
    assert (first["verb"], first["addressee"], first["deadline"]) == (
        "Requests",
        "Secretary General",
        "within two months",
    )


def test_lettered_parts_under_one_number_begin_their_numbering_anew(tmp_path: Path) -> None:
    text = (
        "RESOLUTION NO. 4/90-ECO\nON HARBOURS\n\nA. Dues\n\n"
        + COUNCIL
        + "\n\nRecalling its resolutions;\n\n1. Thanks the crews;\n\nB. Pilots\n\nConsidering the tides;"
        + "\n\n1. Requests the Secretary General to report to the next session.\n"
    )
    found = read_text(tmp_path, text).as_dict()["resolutions"][0]
    assert [(part["letter"], part["title"], len(part["preambular"])) for part in found["parts"]] == [
        ("A", "Dues", 1),
        ("B", "Pilots", 1),
    ]
    assert [part["operative"][0]["number"] for part in found["parts"]] == ["1", "1"]


def test_sections_keep_one_numbering(tmp_path: Path) -> None:
    text = HEAD + "I. Dues\n\n1. Decides to halve the dues;\n\nII. Pilots\n\n2. Thanks the pilots.\n"
    reading = read_text(tmp_path, text)
    assert [(item["number"], item["section"]) for item in operative(reading)] == [
        ("1", "I. Dues"),
        ("2", "II. Pilots"),
    ]


def test_an_annex_has_tasks_of_its_own(tmp_path: Path) -> None:
    text = HEAD + (
        "1. Adopts the Rules annexed to this resolution.\n\nAnnex to Resolution No. "
        "4/90-ECO\n\nRULES OF THE HARBOUR\n\n"
        "1. The Harbour Master shall report to the Council within ten days;\n\n2. The "
        "dues are borne by the ships.\n"
    )
    found = read_text(tmp_path, text).as_dict()["resolutions"][0]
    tasks = found["annexes"][0]["tasks"]
    assert found["annexes"][0]["title"] == "RULES OF THE HARBOUR"
    assert [(t["number"], t["addressee"], t["actionable"]) for t in tasks] == [
        ("1", "The Harbour Master", True),
        ("2", None, False),
    ]
    assert tasks[0]["deadline"] == "within ten days"


def test_a_lone_verb_governs_the_unnumbered_list_below_it(tmp_path: Path) -> None:
    text = HEAD + (
        "Decides:\n\n   To support the candidature of the port of Marlin;\n\n   To "
        "request the General Secretariat to inform the ports.\n"
    )
    items = operative(read_text(tmp_path, text))
    assert [(item["number"], item["actionable"], item["addressee"]) for item in items] == [
        (None, False, None),
        (None, True, "General Secretariat"),
    ]


def test_verbs_without_numbers_are_operative_too(tmp_path: Path) -> None:
    text = (
        "Resolution 12/90-ECO\non Pilots\n\n"
        + COUNCIL
        + ("\n\nNoting the tides,\n\nCalls upon all parties to stop;\n\nDecides to remain seized of the matter.\n")
    )
    found = read_text(tmp_path, text)
    assert [item["actionable"] for item in operative(found)] == [True, False]
    assert numbers(found) == [None, None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
def test_arabic_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = (
        "القرار رقم 4/90 - اق\nبشأن\nرسوم الموانئ\n\nإن مجلس وزراء الخارجية المنعقد في دورته التسعين،\n\n"
        "إذ يستذكر قراراته السابقة؛\n\n1- يطلب من الأمين العام متابعة تنفيذ هذا "
        "القرار؛\n\n2- يشكر الملاحين.\n"
    )
    reading = read(text_file(tmp_path, text, encoding=encoding))
    assert reading.language == "ar"
    assert [(item["number"], item["addressee"]) for item in operative(reading)] == [
        ("1", "الأمين العام"),
        ("2", None),
    ]


def test_windows_1252_french_keeps_its_accents(tmp_path: Path) -> None:
    text = (
        "Résolution n° 4/90-ECO\nsur les droits de port\n\nLe Conseil des ministres des "
        "Affaires étrangères, réuni en sa quatre-vingt-dixième session,\n\n"
        "Rappelant ses résolutions ;\n\n1. Demande au Secrétaire général d’en faire "
        "rapport à la prochaine session.\n"
    )
    item = operative(read(text_file(tmp_path, text, encoding="cp1252")))[0]
    assert (item["verb"], item["addressee"], item["deadline"]) == (
        "Demande",
        "Secrétaire général",
        "la prochaine session",
    )


def test_arabic_marks_digits_and_persian_letters_do_not_hide_a_verb(tmp_path: Path) -> None:
    text = (
        "القــرار رقم ٤/٩٠ - س\nبشأن الموانئ\n\nإن مجلس وزراء الخارجیة المنعقد فی دورته "
        "التسعین،\n\nوإذ یشير إلى قراراته؛\n\n"
        "\u200f١-\u200f یَطلُبُ من الأمـين العام إعداد دراسة قبل نهایة عام "
        "٢٠٧٢م؛\n\n٢-\nیرحـب بالميناء الجديد.\n"
    )
    items = operative(read_text(tmp_path, text))
    assert [item["number"] for item in items] == ["1", "2"]
    assert items[0]["verb"] == "یَطلُبُ" and items[0]["deadline"] == "قبل نهایة عام ٢٠٧٢م"
    assert items[1]["verb"] == "یرحـب" and not items[1]["actionable"]


def test_numbers_that_word_computes_are_worked_out(tmp_path: Path) -> None:
    levels = "".join(
        (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt '
            f'w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        )
        for depth, form, pattern in ((0, "decimal", "%1."), (1, "lowerLetter", "%2)"))
    )
    numbering = (
        f"<w:numbering {W}><w:abstractNum "
        f'w:abstractNumId="7">{levels}</w:abstractNum><w:num w:numId="3"><w:abstractNumId '
        f'w:val="7"/></w:num></w:numbering>'
    )

    def listed(text: str, depth: int) -> str:
        return word_paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr>')

    body = "".join(
        [
            word_paragraph("Resolution No. 4/90-ECO\non\nHarbour Dues"),
            word_paragraph(COUNCIL),
            word_paragraph("Recalling its resolutions;"),
            listed("Thanks the crews;", 0),
            listed("Requests the Secretary General to:", 0),
            listed("visit the quay;", 1),
            listed("count the cranes.", 1),
        ]
    )
    reading = read(word_file(tmp_path, body, numbering=numbering))
    assert numbers(reading) == ["1", "2", "2(a)", "2(b)"]
    assert reading.resolutions[0].title == "Harbour Dues"


def test_words_broken_into_runs_and_deleted_runs_are_read_as_printed(tmp_path: Path) -> None:
    broken = (
        "<w:p><w:r><w:t>1. "
        "Requ</w:t></w:r><w:del><w:r><w:delText>XX</w:delText></w:r></w:del><w:r><w:t>ests "
        "the Secretary\u00a0General to report.</w:t></w:r></w:p>"
    )
    body = (
        word_paragraph("Resolution No. 4/90-ECO")
        + word_paragraph(COUNCIL)
        + word_paragraph("Recalling its resolutions;")
        + broken
    )
    item = operative(read(word_file(tmp_path, body)))[0]
    assert item["text"] == "Requests the Secretary General to report."


def test_old_html_with_layout_tables_and_unclosed_paragraphs(tmp_path: Path) -> None:
    page = (
        '<HTML><HEAD><META CONTENT="text/html; charset=windows-1252"></HEAD><BODY><B><P '
        'ALIGN="CENTER">RESOLUTION NO. 2/19-P (IS)</P>'
        '<P ALIGN="CENTER">ON HARBOURS</P></B><P>The Nineteenth Session of the Islamic '
        "Summit Conference, held in Marlin,<P>&nbsp;&nbsp;<U>Recalling</U> its "
        "resolutions;"
        "<TABLE><TR><TD>1 .</TD><TD><B>REQUESTS</B> the Secretary General to visit the "
        "quay;</TD></TR></TABLE>"
        "<OL START=2><LI>THANKS the crews\x92 families.</LI></OL></BODY></HTML>"
    )
    path = tmp_path / "summit.htm"
    path.write_bytes(page.encode("latin-1"))
    reading = read(path)
    assert reading.resolutions[0].number == "IS-19/P/2"
    assert [(item["number"], item["text"]) for item in operative(reading)] == [
        ("1", "REQUESTS the Secretary General to visit the quay;"),
        ("2", "THANKS the crews’ families."),
    ]


def test_an_agreement_is_no_resolution(tmp_path: Path) -> None:
    text = (
        "MEMORANDUM OF UNDERSTANDING\n\nThe Parties, desirous of cooperation, have "
        "agreed as follows:\n\nArticle 1\n\nThe Parties shall exchange "
        "pilots.\n\nArticle 2\n\nThis Memorandum enters into force on signature.\n"
    )
    found = read_text(tmp_path, text)
    assert found.resolutions == [] and "no_resolution" in found.warnings


def test_the_cover_gives_symbol_session_place_and_both_dates(tmp_path: Path) -> None:
    cover = (
        "ORG/CFM-90/2071/ECO/RES/FINAL\n\nRESOLUTIONS\n\nON ECONOMIC AFFAIRS\n\nADOPTED "
        "BY\n\nTHE NINETIETH SESSION OF THE COUNCIL OF FOREIGN MINISTERS\n\n"
        "MARLIN, REPUBLIC OF ALBERIA\n\n4 - 6 RABI AL-AWWAL 1494 H\n\n(13 - 15 MAY 2071)\n\n"
    )
    assert read_text(tmp_path, cover + HEAD + "1. Thanks the pilots.\n").as_dict()["volume"] == {
        "symbol": "ORG/CFM-90/2071/ECO/RES/FINAL",
        "title": "RESOLUTIONS ON ECONOMIC AFFAIRS",
        "organ": "Council of Foreign Ministers",
        "session": 90,
        "place": "MARLIN, REPUBLIC OF ALBERIA",
        "date": "2071-05-13/2071-05-15",
        "hijri": "1494-03-04/1494-03-06",
    }


def test_progress_is_told_resolution_by_resolution(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    text = HEAD + "1. Thanks the pilots.\n\n\n" + HEAD.replace("4/90", "5/90") + "1. Thanks the crews.\n"
    read_text(tmp_path, text, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
