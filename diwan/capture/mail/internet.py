"""Messages as they travel (RFC 5322 and what is sent in its name): .eml files, what a mailbox gives, mbox files."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.message import Message as Parsed
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from typing import Any

from diwan.capture.mail import cleaning, headers
from diwan.capture.mail.enclosures import INTERNET, judged, tidy_name
from diwan.capture.mail.message import LIMITS, Limits, Message, NotAMessage
from diwan.reading.decoding import sixteen

_KNOWN = frozenset(
    b"from to cc subject date received return-path message-id mime-version content-type delivered-to reply-to sender "
    b"in-reply-to references bcc x-mailer content-transfer-encoding".split()
)
_HEADER = re.compile(rb"^([!-9;-~]{1,76})[ \t]*:", re.MULTILINE)
_CONTAINER = re.compile(rb"content-type[ \t]*:\s*(?:multipart|message)/", re.IGNORECASE)
_POST = re.compile(rb"^>?From [^\n]*\d{4}[^\n]*\r?\n(?=[!-9;-~]{1,76}[ \t]*:)", re.MULTILINE)
_CALENDAR = "text/calendar"
_PART = re.compile(rb"\n--[^\r\n]{1,100}\r?\ncontent-", re.IGNORECASE)
_LOOSE = re.compile(r"^--([^\r\n\"\\]{1,100}?)[ \t]*\r?\n(?=content-)", re.IGNORECASE | re.MULTILINE)
HEADERS = 256 * 1024
"""Bytes of headers that are read; mail servers refuse more than a fifth of it."""
COST = 1_000 * 1024 * 1024
"""Containers times bytes: 20 of them in 50 MB take about eight seconds."""
READ = 5_000
"""Parts of a message that is taken apart at all: ten times as many take the parser some seconds."""
PIECES = 100
"""Pieces of which the words of a message are made."""
MENDED = 5
"""Multiparts put right in one message: spam is often built wrongly, but not endlessly."""


def looks_like_mail(data: bytes) -> bool:
    """Whether bytes begin as a message does: with headers, one of them known."""
    head = _eight_bit(data[:8192])
    if head.startswith((b"From ", b">From ")):
        head = head.partition(b"\n")[2]
    head = head.lstrip(b"\r\n")
    block = re.split(rb"\r?\n[ \t]*\r?\n", head, maxsplit=1)[0]
    first = _HEADER.match(block)
    return bool(first) and any(name.lower() in _KNOWN for name in _HEADER.findall(block))


def divided(data: bytes) -> list[bytes]:
    """The messages of an mbox file, together all its bytes; a single message as it is."""
    if not data.startswith(b"From "):
        return [data]
    begins = [
        m.start()
        for m in _POST.finditer(data)
        if not m.group().startswith(b">") and (m.start() == 0 or data[: m.start()].endswith((b"\n\n", b"\r\n\r\n")))
    ]
    if len(begins) < 2:
        return [data]
    return [data[a:b] for a, b in zip(begins, [*begins[1:], len(data)], strict=True)]


def _eight_bit(data: bytes) -> bytes:
    """A message written in UTF-16 by some editor, as the message it was."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode()
    if b"\0" in data[:400] and (name := sixteen(data[:4096])):
        return data.decode(name, "replace").encode()
    return data.removeprefix(b"\xef\xbb\xbf")


def read_internet(data: bytes, limits: Limits = LIMITS) -> Message:
    """A message taken apart and defused.

    Raises NotAMessage: "not_mail". What has too many parts for it to be taken apart gives its headers, and a remark.
    """
    data = _eight_bit(data)
    if not looks_like_mail(data):
        raise NotAMessage("not_mail")
    if data.startswith((b"From ", b">From ")):
        data = data.partition(b"\n")[2]
    data = data.lstrip(b"\r\n")
    message = Message()
    containers = len(_CONTAINER.findall(data))
    data = _bearable(message, data)
    # the parser asks each line of all containers that are open whether it ends them
    endless = containers > limits.containers or containers * len(data) > COST or len(_PART.findall(data)) > READ
    try:
        if endless or len(data) > limits.message:
            parsed: Parsed = BytesHeaderParser(policy=compat32).parsebytes(data[: 1024 * 1024])
            message.note("too_many_parts" if endless else "too_large_whole", count=containers)
            _facts(message, parsed)
            return message
        parsed = BytesParser(policy=compat32).parsebytes(data)
    except (RecursionError, Exception) as error:
        raise NotAMessage("not_mail") from error
    _facts(message, parsed)
    try:
        _Reader(message, limits).take(parsed)
    except (RecursionError, Exception):  # what it is from is known, and the message itself is kept
        message.note("malformed")
    return message


