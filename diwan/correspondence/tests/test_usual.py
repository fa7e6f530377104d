"""Where letters usually go: the keys 1 to 9 of the signature book, and its F."""

from __future__ import annotations

from typing import Any

import pytest

from diwan.correspondence.forms.acts import OfLetter
from diwan.correspondence.models import Matter
from diwan.correspondence.tests.letters import a_class, person, presented, referred
from diwan.correspondence.usual import MOST, usual_class, usual_units
from diwan.directory.models import Correspondent
from diwan.people.models import Unit

pytestmark = pytest.mark.django_db


def units() -> list[Unit]:
    return list(Unit.objects.filter(closed_on=None))


@pytest.fixture
def niger(cast: Any) -> Any:
    return Correspondent.objects.filter(kind="mission")[0]


def test_first_where_letters_of_the_same_sender_went_then_where_most_go(niger: Any, unit: Any) -> None:
    for code in ("POL", "POL", "POL", "ECO"):
        referred(unit(code), subject=f"To {code}")
    referred(unit("LEG"), subject="Of theirs", sender=niger)
    letter = presented(subject="Another of theirs", sender=niger)
    assert [one.code for one in usual_units(units(), letter)][:3] == ["LEG", "POL", "ECO"]
    assert [one.code for one in usual_units(units())][:1] == ["POL"], "of nobody in particular"
    assert [one.code for one in usual_units([unit("ECO"), unit("LEG")], letter)] == ["LEG", "ECO"], "only of these"


def test_a_house_without_letters_begins_with_all_units(cast: Any) -> None:
    assert usual_units(units()) == units()[:MOST]


def test_the_class_of_this_matter_before_that_of_the_sender(niger: Any, cast: Any) -> None:
    def filed(code: str, **facts: Any) -> Any:
        letter = presented(subject=f"For {code}", **facts)
        letter.need_no_reply(by=person("idris"))
        letter.file(by=person("salma"), file_class=a_class(code), dossier=None)
        return letter

    letter = presented(subject="The next", sender=niger)
    classes = OfLetter(letter).classes
    assert usual_class(classes, letter) is None
    filed("3.2", sender=niger)
    chosen = usual_class(classes, letter)
    assert chosen is not None and chosen.code == "3.2"
    other = filed("3.3")
    letter.matter = Matter.objects.get(pk=other.matter_id)
    chosen = usual_class(classes, letter)
    assert chosen is not None and chosen.code == "3.3"
    assert usual_class([], letter) is None
