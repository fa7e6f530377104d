"""What is asked of a session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diwan.kernel.multilingual import Texts
from diwan.meetings.models import Session


class SessionForm(forms.ModelForm):
    """Organ, number, name and place in each language, dates in both calendars."""

    class Meta:
        model = Session
        fields = ["organ", "number", "extraordinary", "start", "end", "hijri_printed"]
        widgets = {
            "start": forms.DateInput(attrs={"type": "date"}),
            "end": forms.DateInput(attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for language in languages:
            for name, label in (("name", _("Name")), ("place", _("Place"))):
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=f"{label} ({language})",
                    required=False,
                    max_length=200,
                    initial=getattr(self.instance, name).get(language, ""),
                    widget=forms.TextInput(attrs={"lang": language, "dir": "auto"}),
                )

    def clean_number(self) -> int:
        """Sessions are counted from one."""
        number: int = self.cleaned_data["number"]
        if number < 1:
            raise forms.ValidationError(_("Sessions are counted from 1."))
        return number

    def clean(self) -> dict[str, Any]:
        """A name in one language at least, and days that run forwards."""
        data = super().clean() or {}
        for name in ("name", "place"):
            data[name] = Texts({lang: data.pop(f"{name}_{lang}", "") for lang in self.languages})
        if not data["name"]:
            self.add_error(f"name_{self.languages[0]}", _("Write the name in one language at least."))
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("The last day lies before the first. Choose a later one."))
        return data

    def save(self, commit: bool = True) -> Session:
        """With the texts of all languages."""
        self.instance.name, self.instance.place = self.cleaned_data["name"], self.cleaned_data["place"]
        return super().save(commit)  # type: ignore[no-any-return]
