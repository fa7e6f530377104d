"""Letters, notes verbales, circulars, memoranda and cables as DOCX, from templates that the office edits itself.

A template is a DOCX with places (``{{ number }}``), filled in by docxtpl's rules and jinja2. Since it comes from a
person's hand it may do little: places, a loop over a place, a condition on a place; anything else is refused by name.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache, lru_cache

import segno
from jinja2 import TemplateError
from lxml import etree

from diwan.printing.docx_examined import examine_docx
from diwan.printing.letter_runs import set_right
from diwan.printing.letter_template import Prepared, TemplateUnusable, prepared, put, relation_name
from diwan.printing.letter_values import PAPERS, PLACES, REQUIRED, LetterValues, places
from diwan.printing.package import NAMES
from diwan.printing.wordprocessing import picture

__all__ = [
    "PAPERS", "PLACES", "REQUIRED", "LetterValues", "TemplateUnusable", "check_template", "examine_docx",
    "office_template", "places_of", "render",
]  # fmt: skip

#: The square code at the foot: its side in points.
_CODE = 46.0
_RELATION = "diwanCode"


@cache
def office_template(paper: str, language: str) -> bytes:
    """The template that ships with Diwan for a kind of paper in a language: what the office downloads and edits."""
    from diwan.printing.letter_office import built

    return built(paper, language)


def places_of(template: bytes) -> set[str]:
    """The places a template uses. Raises TemplateUnusable for one that cannot be filled in."""
    return set(prepared(template).places)


def check_template(template: bytes, paper: str = "") -> None:
    """Whether a template may be used for a kind of paper. Raises TemplateUnusable, naming the place."""
    missing = sorted(REQUIRED.get(paper, frozenset()) - prepared(template).places)
    if missing:
        raise TemplateUnusable("missing_place", place=missing[0], places=missing)


def render(template: bytes, values: LetterValues) -> bytes:
    """The letter as DOCX. Raises TemplateUnusable. The same values give the same bytes."""
    ready = prepared(template)
    if values.paper:
        check_template(template, values.paper)
    given = places(values)
    drawn = (
        f"<w:p {NAMES}>{picture(_RELATION, 9001, _CODE, _CODE, values.item_address)}</w:p>"
        if values.item_address
        else ""
    )
    code = drawn and etree.tostring(etree.fromstring(drawn)[0]).decode()
    target = io.BytesIO()
    target.write(ready.rest)
    pictured: list[str] = []
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED, compresslevel=4) as file:
        for name, compiled in ready.parts.items():
            try:
                root = etree.fromstring(compiled.render(given).encode())
            except (TemplateError, etree.XMLSyntaxError, TypeError, ValueError, ArithmeticError) as error:
                raise TemplateUnusable("broken", near="", reason=str(error)) from error
            if set_right(root, right_styles=ready.right_styles, picture=code):
                pictured.append(name)
            put(file, name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
        _relations(file, ready, pictured)
        if pictured:
            put(file, "word/media/diwanCode.png", _code_picture(values.item_address))
    return target.getvalue()


@lru_cache(maxsize=256)
def _code_picture(address: str) -> bytes:
    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="png", scale=4, border=2)
    return made.getvalue()


def _relations(file: zipfile.ZipFile, ready: Prepared, pictured: list[str]) -> None:
    """The relations of the parts with places, those that show the square code with one more."""
    for name, kept in ready.relations.items():
        if name in pictured:
            root = etree.fromstring(kept)
            etree.SubElement(
                root, f"{{{root.nsmap[None]}}}Relationship", Id=_RELATION, Target="media/diwanCode.png",
                Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
            )  # fmt: skip
            kept = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        put(file, relation_name(name), kept)
