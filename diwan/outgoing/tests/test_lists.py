"""The list of outgoing papers and the items of a mailing."""

from __future__ import annotations

from typing import Any

import pytest

from diwan.outgoing.filters import SIZE
from diwan.outgoing.models import Outgoing

PAGE = "/outgoing/"


def test_each_view_shows_what_is_there(browse: Any, omar: Any, paper: Outgoing, idris: Any, cleared: Any) -> None:
    assert "Meeting in Niamey" in browse(omar).get(f"{PAGE}?tab=mine").content.decode()
    assert "Meeting in Niamey" not in browse(idris).get(f"{PAGE}?tab=mine").content.decode()
    cleared(paper)
    for tab in ("review", "all"):
        assert "Meeting in Niamey" in browse(idris).get(f"{PAGE}?tab={tab}").content.decode(), tab
    for tab in ("clearance", "signature", "dispatch", "sent"):
        assert "Meeting in Niamey" not in browse(idris).get(f"{PAGE}?tab={tab}").content.decode(), tab


@pytest.mark.parametrize(
    "query",
    [
        "tab=nonsense",
        "before=x&after=-1",
        "q=%00",
        "q=12345678901234567890",
        "paper=bomb&unit=XX&language=zz",
        "urgent=1&tab=all",
    ],
)
def test_an_address_with_nonsense_still_opens(browse: Any, idris: Any, paper: Outgoing, query: str) -> None:
    assert browse(idris).get(f"{PAGE}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("paper=letter", True), ("paper=cable", False), ("unit=POL", True), ("unit=LEG", False), ("language=fr", True),
        ("language=ar", False), ("urgent=1", False), ("tab=mine&q=niamey", True), ("tab=mine&q=Lagos", False), ("tab=mine&q=Niger", True),
    ],
)  # fmt: skip
def test_it_is_narrowed_by_words_paper_unit_and_language(
    browse: Any, omar: Any, paper: Outgoing, query: str, seen: bool
) -> None:
    assert ("Meeting in Niamey" in browse(omar).get(f"{PAGE}?tab=all&{query}").content.decode()) == seen


def test_a_signed_paper_is_found_by_its_number_and_its_words(browse: Any, idris: Any, signed: Outgoing) -> None:
    from diwan.search.pending import read_pending

    read_pending()
    page = browse(idris)
    for words in ("OIC/CAB/2035/000001", "oic/cab/2035/000001", "1", "participera", "Niamey"):
        assert "Meeting in Niamey" in page.get(f"{PAGE}?tab=all", {"tab": "all", "q": words}).content.decode(), words


def test_pages_are_reached_from_line_to_line(browse: Any, omar: Any, mission: Any) -> None:
    for n in range(SIZE + 3):
        Outgoing.draft(
            by=omar, paper="letter", subject=f"Paper {n:03}", languages=["en"], to=[mission], bodies={"en": "x"}
        )
    page = browse(omar)
    first = page.get(f"{PAGE}?tab=mine").content.decode()
    assert "Paper 052" in first
    assert "Paper 002" not in first
    last = Outgoing.objects.get(subject="Paper 003")
    assert f"after={last.pk}" in first
    second = page.get(f"{PAGE}?tab=mine&after={last.pk}").content.decode()
    assert "Paper 002" in second
    assert "Paper 003" not in second
    back = page.get(f"{PAGE}?tab=mine&before={Outgoing.objects.get(subject='Paper 002').pk}").content.decode()
    assert "Paper 003" in back
    assert "after=" in back


@pytest.mark.parametrize(("who", "seen"), [("salma", 200), ("hamza", 200), ("huda", 200), ("adam", 404), ("zayd", 404)])
def test_who_reads_letters_sees_the_list_and_of_it_only_the_own(
    browse: Any, cast: Any, paper: Outgoing, who: str, seen: int
) -> None:
    answer = browse(cast[who]).get(f"{PAGE}?tab=all")
    assert answer.status_code == seen
    assert ("Meeting in Niamey" in answer.content.decode()) == (who in ("salma", "hamza"))


def test_a_mailing_shows_its_numbered_items_each_with_its_words(
    browse: Any, cleared: Any, omar: Any, idris: Any, harun: Any
) -> None:
    from diwan.outgoing.addressing import group

    few = [one.one for one in group("missions")][:3]
    few[0].language, few[1].language = "fr", "ar"
    for one in few:
        one.save()
    note = Outgoing.draft(
        by=omar, paper="note_verbale", subject="Dates", languages=["en", "fr", "ar"], to=few, separate=True, own_language=True,
        bodies={"en": "The session opens.", "fr": "La session s’ouvre.", "ar": "تفتتح الدورة."},
    )  # fmt: skip
    cleared(note).pass_gate(by=idris)
    note.sign(by=harun)
    shown = browse(idris).get(note.get_absolute_url()).content.decode()
    for n, one in enumerate(few, start=1):
        assert f"OIC/NV/2035/000{n}" in shown
        assert str(one) in shown
    items = list(note.items.order_by("pk"))
    assert items[0].languages == ["fr"]
    assert items[1].languages == ["ar"]
    page = browse(idris).get(items[0].get_absolute_url()).content.decode()
    assert "La session s’ouvre." in page
    assert "OIC/NV/2035/0001" in page
    found = browse(idris).get(PAGE, {"tab": "all", "q": "OIC/NV/2035/0002"}).content.decode()
    assert "Dates" in found
