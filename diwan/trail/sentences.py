"""An event said in words: made on reading, in the reader's language, from the verb and its particulars."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diwan.kernel.calendars import gregorian_in_words

if TYPE_CHECKING:
    from diwan.trail.models import Event

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# Facts that are not steps of one record type, said alike everywhere.
FACTS = {
    "read": _("read it"),
    "export": _("exported it"),
    "attach": _("attached “%(title)s”"),
    "link": _("linked it to %(to)s"),
    "unlink": _("removed the link to %(to)s"),
    "sign_in": _("signed in"),
}


def sentence(event: Event) -> str:
    """What happened, without saying who: the page shows the person beside it."""
    step = getattr(event.model, "steps", {}).get(event.verb)
    told = getattr(event.model, "facts", {})
    says = step.says if step else told.get(event.verb) or FACTS.get(event.verb, event.verb)
    return str(says) % _Particulars(event.particulars, getattr(event.model, "choices_said", {}))


class _Particulars(defaultdict[str, Any]):
    """Missing particulars are said as a dash: an old event must stay readable when a sentence is reworded."""

    def __init__(self, facts: dict[str, Any], choices: dict[str, Any]) -> None:
        said = {
            k: dict(choices[k].choices).get(v, v) if k in choices and not isinstance(v, dict) else _said(v)
            for k, v in facts.items()
        }
        super().__init__(lambda: "–", said)


def _said(value: Any) -> Any:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return gregorian_in_words(dt.date.fromisoformat(value), get_language() or "en", "short")
    if isinstance(value, dict):
        from diwan.kernel.multilingual import Texts

        return Texts({k: v for k, v in value.items() if isinstance(v, str)})
    return "–" if value in (None, "") else value
