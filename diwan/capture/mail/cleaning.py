"""HTML of strangers made harmless: no script, no form, no style, nothing loaded from elsewhere, no link to follow."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html import escape, unescape
from html.parser import HTMLParser

import nh3

from diwan.capture.mail.message import LIMITS

TAGS = frozenset(
    [
        *(
            "a",
            "abbr",
            "address",
            "article",
            "b",
            "bdi",
            "bdo",
            "blockquote",
            "br",
            "caption",
            "center",
            "cite",
            "code",
        ),
        *("col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3"),
        *(
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "i",
            "img",
            "ins",
            "kbd",
            "li",
            "mark",
            "ol",
            "p",
            "pre",
            "q",
            "s",
            "section",
        ),
        *(
            "small",
            "span",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "tt",
            "u",
            "ul",
        ),
    ]
)
GONE = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea"}
ATTRIBUTES = {
    "*": {"dir", "lang", "align", "title"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
DEPTH = 400
PICTURES = ("image/png", "image/jpeg", "image/gif")
PAGE = (
    '<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title><style>body{{font:16px/1.5 sans-serif;'
    "margin:1.5rem;overflow-wrap:anywhere}}img,table{{max-width:100%}}blockquote{{border-inline-start:3px solid #bbb;"
    'margin-inline:0;padding-inline-start:1rem}}</style></head><body dir="auto">{body}</body></html>\n'
)
_DATA = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+\Z")
_LOADED = re.compile(
    r"""(?:\bsrc|\bbackground|\bposter|\bsrcset)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?\s*(?:https?:)?//|@import""",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"<\s*(?:script|form|iframe|object|embed|svg|math|base|link|meta[^<>]{0,100}refresh)\b|[\s\"'/]on[a-z]{3,20}\s*=|javascript:",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})([^<>]*)")
_CLOSED_BY_THEMSELVES = frozenset(
    [
        *("p", "li", "td", "th", "tr", "dt", "dd", "option", "br", "hr", "img", "input", "meta", "link", "col", "area"),
        *("base", "wbr", "source", "html", "head", "body", "tbody", "thead", "tfoot", "embed", "param", "track"),
    ]
)
_LINK = re.compile(r"<\s*a\b[^<>]{0,500}\bhref", re.IGNORECASE)
_SRC = re.compile(r"""(\bsrc\s*=\s*)(["']?)cid:([^"'\s>]{1,250})\2""", re.IGNORECASE)


def cleaned(raw: str, pictures: Mapping[str, tuple[str, bytes]] | None = None) -> tuple[str, list[str]]:
    """A harmless body and the codes of what was taken out of it: active, remote, links.

    `pictures` are those enclosed, by Content-ID; small ones are put into the words as they are. What is longer than
    the limit is cut there ("html_cut"); what is tangled so that a parser would sit over it gives no body ("html_tangled").
    """
    found = []
    if len(raw) > LIMITS.html:
        raw, found = raw[: LIMITS.html], ["html_cut"]
    found += [code for code, sign in (("active", _ACTIVE), ("remote", _LOADED), ("links", _LINK)) if sign.search(raw)]
    if tangled(raw):
        return "", [*found, "html_tangled"]
    if pictures:
        raw = _SRC.sub(lambda match: _shown(match, pictures), raw)
    return _safe(raw), found


def _safe(raw: str, *, links: bool = False) -> str:
    return nh3.clean(
        raw,
        tags=TAGS if links else TAGS - {"a"},
        clean_content_tags=GONE,
        attributes={**ATTRIBUTES, "a": {"href"}} if links else ATTRIBUTES,
        attribute_filter=None if links else _attribute,
        strip_comments=True,
        link_rel=None,
        url_schemes={"http", "https", "mailto"} if links else {"data"},
    )


def tangled(raw: str) -> bool:
    """Whether elements stand so deep in one another, or bear so many attributes, that reading them takes for ever.

    The parser of HTML5 looks through all open elements at each new one; 400 are far more than any letter has.
    """
    open_now = 0
    for match in _TAG.finditer(raw):
        closing, name, rest = match[1], match[2].lower(), match[3]
        if rest.count("=") + len(rest.split()) > DEPTH:
            return True
        if name in _CLOSED_BY_THEMSELVES:
            continue
        open_now = max(open_now - 1, 0) if closing else open_now + 1
        if open_now > DEPTH:
            return True
    return False


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if _DATA.match(value) else None
    return value[:300]


def _shown(match: re.Match[str], pictures: Mapping[str, tuple[str, bytes]]) -> str:
    media, data = pictures.get(unescape(match[3]), ("", b""))
    if media not in PICTURES or len(data) > LIMITS.picture:
        return match[0]
    return f'{match[1]}"data:{media};base64,{base64.b64encode(data).decode()}"'


def page(body: str, title: str = "") -> bytes:
    """A cleaned body as a page of its own, to be kept and shown where nothing can run or load."""
    return PAGE.format(title=escape(title), body=body).encode("utf-8", "replace")


class _Words(HTMLParser):
    """The words of HTML, line by line; the address of a link after its words, since the link itself goes."""

    BREAKS = frozenset(
        ["p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "table"]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.link: tuple[int, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BREAKS:
            self.out.append("\n")
        elif tag in ("td", "th"):
            self.out.append("\t")
        elif tag == "a":
            self.link = (len(self.out), dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BREAKS:
            self.out.append("\n")
        elif tag == "a" and self.link:
            begun, address = self.link
            if address.lower().startswith(("http:", "https:", "mailto:")):
                said = "".join(self.out[begun:])
                bare = address.removeprefix("mailto:")
                if bare[:300] not in said:
                    self.out.append(f" <{bare[:300]}>")
            self.link = None

    def handle_data(self, data: str) -> None:
        self.out.append(re.sub(r"\s+", " ", data))


def words_of(raw: str) -> str:
    """The words of an HTML body as text."""
    raw = raw[: LIMITS.html]
    if tangled(raw):
        return unescape(re.sub(r"<[^<>]*>", " ", raw)).strip()
    reader = _Words()
    reader.feed(_safe(raw, links=True))
    reader.close()
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.out).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
