"""A pile of scans is divided at its separator sheets; the pile itself is kept."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from diwan.capture.dividing import codes_on, divide, hand_in, numbers_in
from diwan.capture.models import Arrival, Batch
from diwan.capture.tests import hostile, scans
from diwan.documents.kinds import Unacceptable
from diwan.documents.models import documents_of
from diwan.references.models import Register


@pytest.fixture
def pile() -> bytes:
    """Sheet, a letter of two pages, sheet, sheet, a letter of one, sheet, a letter of three."""
    sheet, page = scans.separator_page(), scans.letter_page
    return scans.scanned([sheet, page(1), page(2), sheet, sheet, page(3), sheet, page(4), page(5), page(6)])


def received(data: bytes, salma: Any, unit: Any, name: str = "pile.pdf") -> Batch:
    return hand_in(data, name, by=salma, unit=unit("REG"), channel="post")


def test_each_letter_of_a_noisy_pile_becomes_an_item(pile: bytes, salma: Any, unit: Any) -> None:
    batch = received(pile, salma, unit)
    made = divide(batch)
    assert [(a.batch_place, a.pages, a.channel) for a in made] == [(1, 2, "post"), (2, 1, "post"), (3, 3, "post")]
    assert [a.remarks[0] for a in made] == [
        {"code": "piece", "first": first, "last": last, "name": "pile.pdf"} for first, last in ((2, 3), (6, 6), (8, 10))
    ]
    for arrival in made:
        file = documents_of(arrival)[0].versions.get().file
        assert len(pypdfium2.PdfDocument(file.path)) == arrival.pages
    batch.refresh_from_db()
    assert (batch.state, batch.pages, batch.sheets) == ("divided", 10, 4)
    assert documents_of(batch)[0].versions.get().file.path.read_bytes() == pile, "kept whole"


def test_a_batch_is_divided_once_however_often_its_job_runs(pile: bytes, salma: Any, unit: Any) -> None:
    batch = received(pile, salma, unit)
    stale = Batch.objects.get(pk=batch.pk)
    divide(batch)
    assert divide(stale) == [] and Arrival.objects.count() == 3


def test_a_pile_without_sheets_is_one_item_and_says_so(salma: Any, unit: Any) -> None:
    batch = received(scans.scanned([scans.letter_page(1), scans.letter_page(2)]), salma, unit)
    [only] = divide(batch)
    assert only.remarks == [{"code": "no_separator"}]
    assert documents_of(only)[0].versions.get().file == documents_of(batch)[0].versions.get().file


def test_what_cannot_be_divided_is_kept_as_one_item(salma: Any, unit: Any) -> None:
    batch = received(b"%PDF-1.4\nbroken", salma, unit)
    [only] = divide(batch)
    batch.refresh_from_db()
    assert batch.state == "refused" and batch.refusal == "not_divided"
    assert only.remarks == [{"code": "not_divided"}]


def test_no_pile_of_programs(salma: Any, unit: Any) -> None:
    with pytest.raises(Unacceptable):
        received(hostile.EXE, salma, unit)


def test_the_sheets_of_other_scanning_stations_divide_too(salma: Any, unit: Any) -> None:
    pile = scans.scanned([scans.letter_page(1), scans.code_page("PATCHT"), scans.letter_page(2)])
    assert len(divide(received(pile, salma, unit))) == 2


def test_the_number_of_this_house_on_a_page_is_pointed_out(salma: Any, unit: Any, tmp_path: Any) -> None:
    register = Register.objects.filter(code="incoming").first() or Register.objects.first()
    assert register is not None
    reference = register.draw(by=salma, record=Arrival, unit="REG")
    address = f"https://house.example/where/?q={reference.printed}"
    file = tmp_path / "scan.pdf"
    file.write_bytes(scans.scanned([scans.letter_page(1), scans.code_page(address)]))
    pages, codes = codes_on(file, "application/pdf")
    assert pages == 2 and codes == [address]
    assert numbers_in([*codes, "https://elsewhere.example/?q=1", "nothing"]) == [reference.printed]


def test_a_divided_letter_is_read(pile: bytes, salma: Any, unit: Any, jobs: Any) -> None:
    received(pile, salma, unit)
    jobs()
    assert Arrival.objects.filter(state="ready").count() == 3