def _bearable(message: Message, data: bytes) -> bytes:
    """The message with the first part of its headers only, where they have no end."""
    end = re.search(rb"\r?\n\r?\n", data)
    stop = end.start() if end else len(data)
    if stop <= HEADERS:
        return data
    message.note("huge_header")
    cut = data.rfind(b"\n", 0, HEADERS)
    return data[: cut if cut > 0 else HEADERS] + b"\n\n" + data[stop:].lstrip(b"\r\n")


def _raw(part: Parsed, name: str) -> list[str]:
    """The values of a header as they came, the parser's own objects avoided: they raise on odd ones."""
    wanted = name.lower()
    return [value for key, value in part.raw_items() if key.lower() == wanted and isinstance(value, str)]


def _first(part: Parsed, name: str) -> str:
    return next(iter(_raw(part, name)), "")


def _facts(message: Message, parsed: Parsed) -> None:
    senders = headers.addresses(_raw(parsed, "from") or _raw(parsed, "sender") or _raw(parsed, "return-path"))
    if senders:
        message.sender_name, message.sender_address = senders[0][0][:300], senders[0][1][:254]
    if len(senders) > 1:
        message.note("several_senders", names=", ".join(a or n for n, a in senders[:5])[:300])
    replies = headers.addresses(_raw(parsed, "reply-to"))
    if replies and replies[0][1] and _house(replies[0][1]) != _house(message.sender_address):
        message.note("reply_elsewhere", address=replies[0][1][:254])
    message.to = [address or name for name, address in headers.addresses(_raw(parsed, "to") + _raw(parsed, "cc"))][:100]
    message.subject = headers.words(_first(parsed, "subject"))[:300]
    message.sent_on = headers.moment(_first(parsed, "date"))
    message.message_id = next(iter(headers.identifiers(_first(parsed, "message-id"))), "")[:250]
    message.in_reply_to = next(iter(headers.identifiers(_first(parsed, "in-reply-to"))), "")[:250]
    message.references = headers.identifiers(_first(parsed, "references"))
    if any(len(value) > LIMITS.header for _key, value in parsed.raw_items() if isinstance(value, str)):
        message.note("huge_header")


def _house(address: str) -> str:
    return address.rpartition("@")[2].lower()


