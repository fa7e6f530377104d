"""Whatever is handed in, the reader answers or refuses: any bytes, any text, each bad file, in time."""

import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diwan.reading import CODES, Unreadable, read
from diwan.reading.lexicon import LANGUAGES, lexicon

from .hostile import FAMILIES
from .paper import W, word_file

BOUNDED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
SUFFIXES = (".txt", ".md", ".html", ".xml", ".docx", ".pdf", ".json", "")
HEADS = (
    b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html><body>", b"<?xml version='1.0'?><a>", b"\xff\xfe", b"\xef\xbb\xbf",
    b'{"paragraphs": [', b"II*\x00", b"\x89PNG\r\n\x1a\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
)  # fmt: skip
DOCUMENTS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "documents"


def answered(path: Path, **how: Any) -> dict[str, Any] | None:
    """What was read, as JSON would give it; None where it was refused with a known code and one line."""
    try:
        found = read(path, **how).as_dict()
    except Unreadable as refusal:
        assert refusal.code in CODES
        assert "\n" not in str(refusal)
        return None
    return json.loads(json.dumps(found))


def vocabulary() -> list[str]:
    """The words of the rules themselves, with the signs and numbers that stand between them."""
    words = ["1.", "(a)", "(i)", "١-", "أولاً:", "2", "12/60-POL", "A/RES/72/15", "\n", "\n\n", "\n\n\f", "\t", ";", ",", ":",
             "[1]", "3 to 5 May 2071,", "Annex", "ملحق", "A", "-\n", "\u200f", "Ab", "x", "_", "   "]  # fmt: skip
    for language in LANGUAGES:
        rules = lexicon(language).rules
        for name in (
            "heading_words",
            "opening_starts",
            "body_words",
            "preambular",
            "inserted",
            "before_addressee",
            "closing_marks",
        ):
            words += [str(word) for word in rules.get(name) or ()]
        for group in (*rules["verbs"], *rules["addressees"], *rules["deadlines"]):
            words += [str(word) for word in group["say"]]
    return [word.split("/")[0].strip("*<>…") for word in words]


WORDS = vocabulary()


@BOUNDED
@given(head=st.sampled_from(HEADS), tail=st.binary(max_size=400), suffix=st.sampled_from(SUFFIXES))
def test_any_bytes_are_read_or_refused(tmp_path: Path, head: bytes, tail: bytes, suffix: str) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(head + tail)
    answered(path)


@BOUNDED
@given(text=st.text(max_size=400), language=st.sampled_from([None, *LANGUAGES]))
def test_any_text_is_read_or_refused(tmp_path: Path, text: str, language: str | None) -> None:
    path = tmp_path / "any.txt"
    path.write_text(text, encoding="utf-8", errors="replace")
    found = answered(path, language=language)
    assert found is None or all(one["preambular"] or one["operative"] or one["parts"] for one in found["resolutions"])


@BOUNDED
@given(pieces=st.lists(st.sampled_from(WORDS), max_size=60), language=st.sampled_from([None, *LANGUAGES]))
def test_any_order_of_the_words_of_resolutions_is_read(tmp_path: Path, pieces: list[str], language: str | None) -> None:
    path = tmp_path / "any.txt"
    path.write_text(" ".join(pieces), encoding="utf-8")
    found = answered(path, language=language)
    for one in found["resolutions"] if found else ():
        for item in one["operative"]:
            assert item["text"] and (item["class"] or not item["actionable"])


@BOUNDED
@given(
    pieces=st.lists(st.sampled_from(WORDS), max_size=30),
    tags=st.lists(
        st.sampled_from(["<p>", "</p>", "<li>", "<ol>", "<br>", "<sup>", "<table><tr><td>", "<td>", "&#8207;"]),
        max_size=30,
    ),
)
def test_any_page_of_tags_and_words_is_read(tmp_path: Path, pieces: list[str], tags: list[str]) -> None:
    path = tmp_path / "any.html"
    both = [part for pair in zip(tags, pieces, strict=False) for part in pair]
    path.write_text("<html><body>" + " ".join(both), encoding="utf-8")
    answered(path)


