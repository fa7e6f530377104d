"""Messages as Outlook saves them (.msg), read by oxmsg. The file is kept as it is; what cannot be read is remarked on."""

from __future__ import annotations

import re
from typing import Any

from diwan.capture.mail import cleaning, headers
from diwan.capture.mail.enclosures import judged
from diwan.capture.mail.message import LIMITS, Limits, Message, NotAMessage

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHOWN = 0x3712  # PidTagAttachContentId


def is_outlook(data: bytes) -> bool:
    """Whether bytes are a message of Outlook and no other old container."""
    return data.startswith(MAGIC) and "__properties_version1.0".encode("utf-16-le") in data


def read_outlook(data: bytes, limits: Limits = LIMITS) -> Message:
    """A message of Outlook taken apart and defused. Raises NotAMessage("not_outlook")."""
    from oxmsg import Message as Opened

    try:
        opened = Opened.load(data)
        message = _facts(opened)
    except (RecursionError, Exception) as error:  # whatever a hostile file does to the two libraries
        raise NotAMessage("not_outlook") from error
    pictures = _enclosures(message, opened, limits)
    text = _quietly(lambda: opened.body, "")
    rich = _quietly(lambda: opened.html_body, "") or _quietly(lambda: _bytes_of_html(opened), "")
    if rich:
        message.html, found = cleaning.cleaned(rich, pictures)
        for code in found:
            message.note(code)
    message.text = headers.storable(text or cleaning.words_of(rich))[: limits.text]
    return message


def _facts(opened: Any) -> Message:
    message = Message()
    transport = _quietly(lambda: opened.message_headers, {})
    given = {str(key).lower(): str(value) for key, value in transport.items()}
    senders = headers.addresses([_quietly(lambda: opened.sender, "") or given.get("from", "")])
    if senders:
        message.sender_name, message.sender_address = senders[0][0][:300], senders[0][1][:254]
    message.to = [f"{one.email_address or one.name}" for one in _quietly(lambda: opened.recipients, ())][:100]
    message.subject = headers.words(_quietly(lambda: opened.subject, "") or given.get("subject", ""))[:300]
    message.sent_on = headers.moment(given.get("date", "")) or _quietly(lambda: opened.sent_date, None)
    message.message_id = next(iter(headers.identifiers(given.get("message-id", ""))), "")[:250]
    message.in_reply_to = next(iter(headers.identifiers(given.get("in-reply-to", ""))), "")[:250]
    message.references = headers.identifiers(given.get("references", ""))
    return message


def _enclosures(message: Message, opened: Any, limits: Limits) -> dict[str, tuple[str, bytes]]:
    pictures: dict[str, tuple[str, bytes]] = {}
    found = _quietly(lambda: opened.attachments, ())
    if len(found) > limits.parts:
        message.note("too_many_parts", count=len(found))
    for n, one in enumerate(found[: limits.parts], 1):
        name = _quietly(lambda one=one: one.file_name, "") or f"enclosure-{n}"
        data = _quietly(lambda one=one: one.file_bytes, None)
        if data is None:  # a message or an object within the message, or a mere pointer to a file
            message.note("not_taken_out", name=headers.plain(name)[:120])
            continue
        identifier = _quietly(lambda one=one: one.properties.str_prop_value(_SHOWN), "")
        part, remarks = judged(
            name, _quietly(lambda one=one: one.mime_type, ""), data, inline=identifier, limits=limits
        )
        for remark in remarks:
            message.note(**remark)
        if part is None:
            continue
        if identifier and part.media_type in cleaning.PICTURES and len(data) <= limits.picture:
            pictures[identifier] = (part.media_type, data)
        message.parts.append(part)
    return pictures


def _bytes_of_html(opened: Any) -> str:
    from oxmsg.domain import constants

    raw = opened.properties.binary_prop_value(constants.PID_HTML) or b""
    charset = re.search(rb"charset=[\"']?([\w-]+)", raw[:2000])
    return headers.characters(raw, charset[1].decode() if charset else "")


def _quietly(ask: Any, otherwise: Any) -> Any:
    try:
        found = ask()
    except (RecursionError, Exception):
        return otherwise
    return otherwise if found is None else found
