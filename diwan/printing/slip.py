"""Action slips as PDF: one page a letter, with boxes for what is asked; the design is in ``templates/slip.typ``.

All words come chosen and translated; the printing only sets them.
"""

from __future__ import annotations  # typst names its types only in its stub file

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import segno
import typst

from diwan.printing.pdf import STANDARDS, TEMPLATES, PrintingError, fonts, shown
from diwan.printing.report import direction_of


@dataclass(frozen=True)
class Said:
    """A line of facts: what it is called, what it says, in which language where that is not the slip's."""

    label: str
    value: str
    language: str = ""


@dataclass(frozen=True)
class Box:
    """An instruction, ticked or not."""

    label: str
    ticked: bool = False


@dataclass(frozen=True)
class Note:
    """Somebody's word in the margin."""

    by: str
    at: str
    text: str


@dataclass(frozen=True)
class Slip:
    """One action slip in the language of the unit that receives it."""

    language: str
    title: str
    organisation: str
    issuer: str
    number: str
    days: str
    address: str
    mark: str = ""
    facts: Sequence[Said] = ()
    boxes_title: str = ""
    boxes: Sequence[Box] = ()
    asked: Sequence[Said] = ()
    notes_title: str = ""
    notes: Sequence[Note] = ()
    returned: Sequence[str] = ()
    printed: str = ""


def slips_pdf(slips: Sequence[Slip], *, created: datetime | None = None) -> bytes:
    """One page for each slip (PDF/A-2a, PDF/UA-1). Raises ``PrintingError`` when the compiler refuses."""
    data = {"language": slips[0].language, "title": shown(slips[0].title), "slips": [_slip(slip) for slip in slips]}
    try:
        printed = typst.compile(
            TEMPLATES / "slip.typ",
            root=TEMPLATES,
            font_paths=fonts(),
            sys_inputs={"given": json.dumps(data, ensure_ascii=False)},
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=created.replace(microsecond=0) if created else None,
        )
    except RuntimeError as refusal:
        raise PrintingError(str(refusal)) from refusal
    if not isinstance(printed, bytes):
        raise PrintingError("the compiler gave no single file")
    return printed


def _slip(slip: Slip) -> dict[str, Any]:
    found: dict[str, Any] = _shown(asdict(slip))
    for line in (*found["facts"], *found["asked"]):
        line["direction"] = direction_of(line["language"]) if line["language"] else ""
    return found | {"direction": direction_of(slip.language), "sign": _sign(slip.address)}


def _sign(address: str) -> str:
    """The QR sign of an address, as SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=0, dark="#1c2320", xmldecl=False, svgns=True
    )
    return drawn.getvalue().decode()


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {name: one if name in ("language", "address") else _shown(one) for name, one in value.items()}
    return [_shown(one) for one in value] if isinstance(value, list | tuple) else value
