"""What the reader says in codes, said in the reader's language: refusals, doubts, warnings, explanations.

The codes are those of ``diwan.reading``. A code that is not known here is shown with the reader's own English words,
never hidden.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

_COUNTS = re.compile(r"(\d+) entries, (\d+) resolutions$")
_PAGES = re.compile(r"\d+(?:, \d+)*")
_MISSING = " is not in the text under this number"


class Refusal(NamedTuple):
    """Why a file could not be read, and what to do about it."""

    what: str | Promise
    way_on: str | Promise


REFUSALS = {
    "absent": Refusal(_("The file is no longer there."), _("Hand it in once more, and tell the administrator.")),
    "empty": Refusal(_("The file holds no text."), _("Open it to see whether it is the right one, then hand in the full file.")),
    "too_large": Refusal(_("The document is larger than the reader accepts."), _("Divide the volume and hand in the parts.")),
    "encrypted": Refusal(
        _("The document is protected by a password."), _("Ask for a copy without a password, or save one, and hand it in.")
    ),
    "corrupt": Refusal(
        _("The file is damaged and cannot be opened."), _("Ask for it to be sent once more, or save it again from its program.")
    ),
    "scanned": Refusal(
        _("The document holds pictures, and no words could be recognised in them."),
        _("Scan it again at 300 dots an inch, upright and in full, or hand in the Word file."),
    ),
    "no_recogniser": Refusal(
        _("The document holds pictures of pages. The program that recognises their words, tesseract, is not installed."),
        _(
            "Ask the administrator to install it, then have the file read again. On Debian and Ubuntu: apt-get install "
            "tesseract-ocr tesseract-ocr-ara tesseract-ocr-fra. Or hand in the Word file."
        ),
    ),
    "no_language_data": Refusal(
        _("The document holds pictures of pages, and tesseract has no data for their language."),
        _(
            "Ask the administrator to install them, then have the file read again. On Debian and Ubuntu: apt-get install "
            "tesseract-ocr-ara tesseract-ocr-fra."
        ),
    ),
    "foreign_script": Refusal(
        _("The pages are in a script that is not read."), _("Hand in the volume in English, French or Arabic.")
    ),
    "wrong_type": Refusal(
        _("The content of the file is not what its name says."), _("Hand in the volume as DOCX, PDF, HTML, TXT, Akoma Ntoso or JSON.")
    ),
    "bomb": Refusal(
        _("The file unpacks to far more than a document holds. It was not opened."),
        _("Do not open it elsewhere. Ask the sender for a clean copy."),
    ),
    "not_text": Refusal(
        _("The file is not text, or in a script that was damaged on the way."), _("Save it again as UTF-8 text, or hand in the Word file.")
    ),
    "too_slow": Refusal(
        _("The document took too long to open."), _("Hand in the Word file, or divide the volume and hand in the parts.")
    ),
    "no_resolution": Refusal(
        _("No resolution was found in the document."),
        _("See whether it is the right file. If it is, choose its language and have it read again."),
    ),
    "set_aside": Refusal(_("It was set aside and does not count."), _("Have it read again to bring it back.")),
    "failed": Refusal(
        _("The reader stopped at something it does not know."), _("The original is kept. Hand in another format, or tell the administrator.")
    ),
}  # fmt: skip

DOUBTS = {
    "no_number": _("It has no number while others have."),
    "number_gap": _("A number before it is missing."),
    "number_repeated": _("Its number stands twice."),
    "number_restarts": _("Its number begins again: an annex or a part may begin here."),
    "number_misread": _("Its number is printed as a letter: it may have been misread."),
    "symbol_session": _("The number names another session than the opening."),
    "no_title": _("No title was found."),
    "very_long": _("It is unusually long: two paragraphs may have run together."),
    "no_verb": _("No operative verb was found."),
    "no_addressee": _("Nobody is named as asked."),
    "hidden_request": _("It may ask for something behind another verb."),
    "doubtful_words": _("Several of its words were hard to read in the picture: compare them with the original."),
    "doubtful_label": _("Its number was hard to read in the picture: compare it with the original."),
}

WARNINGS = {
    "language": _("Most of the text is in another language than the one chosen."),
    "mixed_languages": _("The text mixes languages"),
    "index": _("The index and the text differ"),
    "other_languages": _("The file also holds the text in"),
    "no_resolution": _("No resolution was found."),
    "not_recognised": _("On these pages, which are pictures, nothing could be recognised"),
    "no_recogniser": _("These pages are pictures and were left out: tesseract is not installed. Install it, then read again"),
    "no_language_data": _("These pages are pictures and were left out: tesseract lacks the data of their language"),
    "scanned": _("These pages are pictures without words that could be recognised"),
    "too_slow": _("These pages are pictures whose recognition took too long; they were left out"),
    "foreign_script": _("These pages are pictures in a script that is not read; they were left out"),
    "corrupt": _("These pages are pictures that could not be drawn; they were left out"),
    "too_large": _("These pages are pictures, too many of them, and were left out"),
    "bomb": _("These pages are pictures too large to be opened, and were left out"),
}  # fmt: skip

BECAUSE = {
    "verb": _("verb “%(words)s”"),
    "addressee": _("asks “%(words)s”"),
    "deadline": _("deadline “%(words)s”"),
    "report": _("a report is asked for"),
    "under": _("it stands under §%(words)s"),
    "must": _("says “%(words)s”"),
    "no verb": _("no operative verb"),
    "no task": _("what is decided leaves nothing to do"),
    "verbal noun": _("a verbal noun says what is decided"),
    "leads a list": _("“%(words)s” leads a list of measures"),
}


def language_name(code: str) -> str:
    """A language by its own name; empty for none, the code itself for one Django does not know."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize() if code else ""
    except KeyError:
        return code


def refusal(code: str) -> Refusal:
    """The sentence for a refusal, and the way on."""
    return REFUSALS.get(code, REFUSALS["failed"])


def doubt(found: Mapping[str, str]) -> str:
    """The reason of a doubt."""
    return str(DOUBTS.get(found.get("code", "")) or found.get("text", ""))


def warning(found: str) -> str:
    """A warning of the reader; what it found stands behind the colon, as the document writes it."""
    code, _colon, detail = found.partition(":")
    said = WARNINGS.get(code)
    if said is None:
        return found
    detail = _detail(code, detail.strip())
    return gettext("%(warning)s: %(detail)s") % {"warning": said, "detail": detail} if detail else str(said)


def _detail(code: str, found: str) -> str:
    """What a warning is about: language names; an entry of the index; the two counts."""
    if code in ("mixed_languages", "other_languages"):
        return ", ".join(language_name(name.strip()) for name in found.split(","))
    if _PAGES.fullmatch(found):
        return found
    if code != "index":
        return ""
    if counts := _COUNTS.match(found):
        said = gettext("%(entries)s entries, %(resolutions)s resolutions")
        return said % {"entries": counts[1], "resolutions": counts[2]}
    if found.endswith(_MISSING):
        return gettext("“%(entry)s” is not in the text under this number") % {"entry": found.removesuffix(_MISSING)}
    return found


def explanation(found: str) -> str:
    """Why the reader proposed what it did."""
    code, _colon, words = found.partition(":")
    if found == "under:decides":
        return gettext("it stands under a decision")
    said = BECAUSE.get(code)
    return str(said) % {"words": f"\u2068{words}\u2069"} if said else found
