"""A resolution beside an earlier one, on its page and on its own, and what persons set right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from diwan.kernel.decisions import NotNow, Refused
from diwan.resolutions.models import Descent, Mandate
from diwan.resolutions.tests.remembered import adopt, mandate, resolution, session_of

MILLS = [
    "Welcomes the repair of the windmills of the western islands;",
    "Requests the Secretary General to buy sails for the windmills of the western islands;",
    "Requests the Secretary General to write down what the old millers of the islands remember;",
]
CHANGED = [
    MILLS[0],
    "Requests the Secretary General to buy sails and gears for the windmills of the western islands;",
    "Urges the harbour masters to paint their boats in the colour of the season;",
]


@pytest.fixture
def mills(cast: dict[str, Any], jobs: Callable[[], int], unit: Callable[[str], Any]) -> Any:
    """Three sessions of one subject; returns the resolution of the last."""
    for number, paragraphs in ((58, MILLS), (59, MILLS), (60, CHANGED)):
        session = session_of(cast["idris"], "CFM", number, 1974 + number)
        adopt(cast, session, jobs, (5, "THE WINDMILLS OF THE WESTERN ISLANDS", paragraphs))
    return resolution("5/60-POL")


def lineage(found: Any) -> str:
    return f"{found.get_absolute_url()}lineage/"


def test_the_resolution_says_of_each_paragraph_where_it_comes_from(
    browse: Callable[..., Any], mills: Any, idris: Any
) -> None:
    page = browse(idris).get(mills.get_absolute_url()).content.decode()
    assert "Unchanged since" in page and "5/59-POL §1" in page
    assert "Reworded from" in page and " <ins>and gears</ins>" in page
    assert "New in this session" in page and lineage(mills) in page
    first = browse(idris).get(resolution("5/58-POL").get_absolute_url()).content.decode()
    assert "New in this session" not in first, "where nothing is continued nothing is new"


def test_both_texts_stand_side_by_side_with_the_words_that_changed(
    browse: Callable[..., Any], mills: Any, idris: Any
) -> None:
    page = browse(idris).get(lineage(mills)).content.decode()
    assert " <ins>and gears</ins>" in page and "Left out in this session." in page and "Not in the earlier one." in page
    assert page.count('class="twin rel-') == 4
    changed = browse(idris).get(lineage(mills) + "?show=changed").content.decode()
    assert changed.count('class="twin rel-') == 3 and "rel-unchanged" not in changed


def test_an_earlier_session_than_the_last_can_be_chosen(browse: Callable[..., Any], mills: Any, idris: Any) -> None:
    page = browse(idris).get(lineage(mills) + "?of=CFM-58/POL/5").content.decode()
    assert "5/58-POL §2" in page and "5/59-POL §2" not in page
    assert "Set right" not in page, "only what it follows is set right"


def test_what_is_dropped_from_one_session_to_the_next_stands_at_its_place(
    browse: Callable[..., Any], mills: Any, idris: Any
) -> None:
    page = browse(idris).get(lineage(mills)).content.decode()
    assert page.index("rel-reworded") < page.index("rel-dropped") < page.index("rel-new")


def test_the_lineage_is_as_closed_as_the_resolution(
    browse: Callable[..., Any], mills: Any, zayd: Any, adam: Any
) -> None:
    for person in (zayd, adam):
        assert browse(person).get(lineage(mills)).status_code == 404


def test_a_paragraph_set_right_by_hand_changes_what_is_proposed(
    browse: Callable[..., Any], mills: Any, leila: Any, idris: Any, unit: Callable[[str], Any]
) -> None:
    old, new = resolution("5/59-POL").paragraphs.get(number="3"), mills.paragraphs.get(number="3")
    assert mandate("5/59-POL §3").ending_because == [{"code": "dropped", "by": "5/60-POL"}]
    sent = {"paragraph": new.pk, "earlier": old.pk}
    assert browse(leila).post(lineage(mills) + "kinship/", sent).status_code == 302
    assert Descent.objects.get(paragraph=new).earlier == old
    one = mandate("5/59-POL §3")
    assert (one.ending_proposed, one.successor_proposed) == (Mandate.Ending.SUPERSEDE, mandate("5/60-POL §3"))
    assert mandate("5/60-POL §3").renewed == 2
    browse(leila).post(lineage(mills) + "kinship/", {**sent, "apart": "1"})
    assert not Descent.objects.filter(paragraph=new).exists()
    assert mandate("5/59-POL §3").ending_because == [{"code": "dropped", "by": "5/60-POL"}]
    assert [e.verb for e in mills.history.filter(verb__in=["bind", "unbind"])] == ["bind", "unbind"]


def test_what_a_person_said_is_not_compared_again(mills: Any, leila: Any) -> None:
    from diwan.resolutions.jobs import trace_lineage

    paragraph = mills.paragraphs.get(number="2")
    mills.unbind(by=leila, paragraph=paragraph, earlier=Descent.objects.get(paragraph=paragraph).earlier)
    mills.stand_alone(by=leila)
    trace_lineage.func(volume=mills.volume_id, keys=[mills.key])
    mills.refresh_from_db()
    assert mills.follows is None and not Descent.objects.filter(paragraph__resolution=mills).exists()


def test_the_predecessor_is_set_and_cleared_by_legal_affairs(
    browse: Callable[..., Any], mills: Any, leila: Any
) -> None:
    browse(leila).post(lineage(mills) + "predecessor/", {"number": "5/58-POL"})
    mills.refresh_from_db()
    assert mills.follows == resolution("5/58-POL")
    assert {d.earlier.resolution for d in Descent.objects.filter(paragraph__resolution=mills)} == {mills.follows}
    browse(leila).post(lineage(mills) + "predecessor/", {"number": ""})
    mills.refresh_from_db()
    assert mills.follows is None and mandate("5/60-POL §2").renewed == 0
    answer = browse(leila).post(lineage(mills) + "predecessor/", {"number": "77/59-POL"})
    assert answer.status_code == 422 and "Aucune résolution de ce numéro" in answer.content.decode(), "she reads French"


def test_a_resolution_continues_none_of_its_own_session_or_a_later_one(mills: Any, leila: Any) -> None:
    with pytest.raises(NotNow):
        resolution("5/59-POL").follow(by=leila, earlier=mills)
    with pytest.raises(NotNow):
        mills.follow(by=leila, earlier=mills)


def test_units_and_strangers_set_nothing_right(browse: Callable[..., Any], mills: Any, farid: Any, hamza: Any) -> None:
    for person in (farid, hamza):
        page = browse(person).get(lineage(mills))
        assert page.status_code == 200 and "lineage/kinship/" not in page.content.decode()
        for act in ("predecessor/", "kinship/"):
            assert browse(person).post(lineage(mills) + act, {"number": ""}).status_code == 403
    with pytest.raises(Refused):
        mills.stand_alone(by=farid)


def test_the_comparison_is_read_in_the_languages_both_have(
    browse: Callable[..., Any], cast: dict[str, Any], jobs: Callable[[], int], idris: Any
) -> None:
    for number in (59, 60):
        session = session_of(cast["idris"], "CFM", number, 1974 + number)
        text = "Demande au Secrétaire général de planter mille oliviers sur les collines du nord ;"
        adopt(cast, session, jobs, (1, "LES COLLINES DU NORD", [text]), language="fr")
    page = browse(idris, headers={"accept-language": "en"}).get(lineage(resolution("1/60-POL"))).content.decode()
    assert 'lang="fr"' in page and "mille oliviers" in page
