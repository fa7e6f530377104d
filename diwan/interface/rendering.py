"""How Django's own form widgets are written.

A select of eighty units is eighty templates of Django's, and a slip has three: 60 ms of the signature book; a line or
an area of text is two of them. These are written here, as Django's templates write them; all others come from these.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from diwan.interface.markup import escaped, markup


class Renderer(DjangoTemplates):
    """Django's templates, the frequent ones apart."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if written := WRITTEN.get(template_name):
            return written(context["widget"])
        return super().render(template_name, context, request)


def select(widget: dict[str, Any]) -> SafeString:
    """A select with its options, in groups where they have a name."""
    found = SafeString("").join(
        markup('<optgroup label="{}">{}</optgroup>', name, SafeString(_options(options))) if name else _options(options)
        for name, options, _index in widget["optgroups"]
    )
    return markup('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), SafeString(found))


def _options(options: list[dict[str, Any]]) -> str:
    return "".join(
        f'<option value="{escaped("" if one["value"] is None else one["value"])}"'
        f"{flatatt(one['attrs']) if one['attrs'] else ''}>{escaped(one['label'])}</option>"
        for one in options
    )


def line(widget: dict[str, Any]) -> SafeString:
    """A line of text, or what a browser makes of its type."""
    value = "" if widget["value"] is None else markup(' value="{}"', widget["value"])
    return markup('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, flatatt(widget["attrs"]))


def area(widget: dict[str, Any]) -> SafeString:
    """Some lines of text; the first break is not part of them."""
    return markup(
        '<textarea name="{}"{}>\n{}</textarea>', widget["name"], flatatt(widget["attrs"]), widget["value"] or ""
    )


WRITTEN: dict[str, Callable[[dict[str, Any]], SafeString]] = {
    "django/forms/widgets/select.html": select,
    "django/forms/widgets/textarea.html": area,
    **{
        f"django/forms/widgets/{name}.html": line
        for name in ("text", "number", "email", "url", "date", "time", "search", "hidden")
    },
}
