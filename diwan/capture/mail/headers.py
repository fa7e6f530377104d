"""Headers of mail, whoever wrote them: words decoded, addresses, dates, identifiers. Nothing here ever raises."""

from __future__ import annotations

import datetime as dt
import logging
import re
import unicodedata
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime

from diwan.capture.mail.message import LIMITS
from diwan.reading.decoding import decoded
from diwan.reading.refusals import Unreadable

log = logging.getLogger(__name__)

_ID = re.compile(r"<([^<>\s]{1,250})>")
_WORDS = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,2000}\?=")
_SPACE = re.compile(r"\s+")


def words(raw: str) -> str:
    """A header as one line to read: encoded words decoded, bytes of any charset, no control or turning character."""
    text = letters(raw[: LIMITS.header])
    if "=?" in text:
        # a space between two encoded words belongs to their encoding, not to the text (RFC 2047)
        text = re.sub(r"(\?=)\s+(=\?)", r"\1\2", text)
        text = _WORDS.sub(lambda found: _encoded(found[0]), text)
    return plain(text)


def plain(text: str) -> str:
    """One line without characters that steer a terminal, turn a name round or hide."""
    text = _SPACE.sub(" ", text)
    return "".join(
        c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co") or c in "\u200c\u200d"
    ).strip()


def letters(raw: str) -> str:
    """What the parser kept of bytes that are no ASCII, read in the charset they are in."""
    if raw.isascii():
        return raw
    try:
        return decoded(raw.encode("utf-8", "surrogateescape"))
    except (Unreadable, UnicodeEncodeError):
        return raw.encode("ascii", "replace").decode()


def _encoded(word: str) -> str:
    try:
        data, charset = decode_header(word)[0]
        return data if isinstance(data, str) else characters(data, charset or "")
    except Exception:  # whatever somebody put there: it is shown as it stands
        return word


def characters(data: bytes, charset: str) -> str:
    """Bytes as characters: in the charset named when it fits, else in the one they seem to be in."""
    charset = charset.strip().strip("\"'").lower().removeprefix("charset=")
    if charset and charset not in ("unknown-8bit", "us-ascii", "ascii"):
        try:
            return data.decode(charset)
        except Exception:  # unknown, does not fit, or one of Python's codecs that give no text
            log.debug("no charset: %r", charset[:40])
    try:
        return decoded(data)
    except Unreadable:
        return data.decode("utf-8", "replace")


def addresses(raw: list[str]) -> list[tuple[str, str]]:
    """Names and addresses of From, To and the like; what is no address stands as a name."""
    unfolded = [_SPACE.sub(" ", letters(line[: LIMITS.header])) for line in raw[:20]]
    try:
        found = getaddresses(unfolded)
    except Exception:
        found = []
    known = [(words(name), plain(address)) for name, address in found if name or address]
    if not known:
        known = [(words(line), "") for line in unfolded if line.strip()]
    return known


def identifiers(raw: str, most: int = 50) -> list[str]:
    """The identifiers of messages named in Message-ID, In-Reply-To and References; the last of too many."""
    found = _ID.findall(letters(raw[: LIMITS.header]))
    if not found and raw.strip() and not re.search(r"\s", raw.strip()):
        found = [raw.strip()[:250]]
    return [plain(one) for one in found[-most:]]


def moment(raw: str) -> dt.datetime | None:
    """A date with its zone (UTC where none is written), or nothing where it is none."""
    try:
        found = parsedate_to_datetime(_SPACE.sub(" ", raw[:200]))
    except Exception:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=dt.UTC)
    try:
        found.astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return None
    return found if 1971 <= found.year <= 9000 else None


def storable(text: str) -> str:
    """Words as a database takes them: without NULs and halves of characters, lines ended in one way."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8").strip()
