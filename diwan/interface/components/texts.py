"""Adopted text with its gloss, the language versions of a text, and the history beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from diwan.interface.components.marks import direction, initials
from diwan.interface.components.page import attributes, drawn

register = template.Library()


@register.simple_block_tag
def para(content: str, label: Any = "", *, id: str = "", **more: Any) -> SafeString:
    """One row of a text with gloss: a `paratext` and then a `gloss`."""
    return drawn("para", content=content, label=label, id=id, more=attributes(more))


@register.simple_block_tag
def paratext(content: str, number: str = "", *, anchor: str = "", lang: str = "") -> SafeString:
    """The paragraph as adopted, with its number; `lang` is the language of the text."""
    return drawn(
        "paratext",
        content=content,
        number=number,
        anchor=anchor,
        lang=lang,
        dir=direction(lang) if lang else "",
    )


@register.simple_block_tag
def gloss(content: str, *, status: str = "", label: Any = "", unit: Any = "") -> SafeString:
    """What the house adds beside a paragraph: who, in which state; facts and last word in the block.

    Without `status` it is a plain remark.
    """
    return drawn("gloss", content=content, status=status, label=label, unit=unit)


@register.inclusion_tag("ui/languagechips.html")
def languagechips(items: Iterable[Mapping[str, Any]], label: Any) -> dict[str, Any]:
    """The language versions of a text: `code`, `name`, `url`, perhaps `current`, `status`, `word` each."""
    return {"items": list(items), "label": label}


@register.inclusion_tag("ui/journal.html")
def journal(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What happened, newest first: entries with `at` (an instant), `says`, perhaps `url` and `note`."""
    return {"entries": entries}


@register.inclusion_tag("ui/slip.html")
def slip(steps: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A circuit: steps with `status`, `who`, `says`, perhaps `at` (an instant or words) and `now`."""
    return {"steps": steps}


@register.simple_block_tag
def minute(content: str, by: Any, *, post: Any = "", at: Any = None, lang: str = "") -> SafeString:
    """Somebody's own word, in serif."""
    return drawn(
        "minute",
        content=content,
        by=by,
        initials=initials(str(by)),
        post=post,
        at=at,
        lang=lang,
        dir=direction(lang) if lang else "",
    )
