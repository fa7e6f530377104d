"""The office sets its circuits; the profile only lays those that are not there yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from diwan.clearance.models import Circuit, Point, SigningOffice
from diwan.kernel.decisions import NotNow, Refused
from diwan.organisation.profile import apply
from diwan.organisation.profile_file import ProfileError

OIC = Path(settings.BASE) / "profiles" / "oic.yaml"
NAME = {"en": "Agreements", "fr": "Accords", "ar": "الاتفاقيات"}


def test_the_profile_lays_circuits_a_checklist_and_offices_that_sign(cast: Any) -> None:
    usual = Circuit.objects.get(code="usual")
    seats = [
        (s.stage.number, s.unit.code if s.unit else s.role or "concerned", s.task, s.silence) for s in _seats(usual)
    ]
    assert seats == [
        (1, "concerned", "concur", "escalates"), (1, "LEG", "check_law", "escalates"), (2, "adviser", "check_cabinet", "escalates"),
    ]  # fmt: skip
    assert {"rules", "directives", "basis", "signatory", "contracts", "form"} <= set(
        Point.objects.values_list("code", flat=True)
    )
    assert SigningOffice.objects.get().up_to == 2
    assert usual.history.get(verb="set_up").by.automatic


def _seats(circuit: Circuit) -> list[Any]:
    return [seat for stage in circuit.stages.all() for seat in stage.seats.select_related("stage", "unit")]


def test_what_the_office_changed_stays_when_the_profile_is_loaded_again(idris: Any) -> None:
    usual = Circuit.objects.get(code="usual")
    usual.unseat(by=idris, seat=_seats(usual)[0].pk)
    usual.seat(by=idris, stage=2, unit=None, role="chef_de_cabinet", task="clear", days=1)
    before = [seat.pk for seat in _seats(usual)]
    apply(OIC)
    assert [seat.pk for seat in _seats(Circuit.objects.get(code="usual"))] == before


def test_a_point_that_the_profile_drops_is_asked_no_more_and_comes_back(tmp_path: Path, cast: Any) -> None:
    apply(_changed(tmp_path, checklist=lambda points: points[:1]))
    assert [point.code for point in Point.for_paper("letter")] == ["rules"]
    assert Point.objects.count() > 1
    apply(OIC)
    assert len(Point.for_paper("letter")) == Point.objects.count()


@pytest.mark.parametrize(
    ("seat", "said"),
    [
        ({"unit": "LEG", "task": "check_law", "silence": "consents"}, "silence never counts as consent"),
        ({"unit": "NOWHERE", "task": "concur"}, "unknown unit"),
        ({"unit": "LEG", "role": "adviser"}, "names one of these"),
        ({"role": "administrator"}, "never asked for a visa"),
        ({"role": "wizard"}, "is no role"),
        ({"unit": "LEG", "days": 0}, "days"),
    ],
)
def test_a_profile_with_a_circuit_that_cannot_be_is_refused_whole(
    tmp_path: Path, cast: Any, seat: dict[str, Any], said: str
) -> None:
    stage = {"name": dict(NAME), "seats": [seat]}
    file = _changed(
        tmp_path, circuits=lambda all: [*all, {"code": "x", "name": NAME, "papers": ["letter"], "stages": [stage]}]
    )
    with pytest.raises(ProfileError, match=said):
        apply(file)
    assert not Circuit.objects.filter(code="x").exists()


def _changed(folder: Path, **sections: Any) -> Path:
    content = yaml.safe_load(OIC.read_text())
    for name, change in sections.items():
        content[name] = change(content[name])
    (folder / "p.yaml").write_text(yaml.safe_dump(content, allow_unicode=True))
    return folder / "p.yaml"


def test_the_chef_de_cabinet_and_the_head_of_registry_set_circuits_and_nobody_else(
    idris: Any, yasmin: Any, salma: Any, farid: Any, hamza: Any, adam: Any, zayd: Any
) -> None:
    for person in (yasmin, salma, farid, hamza, adam, zayd):
        with pytest.raises(Refused, match="set by the Chef de Cabinet"):
            Circuit.set_up(by=person, code="agreements", name=NAME, papers=["letter"])
    made = Circuit.set_up(by=idris, code="agreements", name=NAME, papers=["letter"])
    with pytest.raises(NotNow, match="another code"):
        Circuit.set_up(by=idris, code="agreements", name=NAME, papers=["letter"])
    for person in (yasmin, adam):
        with pytest.raises(Refused):
            made.seat(by=person, stage=1, role="adviser", task="concur")


def test_a_stage_in_which_nobody_sits_any_more_goes_and_the_others_move_up(idris: Any, unit: Any) -> None:
    made = Circuit.set_up(by=idris, code="agreements", name=NAME, papers=["letter"])
    for stage, code in ((1, "LEG"), (2, "ECO"), (9, "POL")):
        made.seat(by=idris, stage=stage, unit=unit(code), task="concur", days=2)
    made.call_stage(by=idris, stage=2, name={"en": "Economy"})
    first = _seats(made)[0]
    made.unseat(by=idris, seat=first.pk)
    assert [(s.stage.number, str(s.stage), s.unit.code) for s in _seats(made)] == [
        (1, "Economy", "ECO"),
        (2, "2", "POL"),
    ]
    with pytest.raises(NotNow, match="a moment ago"):
        made.unseat(by=idris, seat=first.pk)
    says = [event.says for event in made.history.order_by("pk")]
    assert says[1] == "gave Legal Affairs Department a seat in stage 1"
    assert says[-1] == "took the seat of Legal Affairs Department out of stage 1"


def test_a_retired_circuit_takes_no_paper_until_it_is_taken_up_again(idris: Any, begin: Any) -> None:
    usual = Circuit.objects.get(code="usual")
    usual.retire(by=idris)
    assert usual not in Circuit.for_paper("letter")
    with pytest.raises(NotNow, match="not used any more"):
        begin(usual)
    usual.revive(by=idris)
    assert begin(usual).state == "running"
