"""`{% linked text language record %}`: a text with what it cites made into links.

Inside `{% citations %} … {% endcitations %}` all texts of a page share the same few queries; alone, each asks for
itself. The record says which organ is meant where a number does not say one.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from diwan.citations.links import Page
from diwan.interface.components.marks import words
from diwan.kernel.multilingual import Texts

register = template.Library()
HELD = "_page_of_citations"


class Citations(template.Node):
    """The block: whatever `linked` stands in it is filled in at its end."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """The content, and then its links."""
        if HELD in context:  # a part of a page that is a page of its own as well
            return self.nodelist.render(context)
        page = Page(context["request"].person)
        with context.push(**{HELD: page}):
            return page.fill(self.nodelist.render(context))


@register.tag
def citations(parser: Parser, token: Token) -> Citations:
    """Open the block."""
    nodelist = parser.parse(("endcitations",))
    parser.delete_first_token()
    return Citations(nodelist)


@register.simple_tag(takes_context=True)
def linked(
    context: Context, text: Any, language: str = "", record: Any = None, tag: str = "", classes: str = ""
) -> SafeString:
    """The text with its links. `Texts`, or a text with a `tag`, stand in an element with lang and dir, as in `words`."""
    if isinstance(text, Texts):
        text, language = text.in_language(language or None)
        tag = tag or "span"
    if not text:
        return SafeString("")
    page = context.get(HELD)
    if page is not None:
        content = page.hold(str(text), language, record)
    else:
        alone = Page(context["request"].person)
        content = alone.fill(alone.hold(str(text), language, record))
    return words(content, language, tag, classes) if tag else content
