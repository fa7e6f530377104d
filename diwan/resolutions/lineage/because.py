"""Why something is continued, proposed to be led by a unit, or proposed to end: codes said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

CONTINUED: dict[str, str | Promise] = {
    "title": _("the titles agree (%(value)s)"),
    "body": _("the paragraphs agree (%(value)s)"),
    "number": _("it kept its number"),
    "cited": _("its preamble recalls %(value)s"),
    "hand": _("somebody said so"),
    "compared": _("somebody said which paragraphs belong together"),
}
"""Why a resolution continues another."""

ENDING: dict[str, str | Promise] = {
    "renewed": _("%(by)s asks the same again."),
    "answered": _("%(by)s takes the matter up and asks nothing any more."),
    "dropped": _("%(by)s left the paragraph out."),
    "discontinued": _("The body went on with the series at %(by)s and did not continue this resolution."),
    "overtaken": _("It was judged overtaken by events."),
}
"""Why an ending is proposed."""

SHARES = ("title", "body")


def continued(reasons: Iterable[Mapping[str, Any]]) -> str:
    """Why a resolution continues another, each reason in a few words; a share as a percentage, numbers isolated."""
    said = []
    for reason in reasons:
        code, value = str(reason.get("code", "")), reason.get("value")
        if code in CONTINUED:
            shown = f"{round(100 * float(value))}%" if code in SHARES and value is not None else value
            said.append(str(CONTINUED[code]) % {"value": isolated(shown)})
    return gettext(", ").join(said)


def ending(reasons: Iterable[Mapping[str, Any]]) -> str:
    """Why an ending is proposed, in a sentence; what was declined is no reason any more."""
    found = [r for r in reasons if not r.get("declined") and r.get("code") in ENDING]
    return " ".join(str(ENDING[str(r["code"])]) % {"by": isolated(r.get("by", ""))} for r in found)


def isolated(value: Any) -> str:
    """A number that keeps its direction inside a sentence of the other direction."""
    return f"\u2066{value}\u2069"
