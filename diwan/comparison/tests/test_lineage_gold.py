"""The follow-on session of the shared corpus against its exact answer."""

import json
from pathlib import Path

import pytest

from diwan.comparison.lineage import Passage, Subject, descend, predecessors
from diwan.reading import read
from diwan.reading.texts import Resolution

OPEN = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "volumes" / "open"
pytestmark = pytest.mark.skipif(
    not OPEN.is_dir(), reason="the shared corpus is not beside the project (../shared/corpus)"
)


def passages(resolution: Resolution) -> list[Passage]:
    found, top = [], 0
    for part in resolution.all_parts():
        found += [Passage(f"P{n}", "preambular", f"P{n}", text) for n, text in enumerate(part.preambular, 1)]
        for paragraph in part.operative:
            number = paragraph.number or ""
            top += "(" not in number
            deeper = number[number.index("(") :] if "(" in number else ""
            found.append(Passage(f"O{top}{deeper}", "operative", number, paragraph.text))
    return found


def subjects(name: str) -> dict[str, Subject]:
    found = {}
    for resolution in read(OPEN / name).resolutions:
        organ, rest = str(resolution.number).split("-", 1)
        session, series, number = rest.split("/")
        title = {"en": resolution.title or ""}
        found[str(resolution.number)] = Subject(
            resolution.number, organ, int(session), series, number, title, passages(resolution), "en"
        )
    return found


def test_the_follow_on_session_descends_as_its_gold_says() -> None:
    told = json.loads((OPEN / "gold" / "lineage.json").read_text("utf-8"))
    old = subjects("cfm/CFM60_POL_RES_FINAL_en.docx")
    new = subjects("follow_on/CFM61_POL_RES_FINAL_en_extract.docx")

    followed = predecessors(list(new.values()), list(old.values()))
    assert {key: one.id for key, one in followed.items()} == {
        r["resolution"]: r["follows"] for r in told["resolutions"]
    }
    assert sorted(set(old) - {one.id for one in followed.values()}) == sorted(told["ended"])

    for entry in told["resolutions"]:
        lineage = descend(new[entry["resolution"]].texts, old[entry["follows"]].texts)
        names = {"unchanged except references to sessions": "sessions"}
        want = [
            (
                row["id"],
                names.get(row["relation"], row["relation"]),
                [f["id"] for f in row["from"]],
                row["moved"],
                row["renumbered"],
            )
            for row in entry["paragraphs"]
        ]
        have = [(row.new_id, row.relation, list(row.old_ids), row.moved, row.renumbered) for row in lineage]
        assert have == want
        assert sorted(lineage.dropped) == sorted(row["id"] for row in entry["dropped"])
