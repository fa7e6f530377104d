"""The look of the word processor's version: its paragraph styles as data, and the sheet made of them."""

from dataclasses import dataclass

from diwan.printing.report import Printed, Tone

INK, INK_2, INK_3 = "1C2320", "444B45", "5F655D"
RULE, GREEN, MAST, PALE = "C6BEAB", "14553F", "0D3B2D", "D7E0D6"
TONES: dict[Tone, str] = {
    "late": "9A2B1E",
    "soon": "7A5100",
    "run": "22587F",
    "hold": "684070",
    "done": "20634A",
    "idle": "5A5F58",
}
#: The sign of a status, in the font of marks; its form says it without the colour.
SIGNS: dict[Tone, str] = {
    "late": "\u26a0",
    "soon": "\u25d4",
    "run": "\u25d1",
    "hold": "\u29b7",
    "done": "\u2713",
    "idle": "\u25cb",
}

SERIF, SANS, MARKS = "Diwan Serif", "Diwan Sans", "Diwan Marks"
NASKH, SANS_ARABIC = "Diwan Naskh", "Diwan Sans Arabic"
#: Naskh letters are small in their square: they are set larger to be read as easily.
NASKH_SCALE, SANS_SCALE = 1.16, 1.05


@dataclass(frozen=True)
class Style:
    """One paragraph style: sizes in half points, distances in twentieths of a point."""

    name: str
    size: int = 20
    sans: bool = False
    bold: bool = False
    colour: str = INK
    before: int = 0
    after: int = 0
    line: int = 264
    keep_next: bool = False
    outline: int | None = None
    based_on: str = "Normal"

    @property
    def right_size(self) -> int:
        """The size of Arabic letters in this style."""
        return round(self.size * (SANS_SCALE if self.sans else NASKH_SCALE))

    @property
    def right_face(self) -> str:
        """The face of Arabic letters in this style."""
        return SANS_ARABIC if self.sans else NASKH


STYLES: dict[str, Style] = {
    "Normal": Style("Normal", after=140, based_on=""),
    "Title": Style("Title", 50, bold=True, after=160, line=250),
    "Subtitle": Style("Subtitle", 27, colour=INK_2, after=560),
    "Heading1": Style("heading 1", 38, bold=True, before=480, after=280, keep_next=True, outline=0, line=250),
    "Heading2": Style("heading 2", 27, bold=True, before=480, after=60, keep_next=True, outline=1, line=250),
    "TOCHeading": Style("TOC Heading", 38, bold=True, after=280, keep_next=True, line=250),
    "TOC1": Style("toc 1", bold=True, before=200, after=80),
    "TOC2": Style("toc 2", 19, after=60),
    "Header": Style("header", 15, sans=True, colour=INK_3, line=240),
    "Footer": Style("footer", 15, sans=True, colour=INK_3, line=240),
    "CoverOrganisation": Style("Cover Organisation", 34, bold=True, colour="FFFFFF", after=40, line=240),
    "CoverIssuer": Style("Cover Issuer", 19, sans=True, colour=PALE, line=240),
    "CoverSymbol": Style("Cover Symbol", 20, sans=True, bold=True, colour=GREEN),
    "CoverFact": Style("Cover Fact", 22, after=60),
    "Small": Style("Small", 16, sans=True, colour=INK_3, after=60),
    "FigureValue": Style("Figure Value", 50, after=20, line=240),
    "ChartTitle": Style("Chart Title", 22, bold=True, before=280, after=40, keep_next=True),
    "Adopted": Style("Adopted", 16, sans=True, colour=INK_3, after=140, keep_next=True),
    "TableHead": Style("Table Head", 16, sans=True, bold=True, colour=INK_2, keep_next=True, line=240),
    "Decision": Style("Decision", 19, line=260),
    "StatusLine": Style("Status Line", 16, sans=True, colour=INK_3, after=60, line=250),
    "Sentence": Style("Sentence", 19, line=260, before=40),
    "SourceLine": Style("Source Line", 15, sans=True, colour=INK_3, after=110, line=250),
    "Silence": Style("Silence", 19, colour=INK_3, before=40),
}

#: Full language tags, where the word processor wants a country with the language.
_TAGS = {"ar": "ar-SA", "en": "en-GB", "fr": "fr-FR"}


def tag_of(language: str) -> str:
    """The language as a word processor names it (``ar`` is ``ar-SA``)."""
    return _TAGS.get(language, language)


def style_sheet(document: Printed) -> str:
    """``word/styles.xml`` for a document: defaults, headings, contents, and the styles of the house."""
    bidi = tag_of(document.language) if document.direction == "rtl" else "ar-SA"
    latin = tag_of(document.language) if document.direction == "ltr" else "en-GB"
    right = '<w:bidi w:val="1"/>' if document.direction == "rtl" else ""
    written = "".join(_written(identifier, style, right) for identifier, style in STYLES.items())
    return (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults>'
        f'<w:rPrDefault><w:rPr><w:rFonts w:ascii="{SERIF}" w:hAnsi="{SERIF}" w:eastAsia="{SERIF}" '
        f'w:cs="{NASKH}"/>'
        f'<w:color w:val="{INK}"/><w:sz w:val="20"/><w:szCs w:val="23"/>'
        f'<w:lang w:val="{latin}" w:eastAsia="{latin}" w:bidi="{bidi}"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        + written
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        "</w:styles>"
    )


def _written(identifier: str, style: Style, right: str) -> str:
    face = SANS if style.sans else SERIF
    default = ' w:default="1"' if identifier == "Normal" else ""
    based = f'<w:basedOn w:val="{style.based_on}"/>' if style.based_on else ""
    keep = '<w:keepNext w:val="1"/><w:keepLines w:val="1"/>' if style.keep_next else '<w:keepNext w:val="0"/>'
    tabs = '<w:tabs><w:tab w:val="right" w:pos="9411"/></w:tabs>' if identifier.startswith("TOC") else ""
    outline = f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else ""
    bold = '<w:b w:val="1"/><w:bCs w:val="1"/>' if style.bold else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identifier}"><w:name w:val="{style.name}"/>{based}'
        f"<w:qFormat/><w:pPr>{keep}{tabs}{right}"
        f'<w:spacing w:before="{style.before}" w:after="{style.after}" w:line="{style.line}" '
        'w:lineRule="auto"/>'
        f'{outline}</w:pPr><w:rPr><w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" '
        f'w:cs="{style.right_face}"/>{bold}<w:color w:val="{style.colour}"/><w:sz w:val="{style.size}"/>'
        f'<w:szCs w:val="{style.right_size}"/></w:rPr></w:style>'
    )