class _Reader:
    """Walks through a message: words first, then what is enclosed."""

    def __init__(self, message: Message, limits: Limits) -> None:
        self.message, self.limits = message, limits
        self.plain: list[str] = []
        self.rich: list[str] = []
        self.pictures: dict[str, tuple[str, bytes]] = {}
        self.seen = self.mended = 0
        self.room = 2 * limits.html  # characters of words that are still taken

    def take(self, parsed: Parsed) -> None:
        """All of it."""
        self._walk(parsed, 0)
        if self.seen > self.limits.parts:
            self.message.note("too_many_parts", count=self.seen)
        rich = "\n<hr>\n".join(self.rich)
        if rich.strip():
            body, found = cleaning.cleaned(rich, self.pictures)
            self.message.html = body
            for code in found:
                self.message.note(code)
        text = "\n\n".join(piece for piece in self.plain if piece.strip())
        said = cleaning.words_of(rich) if rich and len(text.strip()) < 2 else ""
        self.message.text = headers.storable(said or text)[: self.limits.text]

    def _walk(self, part: Parsed, depth: int) -> None:
        stack: list[tuple[Parsed, int, bool]] = [(part, depth, False)]
        while stack:
            one, deep, alternative = stack.pop()
            kind = _quietly(one.get_content_type, "text/plain")
            inside: Any = _quietly(one.get_payload, "")
            if kind.startswith("multipart/"):
                inside = self._mended(one, inside)
            if kind.startswith("message/") and isinstance(inside, list):
                self._enclosed(one, inside, kind, deep, stack)
            elif isinstance(inside, list):
                children = [
                    (child, deep, kind == "multipart/alternative") for child in inside if isinstance(child, Parsed)
                ]
                stack += reversed(children)
            else:
                self._leaf(one, kind, alternative)

    def _mended(self, part: Parsed, inside: Any) -> Any:
        """The parts of a multipart that names the wrong boundary, or of one that goes on after its end."""
        loose = inside if isinstance(inside, str) else part.epilogue or ""
        begin = _LOOSE.search(loose)
        if begin is None or self.mended >= MENDED:
            return inside
        self.mended += 1
        self.message.note("malformed")
        head = f'Content-Type: multipart/mixed; boundary="{begin[1]}"\n\n'
        again = _quietly(
            lambda: BytesParser(policy=compat32).parsebytes((head + loose).encode("utf-8", "surrogateescape")), None
        )
        found = again.get_payload() if again is not None else []
        return [*(inside if isinstance(inside, list) else []), *(found if isinstance(found, list) else [])] or inside

    def _enclosed(self, part: Parsed, inside: list[Any], kind: str, deep: int, stack: list[Any]) -> None:
        """A message inside the message: kept whole, and looked into as far as the limit goes."""
        if kind != INTERNET:  # a report of delivery: blocks of headers, said with the words
            said = "\n\n".join(
                _quietly(lambda one=one: one.as_string(), "") for one in inside if isinstance(one, Parsed)
            )
            self.plain.append(said[:10_000])
            return
        self.seen += 1
        inner = inside[0] if inside and isinstance(inside[0], Parsed) else None
        if inner is None:
            return
        if self.seen <= self.limits.parts and deep == 0:  # deeper ones are within it
            subject = headers.words(_first(inner, "subject"))
            name = _name(part) or tidy_name(subject, "message") + ".eml"
            self._keep(name, INTERNET, _quietly(inner.as_bytes, b""))
        if deep >= self.limits.depth:
            self.message.note("too_deep", depth=deep + 1)
            return
        stack.append((inner, deep + 1, False))

    def _leaf(self, part: Parsed, kind: str, alternative: bool) -> None:
        name = _name(part)
        disposition = _quietly(part.get_content_disposition, None)
        data = _quietly(lambda: part.get_payload(decode=True), vars(part).get("_payload") or b"")
        if not isinstance(data, bytes):
            data = str(data).encode("utf-8", "surrogateescape")
        words = kind in ("text/plain", "text/html", "text/enriched") and disposition != "attachment" and not name
        if words:
            self._words(kind, headers.characters(data, _quietly(part.get_content_charset, "") or ""))
            return
        if kind.startswith(("application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")):
            self.message.note("encrypted")
        if kind == "text/rfc822-headers" or (kind == "message/delivery-status" and not name):
            self.plain.append(headers.characters(data, "")[:10_000])
            return
        self.seen += 1
        if self.seen > self.limits.parts or (not data and not name):
            return
        identifier = next(iter(headers.identifiers(_first(part, "content-id"))), "")
        name = name or f"{kind.partition('/')[0] if kind != _CALENDAR else 'invitation'}-{self.seen}"
        self._keep(name, kind, data, identifier if kind.startswith("image/") else "")

    def _words(self, kind: str, text: str) -> None:
        said = self.rich if kind == "text/html" else self.plain
        if text.strip() and len(said) < PIECES and self.room > 0:
            said.append(text)
            self.room -= len(text)

    def _keep(self, name: str, kind: str, data: bytes, inline: str = "") -> None:
        part, remarks = judged(name, kind, data, inline=inline, limits=self.limits)
        for remark in remarks:
            self.message.note(**remark)
        if part is None:
            return
        if inline and part.media_type in cleaning.PICTURES and len(data) <= self.limits.picture:
            self.pictures[inline] = (part.media_type, data)
        taken = {one.name for one in self.message.parts}
        stem, dot, ending = part.name.rpartition(".")
        for n in range(2, self.limits.parts + 2):
            if part.name not in taken:
                break
            part.name = f"{stem} ({n}){dot}{ending}"
        self.message.parts.append(part)


def _name(part: Parsed) -> str:
    """The name of a part, decoded from whichever of four ways its program knew."""
    raw = [(key, _first(part, key)) for key in ("content-disposition", "content-type")]
    if all(value.isascii() for _key, value in raw):
        found = _quietly(part.get_filename, None)
    else:  # a name in bare bytes: read in its charset first, for the parser would put question marks
        again = Parsed()
        for key, value in raw:
            again[key] = headers.letters(value)
        found = _quietly(again.get_filename, None)
    return tidy_name(headers.words(str(found)), "") if found else ""


def _quietly(ask: Any, otherwise: Any) -> Any:
    try:
        found = ask()
    except (HeaderParseError, RecursionError, Exception):
        return otherwise
    return otherwise if found is None else found
