"""Numbers of resolutions as printed, and the key they stand for."""

import pytest

from diwan.reading import find_citations, normalise_symbol

PRINTED = [
    ("Resolution No. 1/60-POL", "CFM", "CFM-60/POL/1"),
    ("RESOLUTION NO.2/60-POL", "CFM", "CFM-60/POL/2"),
    ("Resolution No. 3 /60-POL", "CFM", "CFM-60/POL/3"),
    ("RESOLUTION No. 4/60 - POL", "CFM", "CFM-60/POL/4"),
    ("Resolution No. 11 / 60-POL", "CFM", "CFM-60/POL/11"),
    ("Resolution No. 13/60-P", "CFM", "CFM-60/POL/13"),
    ("Resolution No. 8/60-POL/Rev.1", "CFM", "CFM-60/POL/8"),
    ("RESOLUTION NO.5/18 -P (IS)", None, "IS-18/P/5"),
    ("RESOLUTION NO. 1/18-P(IS)", "CFM", "IS-18/P/1"),
    ("Résolution n° 3/60- POL", "CFM", "CFM-60/POL/3"),
    ("القرار رقم ١/٦٠ - س", "CFM", "CFM-60/POL/1"),
    ("القــرار رقم 8/60 - س (مراجعة 1)", "CFM", "CFM-60/POL/8"),
    ("1/8-E(IS)", None, "IS-8/E/1"),
    ("2/8 - أ.ف (ق.إ)", None, "IS-8/AF/2"),
    ("6/43-اق", "CFM", "CFM-43/ECO/6"),
]


@pytest.mark.parametrize(("printed", "organ", "key"), PRINTED)
def test_a_printed_number_has_one_key(printed: str, organ: str | None, key: str) -> None:
    assert str(normalise_symbol(printed, organ)) == key


def test_a_revision_is_kept_and_a_date_is_no_number() -> None:
    key = normalise_symbol("Resolution No. 8/60-POL/Rev.2", "CFM")
    assert key is not None and key.revision == 2
    assert normalise_symbol("the General Secretariat") is None


def test_another_organisation_brings_its_own_letters() -> None:
    profile = {"organs": [], "marks": {"ex": "CX"}, "series": {"FISH": {"CX": ["f"], "CO": ["f", "fi"]}}}
    assert str(normalise_symbol("Decision 7/12-Fi", "CO", profile)) == "CO-12/FISH/7"


def test_citations_in_a_text_are_found_with_their_place() -> None:
    text = "Recalling Resolution No. 1/59-POL, resolutions 2/16-P (IS) and the Report OIC/CFM-60/2034/POL/SG-REP.1;"
    found = list(find_citations(text, "CFM"))
    assert {str(one.key) for one in found if one.key} == {"CFM-59/POL/1", "IS-16/P/2"}
    assert [one.printed for one in found if one.key is None] == ["OIC/CFM-60/2034/POL/SG-REP.1"]
    assert all(text[one.start : one.end].strip() == one.printed for one in found)