@BOUNDED
@given(body=st.lists(st.sampled_from([
    "<w:p>", "</w:p>", "<w:r><w:t>1. Requests</w:t></w:r>", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", "<w:br/>",
    '<w:pPr><w:numPr><w:ilvl w:val="-1"/><w:numId w:val="9"/></w:numPr></w:pPr>', '<w:ind w:left="x"/>', "<w:p/>",
    '<w:pPr><w:pStyle w:val="Normal"/></w:pPr>', "<w:t>", "</w:t>",
]), max_size=20))  # fmt: skip
def test_any_order_of_the_elements_of_word_is_read_or_refused(tmp_path: Path, body: list[str]) -> None:
    styles = f'<w:styles {W}><w:style w:styleId="Normal"><w:basedOn w:val="Normal"/></w:style></w:styles>'
    answered(word_file(tmp_path, "".join(body), styles=styles))


def work_of(path: Path) -> int:
    """How many calls, of Python and of C, it takes to read a file: the same on a busy machine as on a quiet one."""
    calls: Counter[str] = Counter()
    sys.setprofile(lambda frame, event, argument: calls.update((event,)))
    try:
        answered(path)
    finally:
        sys.setprofile(None)
    return calls["call"] + calls["c_call"]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_work_grows_with_the_length_and_no_faster(tmp_path: Path, family: str) -> None:
    name, text = FAMILIES[family]
    path = tmp_path / name
    counts = []
    for size in (500, 2_000, 8_000):  # the first only fills what is remembered
        path.write_text(text(size), encoding="utf-8")
        counts.append(work_of(path))
    assert counts[2] < 6 * counts[1] + 2_000


HANG = 120  # seconds; nothing here takes more than a few, the limit only ends a hang
READER = """
import json, resource, sys
from pathlib import Path
from diwan.reading import Unreadable, read

resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
for path in sorted(Path(sys.argv[1]).iterdir()):
    print(path.name, end=" ", flush=True)
    try:
        found = read(path)
        json.dumps(found.as_dict())
        print("read", len(found.resolutions), flush=True)
    except Unreadable as refusal:
        print(refusal.code, flush=True)
"""


def outcomes(folder: Path) -> dict[str, str]:
    """What became of each file of a folder, read in another process with a limit of memory and of time.

    One regular expression may hang without a single call, and a library of C may fall: so it is another process.
    It finds no outside programs: pictures are not recognised (that has tests of its own), PDF is read by pypdfium2.
    """
    done = subprocess.run(
        [sys.executable, "-c", READER, str(folder)],
        capture_output=True, text=True, timeout=HANG, check=False, env={"PATH": str(folder / "none")},
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-200:]} {done.stderr[-800:]}"
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


def test_no_long_text_hangs_the_reader(tmp_path: Path) -> None:
    for at, (name, text) in enumerate(FAMILIES.values()):
        (tmp_path / f"{at}{Path(name).suffix}").write_text(text(25_000), encoding="utf-8")
    assert len(outcomes(tmp_path)) == len(FAMILIES)


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not beside the project")
def test_each_bad_document_is_read_or_refused() -> None:
    found = outcomes(DOCUMENTS)
    assert len(found) == len(list(DOCUMENTS.iterdir()))
    assert all(outcome in CODES or outcome.startswith("read ") for outcome in found.values())
    none = {name for name, outcome in found.items() if outcome not in CODES and outcome != "read 0"}
    assert not none, "no resolution stands in any of them"


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not beside the project")
def test_damaged_copies_of_documents_are_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(61)
    for path in sorted(DOCUMENTS.iterdir()):
        raw = path.read_bytes()
        if len(raw) > 150_000:
            continue
        flipped = bytearray(raw)
        for _ in range(len(raw) // 500 + 3):
            flipped[chance.randrange(len(raw))] = chance.randrange(256)
        (tmp_path / f"cut-{path.name}").write_bytes(raw[: chance.randrange(1, len(raw))])
        (tmp_path / f"flipped-{path.name}").write_bytes(bytes(flipped))
        (tmp_path / f"other{path.name}.txt").write_bytes(raw)
    found = outcomes(tmp_path)
    assert found and all(outcome in CODES or outcome.startswith("read ") for outcome in found.values())
