"""The registry's own marks set by typst: stamp, labels, the reader's name across a copy."""

from __future__ import annotations  # typst names its types only in its stub file

import io
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import segno
import typst

from diwan.printing.pdf import TEMPLATES, PrintingError, fonts, shown
from diwan.printing.report import direction_of


def set_marks(kind: str, language: str, title: str, **given: Any) -> bytes:
    """A PDF/A of one kind of mark. Raises PrintingError when the compiler refuses."""
    data = {
        "kind": kind,
        "language": language.split("-")[0],
        "dir": direction_of(language),
        "title": shown(title),
        **given,
    }
    try:
        printed = typst.compile(
            TEMPLATES / "marks.typ", root=TEMPLATES, font_paths=fonts(), format="pdf", pdf_standards=["a-2b"], pdf_tags=False,
            sys_inputs={"given": json.dumps(data, ensure_ascii=False)},
        )  # fmt: skip
    except RuntimeError as refusal:
        raise PrintingError(getattr(refusal, "diagnostic", "") or str(refusal)) from refusal
    if not isinstance(printed, bytes):
        raise PrintingError("the compiler gave no single file")
    return printed


def item(
    *, language: str, number: str, date: str, hijri: str, registry: Sequence[str], address: str, level: str = "",
) -> Mapping[str, Any]:  # fmt: skip
    """One numbered item as a mark shows it."""
    return {
        "number": shown(number), "date": shown(date), "hijri": shown(hijri), "registry": [shown(name) for name in registry if name],
        "language": language.split("-")[0], "dir": direction_of(language), "level": shown(level),
        "code": square_code(address) if address else "",
    }  # fmt: skip


@lru_cache(maxsize=1024)
def square_code(address: str) -> str:
    """The QR code of an address as SVG, with the quiet edge that readers need (ISO/IEC 18004, 6.3.8: four modules)."""
    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="svg", xmldecl=False, border=4, nl=False, omitsize=True)
    return made.getvalue().decode()
