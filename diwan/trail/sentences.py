"""An event said in words: made on reading, in the reader's language, from the verb and its particulars."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from diwan.trail.models import Event

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
    return str(says) % _Particulars(event.particulars)


class _Particulars(defaultdict[str, Any]):
    """Missing particulars are said as a dash: an old event must stay readable when a sentence is reworded."""

    def __init__(self, facts: dict[str, Any]) -> None:
        super().__init__(lambda: "–", {k: _said(v) for k, v in facts.items()})


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        from diwan.kernel.multilingual import Texts

        return Texts({k: v for k, v in value.items() if isinstance(v, str)})
    return "–" if value in (None, "") else value
