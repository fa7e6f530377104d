"""What was noticed or kept out when something arrived: kept as codes, said in the reader's language."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Said(NamedTuple):
    """A remark in words, and whether it is a warning (something was kept out) or for information."""

    text: str
    warning: bool


# code → (sentence, something was kept out or is doubtful)
SENTENCES: dict[str, tuple[str | Promise, bool]] = {
    "archive": (_("“%(name)s” (%(size)s) is an archive and was kept out. Ask the sender for the files themselves."), True),
    "bomb": (_("“%(name)s” (%(size)s) unpacks to far more than it should and was kept out."), True),
    "program": (_("“%(name)s” (%(size)s) is a program, or is named as one, and was kept out."), True),
    "macros": (_("“%(name)s” (%(size)s) carries macros and was kept out. Ask the sender for a PDF."), True),
    "old_format": (
        _("“%(name)s” (%(size)s) is in an old format that can hide programs and was kept out. Ask the sender for a PDF."),
        True,
    ),
    "unknown_kind": (_("“%(name)s” (%(size)s) is of a kind that is not taken and was kept out. Ask the sender for a PDF."), True),
    "too_large": (_("“%(name)s” (%(size)s) is larger than %(limit)s MB and was kept out."), True),
    "empty_part": (_("“%(name)s” is empty. Ask the sender to send it once more."), True),
    "not_taken_out": (_("“%(name)s” could not be taken out of the message. Open the original."), True),
    "renamed": (_("“%(name)s” is not what its name says; it was kept under the name of what it is."), True),
    "active_pdf": (_("“%(name)s” holds a script or a file within. Open it with care."), True),
    "html_cleaned": (_("“%(name)s” was kept without its scripts and without what it loads from elsewhere."), False),
    "active": (_("Scripts and forms in the message were taken out."), True),
    "remote": (_("Pictures that the message loads from elsewhere were taken out: they tell the sender who reads it."), False),
    "links": (_("Links are shown as text and lead nowhere; their addresses are in the text that was read."), False),
    "html_cut": (_("The message is very long; only its beginning is shown. The original has all of it."), True),
    "html_tangled": (_("The layout of the message is tangled on purpose and is not shown; its words are."), True),
    "too_many_parts": (_("The message has far more parts than a letter (%(count)s); not all were taken out."), True),
    "too_large_whole": (_("The message is larger than can be taken apart; only its head was read."), True),
    "too_deep": (_("Messages are enclosed in messages more than %(depth)s deep; the inner ones were not opened."), True),
    "malformed": (_("The message is not built as messages are. Compare with the original before you rely on it."), True),
    "huge_header": (_("A header of the message is far too long; only its beginning was read."), True),
    "several_senders": (_("The message names several senders: %(names)s."), False),
    "reply_elsewhere": (_("Answers would go to another place than the sender: %(address)s."), True),
    "encrypted": (_("Part of the message is encrypted and cannot be read here."), True),
    "not_mail": (_("It was sent as a message but cannot be read as one. It is kept as it came."), True),
    "not_outlook": (_("This message of Outlook is damaged and cannot be read. It is kept as it came."), True),
    "left_in_mailbox": (
        _("The message has %(size)s, more than is taken in. It was left in the mailbox; only its head is here."),
        True,
    ),
    "empty_message": (_("The message is empty."), True),
    # reading
    "no_recogniser": (
        _("The page is a picture, and the program tesseract, which reads pictures, is not installed. The administrator "
          "installs the packages tesseract-ocr, tesseract-ocr-ara and tesseract-ocr-fra."),
        True,
    ),
    "no_language_data": (
        _("The page is a picture in a language for which tesseract has no data here. The administrator installs the packages "
          "tesseract-ocr-ara and tesseract-ocr-fra."),
        True,
    ),
    "scanned": (_("No words could be recognised on it. Enter what it says by hand."), True),
    "encrypted_document": (_("The document is protected by a password. Ask the sender for one without."), True),
    "unreadable": (_("Its text could not be read. Open it, and enter what it says by hand."), True),
    "poor": (_("The pages %(pages)s were hard to recognise. Compare what is proposed with the paper."), True),
    "known_number": (_("It bears the number %(number)s."), False),
    "came_before": (_("The same file came before and was registered as %(number)s."), True),
    "set_aside_before": (_("The same file came before and was set aside."), False),
    "no_separator": (_("No separator sheet was found: all pages are one item."), True),
    "not_divided": (_("The file could not be divided into pages; it is kept as one item."), True),
    "piece": (_("Pages %(first)s to %(last)s of “%(name)s”."), False),
}  # fmt: skip
READING = {"encrypted": "encrypted_document", "no_recogniser": "no_recogniser", "scanned": "scanned",
           "no_language_data": "no_language_data", "foreign_script": "scanned"}  # fmt: skip
"""How the reader's refusals are remarked on; all others are "unreadable"."""


def said(remark: dict[str, Any]) -> Said:
    """One remark in words; an unknown code is shown as it stands rather than lost."""
    sentence, warning = SENTENCES.get(str(remark.get("code")), (str(remark.get("code")), True))
    shown = {key: _size(value) if key == "size" else value for key, value in remark.items()}
    return Said(str(sentence) % _Missing(shown), warning)


class _Missing(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def _size(value: Any) -> str:
    from django.template.defaultfilters import filesizeformat

    return str(filesizeformat(value)) if isinstance(value, int) else str(value)
