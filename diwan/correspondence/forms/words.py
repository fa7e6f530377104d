"""Words typed by hand: what cannot be kept is refused with what to do, what merely disturbs is tidied."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

_TURNING = re.compile("[\u202a-\u202e]")
_BLANKS = re.compile(r"\s+")


def showable(value: Any) -> Any:
    """What was typed, without the signs that no page may hold: line ends and tabulators stay."""
    if not isinstance(value, str):
        return value
    return "".join(sign for sign in value if unicodedata.category(sign) != "Cc" or sign in "\t\n\r")


class Shared:
    """A field that all forms of its class share: none of them changes it, so none needs a copy.

    Thirty fields copied for each letter cost more than giving it its number.
    """

    def __deepcopy__(self, memo: Any) -> Any:
        return self


class Words(Shared, forms.CharField):
    """One line of text. Signs that turn the direction of what follows could make a number read otherwise: refused."""

    def __init__(self, *, limit: int, required: bool = False, **options: Any) -> None:
        self.limit = limit
        super().__init__(required=required, **options)
        self.validators = [
            ProhibitNullCharactersValidator(
                message=_("The text holds a sign that cannot be kept (NUL). Type it again instead of pasting it.")
            )
        ]
        self.widget.attrs["maxlength"] = str(limit)

    def prepare_value(self, value: Any) -> Any:
        """As it is shown again."""
        return showable(value)

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        if _TURNING.search(words):
            raise forms.ValidationError(
                _("The text holds signs that turn its direction. Type it again instead of pasting it.")
            )
        words = _BLANKS.sub(
            " ", "".join(sign for sign in words if unicodedata.category(sign) != "Cc" or sign.isspace())
        )
        words = words.strip()
        if len(words) > self.limit:
            raise forms.ValidationError(
                _("It has %(n)s characters. Shorten it to %(limit)s."), params={"n": len(words), "limit": self.limit}
            )
        return words


def name_of_file(name: str) -> str:
    """A file's name without folders, and without signs that hide its ending."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in bare if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co"))
    return kept.strip()[-200:] or "file"
