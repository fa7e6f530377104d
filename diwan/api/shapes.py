"""Shapes of what goes out and comes in, derived from models and from the verbs of records."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Sequence
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from django.db import models
from ninja import Schema
from pydantic import Field, create_model

from diwan.kernel.lifecycle import Step
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


def body_of(name: str, step: Step) -> type[Schema]:
    """What a step asks for, from the particulars its verb takes: a record is given by its id."""
    fields: dict[str, Any] = {}
    hints = get_type_hints(step.verb)
    for key, parameter in inspect.signature(step.verb).parameters.items():
        if key in ("self", "by"):
            continue
        kind = _spoken(hints.get(key, str))
        required = parameter.default is inspect.Parameter.empty
        fields[key] = (kind, ...) if required else (kind | None, None)
    return create_model(name, __base__=Schema, **fields)


def facts_of(step: Step, given: dict[str, Any]) -> dict[str, Any]:
    """The particulars for the verb: ids become records. Raises Unknown for an id that names none."""
    hints, facts = get_type_hints(step.verb), {}
    for key, value in given.items():
        model = _model_in(hints.get(key, str))
        if model is None or value is None:
            facts[key] = value
        elif isinstance(value, list):
            found = model._default_manager.in_bulk(value)
            if missing := [pk for pk in value if pk not in found]:
                raise Unknown(key, missing[0])
            facts[key] = [found[pk] for pk in value]
        else:
            facts[key] = model._default_manager.filter(pk=value).first()
            if facts[key] is None:
                raise Unknown(key, value)
    return facts


class Unknown(Exception):
    """An id that names nothing."""

    def __init__(self, field: str, value: int) -> None:
        super().__init__(f"{value}")
        self.field = field


Id = Annotated[int, Field(ge=1, lt=2**63)]


def _spoken(hint: Any) -> Any:
    """A type as JSON says it."""
    if _model_in(hint) is None:
        return (
            next((part for part in get_args(hint) if part is not type(None)), hint)
            if isinstance(hint, UnionType)
            else hint
        )
    return list[Id] if get_origin(hint) is Sequence else Id


def _model_in(hint: Any) -> type[models.Model] | None:
    for part in (hint, *get_args(hint)):
        if isinstance(part, type) and issubclass(part, models.Model):
            return part
    return None
