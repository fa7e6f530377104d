"""Form fields with label, help and error bound together, and the summary of what needs correcting."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import ngettext, pgettext

from diwan.interface.components.page import attributes, drawn

register = template.Library()

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def shape(field: BoundField) -> str:
    """How a field is drawn: `box` (one tick), `choices` (several), `select`, or `line`."""
    widget = field.field.widget
    if isinstance(widget, CHOICES):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "box"
    return "select" if isinstance(widget, forms.Select) else "line"


def dressed(field: BoundField, form_shape: str, more: dict[str, Any]) -> SafeString:
    """The widget with its class and the ids of its help and error."""
    widget = field.field.widget
    classes = {"line": "form-control", "select": "form-select"}.get(form_shape, "form-check-input")
    given = {name.rstrip("_").replace("_", "-"): value for name, value in more.items()}
    kept = str(widget.attrs.get("class", ""))
    given["class"] = " ".join(filter(None, [classes, kept, "is-invalid" if field.errors else ""]))
    described = [f"{field.auto_id}-{part}" for part, there in (("h", field.help_text), ("e", field.errors)) if there]
    if described:
        given["aria-describedby"] = " ".join(described)
    if field.errors:
        given["aria-invalid"] = "true"
    return field.as_widget(attrs=given)


@register.inclusion_tag("ui/field.html")
def field(
    bound: BoundField,
    *,
    label: Any = "",
    help: Any = "",
    hint: Any = "",
    wide: bool = False,
    quiet: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """One field: label, control, help, error. `wide` spans the grid, `quiet` hides the label from the eye.

    `hint` says where a proposed value comes from ("read from the text"). Further arguments become attributes.
    """
    form_shape = shape(bound)
    options = bound.subwidgets if form_shape == "choices" else []
    for option in options:
        option.data["attrs"]["class"] = "form-check-input"
    return {
        "field": bound,
        "shape": form_shape,
        "options": options,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "hint": hint,
        "wide": wide,
        "quiet": quiet,
        "optional": not bound.field.required and form_shape != "box",
        "control": "" if form_shape == "choices" else dressed(bound, form_shape, more),
        "hidden": bound.is_hidden,
        "more": attributes(more),
    }


@register.simple_block_tag
def fields(content: str, legend: Any = "", *, columns: int = 1) -> SafeString:
    """A set of fields under a legend, in one, two or three columns."""
    return drawn("fieldset", content=content, legend=legend, columns=columns)


def named(bound: BoundField, text: Any) -> str:
    """An error with the name of its field, so that the line can be understood away from it."""
    return pgettext("field and what is wrong", "%(field)s: %(error)s") % {"field": bound.label, "error": text}


@register.inclusion_tag("ui/errors.html")
def errors(*wrong: BaseForm, focus: bool = True) -> dict[str, Any]:
    """What needs correcting, at the top of a refused form; takes the focus; each line leads to its field."""
    lines = []
    for form in wrong:
        if form is None or not form.is_bound:
            continue
        lines += [{"text": text, "id": ""} for text in form.non_field_errors()]
        lines += [{"text": named(bound, text), "id": bound.auto_id} for bound in form for text in bound.errors]
    count = len(lines)
    title = ngettext("One field needs correcting", "%(count)d fields need correcting", count) % {"count": count}
    return {"lines": lines, "title": title, "focus": focus}


@register.inclusion_tag("ui/hiddens.html", takes_context=True)
def keepquery(context: Context, *except_: str) -> dict[str, Any]:
    """The present query as hidden fields, so that a form beside the filters keeps them."""
    query = context["request"].GET
    return {"pairs": [(name, value) for name in query for value in query.getlist(name) if name not in except_]}
