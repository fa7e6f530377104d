"""Shapes of what goes out and comes in, derived from models and forms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from ninja import Schema
from pydantic import Field, create_model

from diwan.kernel.multilingual import MultilingualField

_COLUMNS: list[tuple[type[models.Field], Any]] = [
    (MultilingualField, dict[str, str]),
    (models.JSONField, Any),
    (models.BooleanField, bool),
    (models.DateTimeField, dt.datetime),
    (models.DateField, dt.date),
    (models.DecimalField, Decimal),
    (models.IntegerField, int),
    (models.ForeignKey, int),
    (models.Field, str),
]
_FIELDS: list[tuple[type[forms.Field], Any]] = [
    (forms.ModelMultipleChoiceField, list[int]),
    (forms.ModelChoiceField, int),
    (forms.MultipleChoiceField, list[str]),
    (forms.BooleanField, bool),
    (forms.DateField, dt.date),
    (forms.IntegerField, int),
    (forms.Field, str),
]


class Reason(Schema):
    """Why something was refused, in the language asked for."""

    reason: str


class Wrong(Schema):
    """What is wrong with each field."""

    errors: dict[str, list[str]]


class Made(Schema):
    """The event that an act left in the trail."""

    event: int
    verb: str
    record: str
    id: int


def shape_of(model: type[models.Model], names: tuple[str, ...]) -> type[Schema]:
    """What the API shows of a record."""
    fields: dict[str, Any] = {}
    for name in names:
        column = model._meta.get_field(name.removesuffix("_id") if name != "id" else "id")
        kind = next(kind for base, kind in _COLUMNS if isinstance(column, base))
        fields[name] = (kind | None if getattr(column, "null", False) and kind is not Any else kind, ...)
    fields["reference"] = (str, Field("", alias="reference_printed"))
    fields["url"] = (str, Field("", alias="get_absolute_url"))
    return create_model(f"{model.__name__}", __base__=Schema, **fields)


def body_of(name: str, form: type[forms.Form] | None) -> type[Schema]:
    """What a step asks for: the fields of its form."""
    fields: dict[str, Any] = {}
    for key, field in (form.base_fields if form else {}).items():
        if isinstance(field, forms.FileField):
            continue
        kind = next(kind for base, kind in _FIELDS if isinstance(field, base))
        words = str(field.label or key)
        fields[key] = (kind, Field(..., description=words)) if field.required else (kind | None, Field(None, description=words))
    return create_model(name, __base__=Schema, **fields)
