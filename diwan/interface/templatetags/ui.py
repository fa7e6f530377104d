"""Every component, under one name: `ui` (a builtin in settings, so pages need not load it)."""

from django import template

from diwan.interface.components import forms, lists, marks, page, texts

register = template.Library()
for shelf in (marks, page, lists, texts, forms):
    register.tags.update(shelf.register.tags)
