"""Selects written here are to the letter those of Django's templates."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from diwan.interface.rendering import Renderer

PLAIN = [("", "None"), ("a", "A & <b>"), (3, "Three"), ('"', "quoted")]
GROUPED = [("", "–"), ("Group <one>", [("x", "X"), ("y", "Y")]), ("Two", [(1, "1")])]


@pytest.mark.parametrize("choices", [PLAIN, GROUPED, []])
@pytest.mark.parametrize("value", ["", None, "a", "x", 3, ["a", 3], ["x", "1"]])
@pytest.mark.parametrize("attrs", [{}, {"id": "f", "class": "form-select", "required": True, "disabled": False}])
def test_as_django_writes_them(choices: Any, value: Any, attrs: dict[str, Any]) -> None:
    for widget in (forms.Select(choices=choices), forms.SelectMultiple(choices=choices, attrs={"size": "4"})):
        written = widget.render("name", value, attrs, renderer=Renderer())
        assert parse_html(written) == parse_html(widget.render("name", value, attrs, renderer=DjangoTemplates()))


def test_other_widgets_are_djangos() -> None:
    for widget in (forms.TextInput(), forms.Textarea(), forms.CheckboxInput(), forms.RadioSelect(choices=PLAIN)):
        written = widget.render("name", "a", {}, renderer=Renderer())
        assert written == widget.render("name", "a", {}, renderer=DjangoTemplates())
