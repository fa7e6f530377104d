"""A summary in one language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diwan.correspondence.forms.words import Words, showable
from diwan.interface.components.marks import direction


class Lines(forms.CharField):
    """Several lines, shown again as a page can hold them."""

    def prepare_value(self, value: Any) -> Any:
        return showable(value)


class SummaryForm(forms.Form):
    """The letter in a few lines."""

    text = Lines(label=_("Summary"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, data: Any = None, *, language: str, **options: Any) -> None:
        super().__init__(data, prefix=language, **options)
        self.fields["text"].widget.attrs |= {"lang": language, "dir": direction(language), "class": "doc"}

    def clean_text(self) -> str:
        lines = str(self.cleaned_data["text"]).splitlines()
        one = Words(limit=2000)
        return "\n".join(filter(None, (one.clean(line) for line in lines)))
