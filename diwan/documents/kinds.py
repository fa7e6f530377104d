"""Which files are accepted: by their first bytes, never by their name alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import Refused


class Unacceptable(Refused):
    """The file is not kept; the reason says what to do."""

    def __init__(self, code: str, reason: str | Promise) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True)
class Kind:
    """An accepted kind of file: how it begins, what its names end with, whether a browser may show it."""

    media_type: str
    endings: tuple[str, ...]
    magic: tuple[bytes, ...] = ()
    inline: bool = False

    @staticmethod
    def check_size(size: int) -> None:
        """Refuse more than the limit as soon as it is passed."""
        if size > settings.DOCUMENT_LIMIT:
            limit = settings.DOCUMENT_LIMIT // 1024 // 1024
            raise Unacceptable(
                "too_large",
                _("The file is larger than %(limit)s MB. Divide it and send the parts.") % {"limit": limit},
            )


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = [
    Kind("application/pdf", (".pdf",), (b"%PDF-",), inline=True),
    Kind(_OFFICE + "wordprocessingml.document", (".docx",), (b"PK\x03\x04",)),
    Kind(_OFFICE + "spreadsheetml.sheet", (".xlsx",), (b"PK\x03\x04",)),
    Kind(_OFFICE + "presentationml.presentation", (".pptx",), (b"PK\x03\x04",)),
    Kind("image/png", (".png",), (b"\x89PNG\r\n\x1a\n",), inline=True),
    Kind("image/jpeg", (".jpg", ".jpeg"), (b"\xff\xd8\xff",), inline=True),
    Kind("image/tiff", (".tif", ".tiff"), (b"II*\0", b"MM\0*")),
    Kind("image/gif", (".gif",), (b"GIF87a", b"GIF89a"), inline=True),
    Kind("application/vnd.ms-outlook", (".msg",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
    Kind("message/rfc822", (".eml",)),
    Kind("text/calendar", (".ics",)),
    Kind("text/html", (".html", ".htm")),
    Kind("text/plain", (".txt", ".text")),
    Kind("text/csv", (".csv",)),
    Kind("application/akn+xml", (".xml", ".akn")),
    Kind("application/json", (".json",)),
]


def examine(path: Path, name: str) -> Kind:
    """The kind of a file from its bytes and its name. Raises Unacceptable when empty, unknown or mismatched."""
    with path.open("rb") as opened:
        head = opened.read(4096)
    if not head:
        raise Unacceptable("empty", _("The file is empty. Choose it again, or ask for it to be sent once more."))
    ending = Path(name).suffix.lower()
    kind = next((kind for kind in KINDS if ending in kind.endings), None)
    if kind is None:
        accepted = ", ".join(sorted({e.lstrip(".").upper() for k in KINDS for e in k.endings}))
        raise Unacceptable(
            "wrong_type",
            _("This kind of file is not accepted. Accepted are: %(kinds)s.") % {"kinds": accepted},
        )
    start = head.lstrip(b"\r\n\t \0") if kind.media_type == "application/pdf" else head
    binary = any(start.startswith(m) for other in KINDS for m in other.magic)
    if (kind.magic and not start.startswith(kind.magic)) or (not kind.magic and binary):
        raise Unacceptable(
            "wrong_type",
            _("The content of “%(name)s” is not what its name says. Save it again in its own format.")
            % {"name": Path(name).name},
        )
    return kind


def may_be_shown(media_type: str) -> bool:
    """Whether a browser may show it in place; everything else is downloaded."""
    return any(kind.inline for kind in KINDS if kind.media_type == media_type)
