"""Widgets written here are those of Django's templates."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import SafeString

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


@pytest.mark.parametrize(
    "value", ["", None, 0, 3, 1234567.5, "a <b> & \"c\" 'd'", SafeString("<i>"), "two\nlines", True]
)
@pytest.mark.parametrize(
    "attrs", [{}, {"id": "f", "required": True, "disabled": False, "placeholder": 'say "so" <now>'}]
)
def test_lines_and_areas(value: Any, attrs: dict[str, Any]) -> None:
    widgets = (
        forms.TextInput(), forms.NumberInput(), forms.EmailInput(), forms.URLInput(), forms.DateInput(), forms.TimeInput(),
        forms.HiddenInput(), forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    for widget in widgets:
        written = widget.render("name", value, attrs, renderer=Renderer())
        assert parse_html(written) == parse_html(widget.render("name", value, attrs, renderer=DjangoTemplates()))


def test_other_widgets_are_djangos() -> None:
    for widget in (
        forms.PasswordInput(),
        forms.CheckboxInput(),
        forms.ClearableFileInput(),
        forms.RadioSelect(choices=PLAIN),
    ):
        written = widget.render("name", "a", {}, renderer=Renderer())
        assert written == widget.render("name", "a", {}, renderer=DjangoTemplates())
