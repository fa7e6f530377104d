"""Every text of the shared corpus: none breaks the reader, none is invented, none is lost."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[3]
CORPUS = PROJECT.parent / "shared" / "corpus"
pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the shared corpus is not beside the project (../shared/corpus)"
)


def bench() -> ModuleType:
    """What the benchmark expects of each file of the manifest."""
    spec = importlib.util.spec_from_file_location("reading_corpus", PROJECT / "bench" / "reading_corpus.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outcomes(none_expected: bool) -> dict[str, object]:
    """Of what holds none every fourth; all of them when ``DIWAN_THOROUGH`` is set (`bench/reading_corpus.py` judges all)."""
    module = bench()
    rows = [row for row in module.texts(CORPUS) if (module.expected(row) == 0) is none_expected]
    assert rows
    if none_expected and not os.environ.get("DIWAN_THOROUGH"):
        rows = rows[::4]
    return {row["path"]: module.outcome(CORPUS / row["path"]) for row in rows if not row["path"].endswith(".png")}


def test_what_is_no_resolution_gives_none() -> None:
    found = outcomes(none_expected=True)
    assert not {path for path, read in found.items() if isinstance(read, dict) and read["resolutions"]}
    assert not {path for path, read in found.items() if isinstance(read, str) and read.startswith("crash")}


def test_every_resolution_is_found() -> None:
    found = outcomes(none_expected=False)
    assert {path: read for path, read in found.items() if not isinstance(read, dict) or not read["resolutions"]} == {}


def test_a_document_laid_down_as_json_is_read_like_its_text() -> None:
    module = bench()
    for name in ("un-mandates-json/A_RES_72_15", "unesco-ice-fr-json/ICPE-45-1996_RES1-FR_res_81"):
        as_json = module.outcome(CORPUS / "resolutions" / f"{name}.json")["resolutions"]
        as_text = module.outcome(CORPUS / "resolutions_derived_txt" / f"{name}.txt")["resolutions"]
        assert [[item["text"] for item in one["operative"]] for one in as_json] == [
            [item["text"] for item in one["operative"]] for one in as_text
        ]
