"""The open volumes against their exact answers, through the judge of the shared material."""

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType

import pytest

from diwan.reading import Unreadable, read

SHARED = Path(__file__).resolve().parents[4] / "shared"
OPEN = SHARED / "corpus" / "volumes" / "open"
pytestmark = pytest.mark.skipif(
    not OPEN.is_dir(), reason="the shared corpus is not beside the project (../shared/corpus)"
)

VOLUMES = [
    "cfm/CFM60_POL_RES_FINAL_en.docx",
    "cfm/CFM60_POL_RES_FINAL_en.txt",
    "cfm/CFM60_POL_RES_FINAL_en.pdf",
    "cfm/CFM60_POL_RES_FINAL_fr.docx",
    "cfm/CFM60_POL_RES_FINAL_fr.txt",
    "cfm/CFM60_POL_RES_FINAL_ar.docx",
    "cfm/CFM60_POL_RES_FINAL_ar.txt",
    "summit/IS18_POLITICAL_RES_en.htm",
    "summit/IS18_POLITICAL_RES_en.txt",
    "follow_on/CFM61_POL_RES_FINAL_en_extract.docx",
]


@pytest.fixture(scope="module")
def judge() -> ModuleType:
    spec = importlib.util.spec_from_file_location("judge_reader", SHARED / "judge" / "judge_reader.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", VOLUMES)
def test_an_open_volume_is_read_as_its_gold_says(name: str, judge: ModuleType) -> None:
    path = OPEN / name
    gold = json.loads((OPEN / "gold" / f"{path.stem}.json").read_text("utf-8"))
    reading = json.loads(json.dumps(read(path).as_dict()))
    figures = judge.figures(judge.score(gold, reading))
    found, wanted = figures["resolutions"].split("/")
    assert found == wanted
    assert min(figures["preambular"], figures["operative"], figures["numbers"]) >= 0.995
    assert figures["pre_extra"] == figures["op_extra"] == 0
    assert figures["annex_tasks"] == 1
    assert figures["actionable_f1"] >= 0.97
    assert min(figures["verb"], figures["addressee"]) >= 0.95
    assert min(figures["deadline_f1"], figures["reporting_f1"]) >= 0.93
    assert [r["number"] for r in reading["resolutions"]] == [r["number_normalised"] for r in gold["resolutions"]]


@pytest.mark.parametrize("name", VOLUMES)
def test_the_cover_of_an_open_volume_is_read(name: str) -> None:
    path = OPEN / name
    gold = json.loads((OPEN / "gold" / f"{path.stem}.json").read_text("utf-8"))
    volume = read(path).as_dict()["volume"]
    assert {key: volume[key] for key in ("symbol", "session", "date", "hijri")} == {
        key: gold[key] for key in ("symbol", "session", "date", "hijri")
    }


def test_no_document_of_the_corpus_breaks_the_reader() -> None:
    """Every fourth; all of them when ``DIWAN_THOROUGH`` is set (`bench/reading_corpus.py` reads and judges all)."""
    files = sorted([*(SHARED / "corpus" / "resolutions").rglob("*"), *(SHARED / "corpus" / "documents").iterdir()])
    for path in files[:: 1 if os.environ.get("DIWAN_THOROUGH") else 4]:
        if path.is_file():
            try:
                read(path)
            except Unreadable as refusal:
                assert refusal.code


def test_an_agreement_of_the_corpus_stays_without_resolutions() -> None:
    assert read(SHARED / "corpus" / "resolutions" / "oic-related-ar-md" / "mou-isdb-awqaf.md").resolutions == []
