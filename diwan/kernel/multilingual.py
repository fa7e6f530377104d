"""Text that belongs to the institution: one text per language of the organisation, each standing for itself.

Kept in one JSON column keyed by language code, because the languages of an organisation are data (its profile), not
code. See docs/decisions/0002. Nothing falls back silently: ``in_language`` says which language it gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.translation import get_language


class Texts(dict[str, str]):
    """``{"en": "Legal Affairs", "fr": "Affaires juridiques"}``: empty texts are not kept."""

    def __init__(self, texts: Mapping[str, str | None] | None = None, /, **more: str) -> None:
        super().__init__({k: v.strip() for k, v in {**(texts or {}), **more}.items() if v and v.strip()})

    def in_language(self, language: str | None = None) -> tuple[str, str]:
        """The text wanted and its language; another language, said as such, when the wanted one is missing."""
        wanted = (language or get_language() or "en")[:2]
        for code in (wanted, *self):
            if code in self:
                return self[code], code
        return "", wanted

    def missing(self, languages: Iterator[str] | list[str]) -> list[str]:
        """Languages that have no text yet."""
        return [code for code in languages if code not in self]

    def __str__(self) -> str:
        return self.in_language()[0]


class MultilingualField(models.JSONField):
    """A column of ``Texts``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Texts)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Texts | None:
        loaded = super().from_db_value(value, expression, connection)
        return None if loaded is None else Texts(loaded)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return Texts(value) if isinstance(value, dict) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if isinstance(value, dict) and not isinstance(value, Texts):
            value = Texts(value)
            setattr(model_instance, self.attname, value)
        return value
