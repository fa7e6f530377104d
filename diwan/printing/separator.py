"""Separator sheets: laid between letters before a pile is scanned, they say where the next one begins.

One sheet in three languages, printed on both sides: a scanner that reads both finds the code on each.
"""

from __future__ import annotations

import io
import json
from datetime import datetime

import segno
import typst

from diwan.printing.pdf import TEMPLATES, PrintingError, fonts

CODE = "DIWAN:SEPARATOR"
"""What the code says, to whoever divides the scans."""
SHEETS = 10
WORDS = [
    {"language": "ar", "dir": "rtl", "title": "ورقة فاصلة", "text": "توضع قبل كل رسالة عند المسح الضوئي. لا تُحفظ هذه الورقة."},
    {"language": "en", "dir": "ltr", "title": "Separator sheet", "text": "Lay it before each letter when scanning. The sheet itself is not kept."},
    {"language": "fr", "dir": "ltr", "title": "Feuille de séparation",
     "text": "À placer avant chaque lettre lors de la numérisation. La feuille elle-même n’est pas conservée."},
]  # fmt: skip


def separators_pdf(sheets: int = SHEETS, *, created: datetime | None = None) -> bytes:
    """So many sheets as PDF, two pages each. Raises PrintingError when the compiler refuses."""
    drawn = io.BytesIO()
    segno.make(CODE, error="h", micro=False).save(drawn, kind="svg", border=4, xmldecl=False, nl=False)
    given = {"code": drawn.getvalue().decode(), "words": WORDS, "pages": sheets * 2, "said": CODE}
    try:
        printed = typst.compile(
            TEMPLATES / "separator.typ",
            root=TEMPLATES,
            font_paths=fonts(),
            sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
            format="pdf",
            pdf_standards=["a-2b"],
            pdf_tags=False,
            timestamp=created.replace(microsecond=0) if created else None,
        )
    except RuntimeError as refusal:
        raise PrintingError(str(refusal)) from refusal
    if not isinstance(printed, bytes):
        raise PrintingError("the compiler gave no single file")
    return printed
