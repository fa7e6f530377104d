"""The file that holds a word processor's document: its parts, their relations, its embedded fonts."""

import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from diwan.printing import typeface
from diwan.printing.characters import printable
from diwan.printing.report import Printed
from diwan.printing.styles import MARKS, NASKH, SANS, SANS_ARABIC, SERIF, tag_of

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: The names that body, header and footer are written with.
NAMES = (
    f'xmlns:w="{WORD}" xmlns:r="{_OFFICE}/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS = {
    "document": "document.main",
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    "header1": "header",
    "footer1": "footer",
}
#: Fonts by family: what stands in where embedded fonts are not read, its character, its cuts.
_FONTS = {
    SERIF: ("Cambria", "roman", "00", ("Regular", "Bold", "Italic")),
    SANS: ("Calibri", "swiss", "00", ("Regular", "Bold")),
    MARKS: ("Segoe UI Symbol", "auto", "02", ("Regular",)),
    NASKH: ("Traditional Arabic", "roman", "B2", ("Regular", "Bold")),
    SANS_ARABIC: ("Arial", "swiss", "B2", ("Regular", "Bold")),
}
_ARABIC = (NASKH, SANS_ARABIC)
_KEYS = UUID("6f1d3c52-0f0e-4f43-9d3a-2a1d3f1b7a60")


def packed(
    document: Printed,
    *,
    body: str,
    header: str,
    footer: str,
    styles: str,
    pictures: Sequence[bytes],
    created: datetime | None,
    data: str = "",
) -> bytes:
    """The whole file. ``pictures`` are PNG and bear the relations ``picture1``, ``picture2``, …

    ``data`` is XML that travels inside, unseen, as the data of the document (ECMA-376, part 1, 15.2.5).
    """
    moment = (created or datetime.now(UTC)).astimezone(UTC)
    families = [name for name in _FONTS if name not in _ARABIC or "<w:rtl/>" in body]
    cuts = [(family, cut) for family in families for cut in _FONTS[family][3]]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            [
                ("main", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
                ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                ("app", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
            ]
        ),
        "docProps/core.xml": _properties(document, moment),
        "docProps/app.xml": (
            f'<Properties xmlns="{_OFFICE}/extended-properties"><Application>Diwan</Application></Properties>'
        ),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": _relations(
            [
                (kind, f"{_OFFICE}/relationships/{kind.rstrip('1')}", f"{kind}.xml")
                for kind in _KINDS
                if kind != "document"
            ]
            + [
                (f"picture{number}", f"{_OFFICE}/relationships/image", f"media/picture{number}.png")
                for number in range(1, len(pictures) + 1)
            ]
            + ([("data", f"{_OFFICE}/relationships/customXml", "../customXml/item1.xml")] if data else [])
        ),
        "word/styles.xml": styles,
        "word/settings.xml": _settings(document),
        "word/header1.xml": header,
        "word/footer1.xml": footer,
        "word/fontTable.xml": _font_table(families),
        "word/_rels/fontTable.xml.rels": _relations(
            [
                (f"{family}-{cut}".replace(" ", ""), f"{_OFFICE}/relationships/font", _font_file(family, cut))
                for family, cut in cuts
            ]
        ),
    }
    if data:
        parts["customXml/item1.xml"] = data
    return _zipped(parts, cuts, pictures, moment)


def _zipped(
    parts: dict[str, str | bytes],
    cuts: Sequence[tuple[str, str]],
    pictures: Sequence[bytes],
    moment: datetime,
) -> bytes:
    target = BytesIO()
    stamp = (max(moment.year, 1980), moment.month, moment.day, moment.hour, moment.minute, moment.second)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as file:

        def put(name: str, content: str | bytes) -> None:
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, content)

        for name, content in parts.items():
            put(name, _HEAD + content if isinstance(content, str) else content)
        for family, cut in cuts:
            put(f"word/{_font_file(family, cut)}", _veiled(family, cut))
        for number, picture in enumerate(pictures, 1):
            put(f"word/media/picture{number}.png", picture)
    return target.getvalue()


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_CONTENT}.{kind}+xml"/>' for part, kind in _KINDS.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="odttf" '
        'ContentType="application/vnd.openxmlformats-officedocument.obfuscatedFont"/>'
        f"{overrides}"
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _relations(relations: Sequence[tuple[str, str, str]]) -> str:
    written = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{to}"/>' for name, kind, to in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{written}</Relationships>'


def _properties(document: Printed, moment: datetime) -> str:
    def said(text: str) -> str:
        return escape(printable(text))

    when = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{said(document.title)}</dc:title><dc:subject>{said(document.symbol)}</dc:subject>"
        f"<dc:creator>{said(document.issuer or document.organisation)}</dc:creator>"
        f"<dc:language>{escape(tag_of(document.language))}</dc:language>"
        f"<cp:contentStatus>{said(document.state_text)}</cp:contentStatus>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified></cp:coreProperties>'
    )


def _settings(document: Printed) -> str:
    tag = tag_of(document.language)
    language = f'w:bidi="{tag}"' if document.direction == "rtl" else f'w:val="{tag}"'
    return (
        f'<w:settings xmlns:w="{WORD}"><w:embedTrueTypeFonts/><w:saveSubsetFonts/>'
        '<w:defaultTabStop w:val="720"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f"<w:themeFontLang {language}/></w:settings>"
    )


def _font_table(families: Sequence[str]) -> str:
    written: list[str] = []
    for family in families:
        stand_in, kind, charset, cuts = _FONTS[family]
        embedded = "".join(
            f'<w:embed{cut} r:id="{family}-{cut}" w:fontKey="{{{str(_key(family, cut)).upper()}}}"/>'.replace(
                f'"{family}-', f'"{family.replace(" ", "")}-'
            )
            for cut in cuts
        )
        written.append(
            f'<w:font w:name="{family}"><w:altName w:val="{stand_in}"/><w:charset w:val="{charset}"/>'
            f'<w:family w:val="{kind}"/><w:pitch w:val="variable"/>{embedded}</w:font>'
        )
    return f'<w:fonts xmlns:w="{WORD}" xmlns:r="{_OFFICE}/relationships">{"".join(written)}</w:fonts>'


def _font_file(family: str, cut: str) -> str:
    return f"fonts/{family.replace(' ', '')}-{cut}.odttf"


def _key(family: str, cut: str) -> UUID:
    """The key under which a font is embedded: always the same, so that a report prints the same bytes."""
    return uuid5(_KEYS, f"{family} {cut}")


@cache
def _veiled(family: str, cut: str) -> bytes:
    """A font as the format embeds it: its first 32 bytes crossed with the key (ECMA-376, part 4, 17.8.1)."""
    font = (typeface.FOLDER / f"{family.replace(' ', '')}-{cut}.ttf").read_bytes()
    key = _key(family, cut).bytes[::-1]
    return bytes(byte ^ key[place % 16] for place, byte in enumerate(font[:32])) + font[32:]
