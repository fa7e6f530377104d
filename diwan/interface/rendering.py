"""How Django's own form widgets are written.

A select of eighty units is eighty templates of Django's, and a slip has three: 60 ms of the signature book. Selects are
written here, to the letter as Django's templates write them; all other widgets come from these.
"""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from diwan.interface.markup import escaped, markup

SELECT = "django/forms/widgets/select.html"


class Renderer(DjangoTemplates):
    """Django's templates, selects apart."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == SELECT:
            return select(context["widget"])
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
