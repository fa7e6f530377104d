"""Why something is proposed: a code and the words found, said in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Because:
    """The code of a reason, the words it rests on, and how many letters it rests on."""

    code: str
    words: str = ""
    count: int = 0

    def __str__(self) -> str:
        if self.code == "earlier":
            return ngettext("as the last letter", "as the last %(n)d letters", self.count) % {"n": self.count}
        isolated = (
            f"\u2068{self.words}\u2069" if self.words else ""
        )  # words of any script inside a sentence of any other
        return str(_SAID[self.code](isolated))


_SAID: dict[str, Any] = {
    "line": lambda words: _("read from the line “%(words)s”") % {"words": words} if words else _("read from the head"),
    "words": lambda words: _("the words “%(words)s”") % {"words": words},
    "text": lambda words: _("read from the text"),
    "first": lambda words: _("from its first sentences"),
    "compliments": lambda words: _("it presents compliments in this name"),
    "hijri": lambda words: _("from the Hijri date printed"),
    "both": lambda words: _("printed in both calendars"),
    "apart": lambda words: _("its two calendars do not agree: look at it"),
    "mail": lambda words: _("from the e-mail"),
    "counted": lambda words: _("counted"),
    "answers": lambda words: _("the number stands in it"),
    "prefix": lambda words: _("their references begin so: “%(words)s”") % {"words": words},
    "signed": lambda words: _("read from its end"),
}
