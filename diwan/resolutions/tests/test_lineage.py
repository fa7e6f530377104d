"""What a resolution continues: found by content when a volume is adopted, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diwan.reading import read
from diwan.resolutions.lineage.beside import beside
from diwan.resolutions.models import Descent, NearDuplicate, Resolution, Volume
from diwan.resolutions.models.resolution import whole
from diwan.resolutions.tests.remembered import adopt, mandate, resolution, session_of
from diwan.trail.models import Event

VOLUMES = Path(__file__).resolve().parents[2] / "demonstration" / "volumes"
SCHOOLS = [
    "Welcomes the opening of the village schools of the eastern valleys;",
    "Requests the Secretary General to send teachers of mathematics to the village schools of the eastern valleys;",
    "Requests the Secretary General to print the geography books of the eastern valleys in two languages;",
    "Invites the universities of the coast to receive forty students of the eastern valleys;",
    "Requests the Secretary General to report on the matter to the 60th Session of the Council of Foreign Ministers.",
]
"""The paragraphs of an invented resolution of the 59th session."""


@pytest.fixture
def schools(cast: dict[str, Any], jobs: Callable[[], int]) -> list[Any]:
    """The sessions 59, 60 and 61; the resolution on schools is adopted in the first."""
    sessions = [session_of(cast["idris"], "CFM", n, 1974 + n) for n in (59, 60, 61)]
    adopt(cast, sessions[0], jobs, (4, "THE VILLAGE SCHOOLS OF THE EASTERN VALLEYS", SCHOOLS))
    return sessions


def continued(
    cast: dict[str, Any], jobs: Callable[[], int], session: Any, paragraphs: list[str], number: int = 6
) -> Any:
    """The next session takes the subject up under another number."""
    adopt(cast, session, jobs, (number, "THE VILLAGE SCHOOLS OF THE EASTERN VALLEYS", paragraphs))
    return resolution(f"{number}/{session.number}-POL")


def relations(found: Resolution) -> dict[str, tuple[str, list[str]]]:
    """Of each paragraph how it stands to which earlier ones."""
    rows: dict[str, tuple[str, list[str]]] = {str(p): ("new", []) for p in found.paragraphs.all()}
    for descent in Descent.objects.filter(paragraph__resolution=found).select_related("paragraph", "earlier"):
        _relation, earlier = rows[str(descent.paragraph)]
        rows[str(descent.paragraph)] = (descent.relation, [*earlier, str(descent.earlier)])
    return rows


def test_the_same_subject_is_recognised_under_another_number(
    cast: dict[str, Any], schools: list[Any], jobs: Callable[[], int]
) -> None:
    found = continued(cast, jobs, schools[1], SCHOOLS)
    assert found.follows == resolution("4/59-POL")
    assert {reason["code"] for reason in found.follows_because} >= {"title", "body"}


def test_paragraphs_are_unchanged_reworded_new_or_left_out(
    cast: dict[str, Any], schools: list[Any], jobs: Callable[[], int]
) -> None:
    found = continued(
        cast, jobs, schools[1],
        [
            SCHOOLS[0],
            "Requests the Secretary General to send teachers of mathematics and music to the village schools of the eastern valleys;",
            SCHOOLS[3],
            "Urges the banks of the islands to lend the fishermen what their nets cost;",
            SCHOOLS[4].replace("60th", "61st"),
        ],
    )  # fmt: skip
    assert relations(found) == {
        "1": ("unchanged", ["1"]), "2": ("reworded", ["2"]), "3": ("unchanged", ["4"]), "4": ("new", []),
        "5": ("sessions", ["5"]),
    }  # fmt: skip
    rows = beside(*[whole(Resolution.objects.filter(pk=r.pk)).get() for r in (found, resolution("4/59-POL"))], "en")
    assert [(row.relation, [str(p) for p in row.earlier]) for row in rows] == [
        ("unchanged", ["1"]), ("reworded", ["2"]), ("dropped", ["3"]), ("unchanged", ["4"]), ("new", []), ("sessions", ["5"]),
    ]  # fmt: skip
    assert " <ins>and music</ins>" in rows[1].after and "<del>" not in rows[1].after


def test_a_paragraph_that_moved_is_said_to_have_moved(
    cast: dict[str, Any], schools: list[Any], jobs: Callable[[], int]
) -> None:
    found = continued(cast, jobs, schools[1], [SCHOOLS[0], SCHOOLS[2], SCHOOLS[3], SCHOOLS[1], SCHOOLS[4]])
    moved = Descent.objects.filter(paragraph__resolution=found, moved=True)
    assert [str(descent.paragraph) for descent in moved] == ["4"]


def test_two_paragraphs_in_one_are_merged(cast: dict[str, Any], schools: list[Any], jobs: Callable[[], int]) -> None:
    found = continued(
        cast, jobs, schools[1],
        [
            SCHOOLS[0],
            "Requests the Secretary General to send teachers of mathematics to the village schools of the eastern valleys and to "
            "print the geography books of the eastern valleys in two languages;",
            *SCHOOLS[3:],
        ],
    )  # fmt: skip
    assert relations(found)["2"] == ("merged", ["2", "3"])


def test_a_session_that_comes_into_the_registers_late_finds_its_place(
    cast: dict[str, Any], schools: list[Any], jobs: Callable[[], int]
) -> None:
    last = continued(cast, jobs, schools[2], SCHOOLS)
    assert last.follows == resolution("4/59-POL")
    between = continued(cast, jobs, schools[1], SCHOOLS, number=5)
    last.refresh_from_db()
    assert (last.follows, between.follows) == (between, resolution("4/59-POL"))
    assert mandate("6/61-POL §2").renewed == 2


def test_languages_need_not_be_the_same_as_long_as_one_is(
    cast: dict[str, Any], schools: list[Any], jobs: Callable[[], int]
) -> None:
    adopt(
        cast, schools[1], jobs, (1, "LES ÉCOLES", ["Demande au Secrétaire général d’ouvrir une école ;"]), language="fr"
    )
    assert resolution("1/60-POL").follows is None


def test_the_trail_of_the_volume_tells_that_it_was_compared(
    cast: dict[str, Any], schools: list[Any], jobs: Callable[[], int]
) -> None:
    continued(cast, jobs, schools[1], SCHOOLS)
    event = Event.objects.get(verb="compare", record_id=Volume.objects.get(session=schools[1]).pk)
    assert event.particulars["continued"] == 1 and event.by.automatic
    assert "1 resolutions" in event.says


def test_comparing_twice_changes_nothing(cast: dict[str, Any], schools: list[Any], jobs: Callable[[], int]) -> None:
    from diwan.resolutions.jobs import trace_lineage

    found = continued(cast, jobs, schools[1], SCHOOLS)
    before = (relations(found), Event.objects.filter(verb="propose_ending").count())
    trace_lineage.func(volume=found.volume_id, keys=[found.key])
    assert (relations(found), Event.objects.filter(verb="propose_ending").count()) == before


def test_what_another_body_asked_nearly_the_same_is_flagged(
    cast: dict[str, Any], schools: list[Any], jobs: Callable[[], int]
) -> None:
    summit = session_of(cast["idris"], "SUM", 17, 2034)
    nearly = SCHOOLS[1].replace("send teachers", "send more teachers")
    adopt(cast, summit, jobs, (3, "LEARNING", ["Requests the Secretary General to follow up this resolution;", nearly]))
    pair = NearDuplicate.objects.get()
    assert (pair.paragraph.resolution.session, pair.other.resolution.session) == (summit, schools[0])
    assert (str(pair.paragraph), str(pair.other)) == ("2", "2") and pair.likeness > 0.9
    assert not Descent.objects.exists(), "no body continues the resolutions of another"


def test_the_queries_of_comparing_do_not_grow_with_the_resolutions(
    cast: dict[str, Any], schools: list[Any], jobs: Callable[[], int]
) -> None:
    from diwan.resolutions.lineage.tracing import trace

    counts = []
    for n, size in ((60, 3), (61, 30)):
        many = [
            (100 + i, f"SUBJECT {i} OF THE VALLEYS", [t.replace("valleys", f"valleys {i}") for t in SCHOOLS])
            for i in range(size)
        ]
        adopt(cast, schools[n - 59], jobs, *many)
        keys = list(Resolution.objects.filter(session=schools[n - 59]).values_list("key", flat=True))
        with CaptureQueriesContext(connection) as captured:
            trace(keys)
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 8, counts


def test_the_follow_on_volume_is_compared_as_a_lawyer_would(
    cast: dict[str, Any], jobs: Callable[[], int], shared: Path
) -> None:
    import io
    import json

    from diwan.people.models import machine

    for n in (60, 61):
        name = {60: "CFM60_POL_RES_FINAL_en.docx", 61: "CFM61_POL_RES_FINAL_en_extract.docx"}[n]
        session = session_of(cast["idris"], "CFM", n, 1974 + n)
        volume = Volume.receive(by=cast["yasmin"], session=session, title=name)
        volume.add(by=cast["yasmin"], upload=io.BytesIO((VOLUMES / name).read_bytes()), name=name, language="en")
        volume.take_reading(by=machine(), text=volume.texts.get(), reading=read(VOLUMES / name, "en").as_dict())
        volume.adopt(by=cast["idris"])
        jobs()
    gold = json.loads((shared / "corpus/volumes/open/gold/lineage.json").read_text())
    for row in gold["resolutions"]:
        found = Resolution.objects.get(key=row["resolution"])
        assert found.follows is not None and found.follows.key == row["follows"], row["resolution"]
        wanted = {
            place: "sessions" if "except" in paragraph["relation"] else paragraph["relation"]
            for place, paragraph in enumerate(row["paragraphs"])
            if paragraph["relation"] != "dropped"
        }
        stored = {d.paragraph_id: d.relation for d in Descent.objects.filter(paragraph__resolution=found)}
        got = {place: stored.get(p.pk, "new") for place, p in enumerate(found.paragraphs.all())}
        wrong = {place for place in wanted if got[place] != wanted[place]}
        assert len(wrong) <= 1, (row["resolution"], [(place, wanted[place], got[place]) for place in wrong])
