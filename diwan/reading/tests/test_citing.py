"""Citations in running text: what is found, under which name, and what is none."""

from pathlib import Path

import pytest

from diwan.kernel.tests.effort import calls, ending
from diwan.reading import announces_a_number, find_citations, plain_text, read, symbol_key

OPEN = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "volumes" / "open"


def names(text: str, organ: str | None = "CFM") -> list[str]:
    return [one.name for one in find_citations(text, organ)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Resolutions Nos. 1/58-POL, 2/58-POL and 3/58-POL", ["CFM-58/POL/1", "CFM-58/POL/2", "CFM-58/POL/3"]),
        ("Resolutions Nos. 1, 2 and 3/58-POL", ["CFM-58/POL/1", "CFM-58/POL/2", "CFM-58/POL/3"]),
        ("Resolutions 1/58 to 4/58-POL", [f"CFM-58/POL/{n}" for n in (1, 2, 3, 4)]),
        ("les résolutions n°s 1/58-POL à 3/58-POL", [f"CFM-58/POL/{n}" for n in (1, 2, 3)]),
        ("القرارات من 1/58 إلى 3/58 - س", [f"CFM-58/POL/{n}" for n in (1, 2, 3)]),
        ("القرارين 1/59 - س و 2/59 - ق، والقرار ٣/٥٩ - ث", ["CFM-59/POL/1", "CFM-59/LEG/2", "CFM-59/CUL/3"]),
        ("la résolution n° 3/60-POL et la résolution n°4/60- POL", ["CFM-60/POL/3", "CFM-60/POL/4"]),
        ("the Resolution No. 1/60 POL", ["CFM-60/POL/1"]),
        ("Resolution No. 8/60-POL/Rev.1 on hate speech", ["CFM-60/POL/8"]),
        ("Resolutions 2/16-P (IS) and 3/17-P(IS);", ["IS-16/P/2", "IS-17/P/3"]),
        ("Resolution 14/60 on nominations", ["CFM-60/14"]),
    ],
)  # fmt: skip
def test_numbers_of_the_house_in_lists_and_ranges(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("resolution 425 (1978)", ["S/RES/425(1978)"]),
        ("S/RES/425 (1978)", ["S/RES/425(1978)"]),
        ("resolution 72/15", ["A/RES/72/15"]),
        ("A/RES/72/15", ["A/RES/72/15"]),
        ("Security Council resolutions 242 (1967), 338 (1973) and 425 (1978)", ["S/RES/242(1967)", "S/RES/338(1973)", "S/RES/425(1978)"]),
        ("قرارات مجلس الأمن 242 (1967) و338 (1973)", ["S/RES/242(1967)", "S/RES/338(1973)"]),
        ("قرار الجمعية العامة 194 (د-3)", ["A/RES/194(III)"]),
        ("its resolutions 46/182 of 19 December 1991 and 48/57 B of 14 December 1993", ["A/RES/46/182", "A/RES/48/57"]),
        ("Human Rights Council resolutions 5/1 and 5/2", ["A/HRC/RES/5/1", "A/HRC/RES/5/2"]),
        ("la résolution 16/18 du Conseil des droits de l'homme", ["A/HRC/RES/16/18"]),
        ("Economic and Social Council resolution 1996/31", ["E/RES/1996/31"]),
        ("la résolution 155 (VII) du Conseil  économique et social", ["E/RES/155(VII)"]),
        ("General Assembly resolution ES-10/19", ["A/RES/ES-10/19"]),
        ("decided in WHA66.14 and EB130.R7", ["WHA66.14", "EB130.R7"]),
    ],
)  # fmt: skip
def test_resolutions_of_others_are_named_by_their_symbol(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_symbols_of_documents_as_they_are_really_printed() -> None:
    text = "(OIC/CFM-60/2034/POL/SG. REP2); OIC/CFM-60/2034/POL/ RES/FINAL, OIC/CFM-60/2034//POL/INDEX, ICFM/34-2007."
    assert names(text) == [
        "OIC/CFM-60/2034/POL/SG-REP.2", "OIC/CFM-60/2034/POL/RES/FINAL", "OIC/CFM-60/2034/POL/INDEX", "ICFM/34-2007",
    ]  # fmt: skip
    assert names("(OIC/CFM-60/2034/POL/ SG. REP2)") == ["OIC/CFM-60/2034/POL/SG-REP.2"]
    assert names("OIC/CFM-60/2034/POL/SG-REP.3/Rev.1/Add.1.") == ["OIC/CFM-60/2034/POL/SG-REP.3/REV.1/ADD.1"]
    assert symbol_key("OIC/CFM-60/2034/POL/ SG. REP2") == symbol_key("OIC/CFM-60/2034//POL/SG-REP.2")


def test_a_number_without_mark_is_ambiguous_until_somebody_says_whose_it_is() -> None:
    bare = next(find_citations("Resolution 1/8-E", "CFM"))
    assert (bare.name, [str(other) for other in bare.also]) == ("CFM-8/ECO/1", ["IS-8/E/1"])
    marked = next(find_citations("Resolution 1/8-E(IS)", "CFM"))
    assert (marked.name, marked.also) == ("IS-8/E/1", ())
    said = next(find_citations("Resolution 1/8-E adopted by the Eighth Islamic Summit Conference", "CFM"))
    assert (said.name, said.also) == ("IS-8/E/1", ())


@pytest.mark.parametrize(
    "text",
    [
        "on 12/11-2034, by 3/4 of the members, 24/7, tel. 02/345 6789, in 2034/2035, on 12/11/2034",
        "the resolution adopted at 12/11 with a 3/4 majority; a decision taken by 2/3",
        "articles 12/3 and 5/1; USD 12/15; page 4/5",
        "AND/OR, HIV/AIDS, UN/ICAO-2, EN/FR/AR, N/A/1, 10/A/4",
        "call 012/651-ORG or +966/12-651",
        "بتاريخ ٢٣ /٥ /١٤٤٣هـ، الموافق ٢٧ /١٢ /٢٠٢١م، قرار مجلس الوزراء رقم (٢٠٩) وتاريخ ٢٥ /٤/ ١٤٤٠ه.",
        "the Commission, in its decision 2005/1; United Nations Environment Assembly resolution 5/5",
        "in Nairobi (2001), with 57 (2034) votes, paragraph 4 (1978)",
    ],
)  # fmt: skip
def test_dates_fractions_and_telephone_numbers_are_no_citations(text: str) -> None:
    assert names(text) == []


def test_what_is_printed_stays_as_printed_and_in_its_place() -> None:
    text = "يشير إلى القرار رقم \u200f٢/٨ - أ.ف (ق.إ)\u200f وإلى الوثيقة \u200eOIC/CFM-60/2034/POL/SG-REP.1\u200e،"
    found = list(find_citations(text, "CFM"))
    assert [one.name for one in found] == ["IS-8/AF/2", "OIC/CFM-60/2034/POL/SG-REP.1"]
    assert all(text[one.start : one.end] == one.printed for one in found)
    assert found[0].printed == "٢/٨ - أ.ف (ق.إ)"


@pytest.mark.parametrize("text", ["", " ", "Resolution No. ", "résolution n° ", "القرار رقم ", "resolutions nos."])
def test_what_announces_a_number_says_nothing_else(text: str) -> None:
    assert announces_a_number(text)
    assert not announces_a_number(f"donors of {text}")


def test_another_organisation_cites_in_its_own_letters() -> None:
    profile = {
        "organs": [{"key": "CO", "say": ["council of the lake"]}, {"key": "CX", "mark": "(EX)", "say": ["lake summit"]}],
        "marks": {"ex": "CX"},
        "series": {"FISH": {"CX": ["f"], "CO": ["f", "fi"]}},
    }  # fmt: skip
    found = [one.name for one in find_citations("Decisions 7/12-FI and 2/3-F(EX)", "CO", profile)]
    assert found == ["CO-12/FISH/7", "CX-3/FISH/2"]


#: Every number and symbol printed in these texts, counted by eye: headings, index, annex, recitals, documents.
COUNTED = {
    "cfm/CFM60_POL_RES_FINAL_en.docx": 46, "cfm/CFM60_POL_RES_FINAL_en.pdf": 46,
    "cfm/CFM60_POL_RES_FINAL_fr.docx": 45, "cfm/CFM60_POL_RES_FINAL_ar.docx": 45,
    "summit/IS18_POLITICAL_RES_en.htm": 14, "follow_on/CFM61_POL_RES_FINAL_en_extract.docx": 22,
}  # fmt: skip


@pytest.mark.skipif(not OPEN.is_dir(), reason="the open volumes are not beside the project")
@pytest.mark.parametrize("name", COUNTED)
def test_every_citation_of_an_open_volume_is_found(name: str) -> None:
    organ = "IS" if name.startswith("summit") else "CFM"
    assert len(list(find_citations(plain_text(OPEN / name), organ))) == COUNTED[name]


@pytest.mark.skipif(not OPEN.is_dir(), reason="the open volumes are not beside the project")
def test_the_three_languages_of_a_volume_cite_the_same() -> None:
    """The French volume splits one paragraph and lacks another; neither cites anything."""
    cited = []
    for language in ("en", "fr", "ar"):
        found = read(OPEN / f"cfm/CFM60_POL_RES_FINAL_{language}.docx")
        parts = [part for resolution in found.resolutions for part in resolution.all_parts()]
        texts = [text for part in parts for text in (*part.preambular, *(p.text for p in part.operative))]
        cited.append(sorted(name for text in texts for name in names(text)))
    assert cited[0] and cited[0] == cited[1] == cited[2]


def test_effort_grows_with_length_only() -> None:
    piece = "Recalling its resolutions 46/182 of 19 December 1991, 1/59-POL and 2 of the 12/11 and " * 60
    names(piece)  # what is made once is made
    assert calls(lambda: names(piece * 10)) == pytest.approx(10 * calls(lambda: names(piece)), rel=0.1)


@pytest.mark.parametrize(
    "text",
    [
        "1/" * 20_000,
        "resolution " * 8_000 + "1/2",
        "(" * 30_000,
        "1, " * 20_000 + "3/58-POL",
        ("resolution 1" + " " * 100 + "2/58-POL ") * 500,
        ("resolutions 1 and  and  , , 2 " + " , " * 30 + "2/58-POL ") * 500,
        "A/" * 20_000,
    ],
)
def test_hostile_texts_end_soon(text: str) -> None:
    with ending():
        names(text)
