"""What may be asked of a correspondent and of a formula of courtesy."""

from __future__ import annotations

import re
from typing import Any

from babel import Locale, UnknownLocaleError
from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from diwan.clearance.ranks import Rank
from diwan.directory.folded import folded, host
from diwan.directory.lookup import lookup
from diwan.directory.models import Correspondent, Formula, State
from diwan.directory.recognition import resolve
from diwan.interface.components.marks import direction
from diwan.kernel.multilingual import Texts

SPOKEN = {"name": 1, "address": 3, "salutation": 1, "courtesy": 2}
"""The texts that stand in each language, with their lines."""


def spoken(code: str) -> str:
    """A language as the reader calls it, as within a sentence."""
    try:
        return str(Locale.parse(code, sep="-").get_display_name(get_language() or "en") or code)
    except (UnknownLocaleError, ValueError):
        return code.upper()


def check_places(text: str) -> str:
    """A formula has no places but those that are filled. Raises ValidationError."""
    for place in re.findall(r"\{(.*?)\}", text):
        if place not in Formula.PLACES:
            raise forms.ValidationError(
                _("%(place)s is no place that is filled in: they are %(places)s.")
                % {"place": "{" + place + "}", "places": ", ".join("{" + name + "}" for name in Formula.PLACES)}
            )
    return text


class CorrespondentForm(forms.ModelForm):
    """Who it is in each language, how it is written to, and by what it is recognised."""

    fields: Any  # the stubs know no choices, no queryset

    aliases = forms.CharField(
        label=_("Also called"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("One name on each line, in any language: as letterheads bear it."),
    )  # fmt: skip
    domains = forms.CharField(
        label=_("E-mail domains"), required=False, widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Apart by spaces. Who writes from there is recognised."),
    )  # fmt: skip

    class Meta:
        model = Correspondent
        fields = ["kind", "country", "rank", "language", "channel", "email", "fax", "note"]
        widgets = {
            "email": forms.EmailInput(attrs={"dir": "ltr"}),
            "fax": forms.TextInput(attrs={"dir": "ltr"}),
            "note": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        }

    def __init__(self, *args: Any, languages: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.languages = languages
        self.fields["country"] = forms.ModelChoiceField(
            State.objects.all(), label=pgettext_lazy("a country", "State"), required=False, empty_label="–"
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Written to in"), choices=[(code, capfirst(spoken(code))) for code in languages]
        )
        self.fields["kind"].choices = [("", "–"), *Correspondent.Kind.choices]
        if not self.instance.pk:
            own = ("", _("that of its kind"))
            self.fields["rank"] = forms.TypedChoiceField(
                label=_("Rank"), choices=[own, *Rank.choices], coerce=int, empty_value=None, required=False
            )
            self.initial.setdefault("language", "en" if "en" in languages else languages[0])
            self.initial["rank"] = ""
        for name, rows in SPOKEN.items():
            for code in languages:
                self.fields[f"{name}_{code}"] = self._text(name, code, rows)
        if self.instance.pk:
            self.initial["aliases"] = "\n".join(self.instance.aliases)
            self.initial["domains"] = " ".join(self.instance.domains)

    def _text(self, name: str, code: str, rows: int) -> forms.CharField:
        attrs = {"lang": code, "dir": direction(code), "rows": rows}
        widget = forms.TextInput(attrs=attrs) if rows == 1 else forms.Textarea(attrs=attrs)
        label = Correspondent._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        return forms.CharField(
            label=_("%(what)s, %(language)s") % {"what": str(label).capitalize(), "language": spoken(code)},
            required=False, max_length=600, widget=widget, initial=getattr(self.instance, name).get(code, ""),
        )  # fmt: skip

    def of(self, *names: str) -> list[forms.BoundField]:
        """The fields of these texts, a language each."""
        return [self[f"{name}_{code}"] for name in names for code in self.languages]

    @property
    def names(self) -> list[forms.BoundField]:
        """Its name in each language."""
        return self.of("name")

    @property
    def addresses(self) -> list[forms.BoundField]:
        """Its address in each language."""
        return self.of("address")

    @property
    def courtesies(self) -> list[forms.BoundField]:
        """Salutation and courtesy of its own, in each language."""
        return self.of("salutation", "courtesy")

    def clean_aliases(self) -> list[str]:
        """One on each line."""
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]

    def clean_domains(self) -> list[str]:
        """Domains, apart by spaces or commas."""
        given = re.split(r"[\s,;،]+", self.cleaned_data["domains"].strip())
        for one in filter(None, given):
            if not host(one):
                raise forms.ValidationError(
                    _("“%(domain)s” is no domain: write it as ministry.example.") % {"domain": one}
                )
        return [host(one) for one in given if one]

    def clean(self) -> dict[str, Any]:
        """A name in the language it is written to in, that nobody else bears."""
        data = super().clean() or {}
        for name in SPOKEN:
            for code in self.languages:
                if name in ("salutation", "courtesy"):
                    try:
                        check_places(data.get(f"{name}_{code}", ""))
                    except forms.ValidationError as wrong:
                        self.add_error(f"{name}_{code}", wrong)
            data[name] = Texts({code: data.pop(f"{name}_{code}", "") for code in self.languages})
        language = data.get("language", self.languages[0])
        if language not in data["name"]:
            self.add_error(f"name_{language}", _("Write the name in the language it is written to in."))
        self._check_new(data["name"])
        return data

    def _check_new(self, name: Texts) -> None:
        """A name that stands in the directory already is not entered a second time."""
        owners = lookup().names.owners
        for code, text in name.items():
            others = owners.get(folded(text), set()) - {self.instance.pk}
            if others and (not self.instance.pk or code in self.changed_data):
                self.add_error(
                    f"name_{code}",
                    _("This name stands in the directory already. Write to that one, or tell them apart."),
                )

    def facts(self) -> dict[str, Any]:
        """What the record is told."""
        facts = {name: value for name, value in self.cleaned_data.items() if name in Correspondent.FIELDS}
        if facts.get("rank") is None:
            del facts["rank"]
        return facts


class MergerForm(forms.Form):
    """Into which other correspondent."""

    into = forms.CharField(label=_("The one that stays"), max_length=600, help_text=_("Type its name, and choose it."))

    def __init__(self, *args: Any, choices: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].widget.attrs.update({"data-choices": choices, "autocomplete": "off", "dir": "auto"})

    def clean_into(self) -> Correspondent:
        """One that is known by this name."""
        found = resolve(self.cleaned_data["into"])
        if found is None:
            raise forms.ValidationError(
                _("No single correspondent bears this name. Type it as it stands in the directory.")
            )
        return found


class ClosingForm(forms.Form):
    """Why it is written to no longer."""

    note = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))


class FormulaForm(forms.ModelForm):
    """For whom, in which words, in which order the lines of the address."""

    fields: Any  # the stubs know no choices, no queryset

    LINES = ("line_1", "line_2", "line_3")

    class Meta:
        model = Formula
        fields = ["paper", "kind", "rank", "language", "signed", *Formula.TEXTS]

    def __init__(self, *args: Any, languages: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        language = self.instance.language or self.initial.get("language") or languages[0]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=[(code, capfirst(spoken(code))) for code in languages], initial=language
        )
        for name in Formula.TEXTS:
            attrs = {"dir": direction(language) if self.instance.pk else "auto", "rows": 2}
            if self.instance.pk:
                attrs["lang"] = language
            self.fields[name].widget = forms.Textarea(attrs=attrs)
        for name, wide in (("kind", Correspondent.Kind.choices), ("rank", Rank.choices)):
            self.fields[name].choices = [("", _("anybody")), *wide]
        nothing = ("", _("nothing"))
        for n, name in enumerate(self.LINES):
            self.fields[name] = forms.ChoiceField(
                label=[_("First line of the address"), _("Second line"), _("Third line")][n],
                choices=[nothing, *Formula.Line.choices], required=False,
                initial=self.instance.lines[n] if n < len(self.instance.lines) else "",
            )  # fmt: skip

    @property
    def whom(self) -> list[forms.BoundField]:
        """For which paper and addressee."""
        return [self[name] for name in ("paper", "language", "kind", "rank", "signed")]

    @property
    def texts(self) -> list[forms.BoundField]:
        """Its words."""
        return [self[name] for name in Formula.TEXTS]

    @property
    def order(self) -> list[forms.BoundField]:
        """The lines of the address."""
        return [self[name] for name in self.LINES]

    def clean(self) -> dict[str, Any]:
        """Only places that are filled in; each line once."""
        data = super().clean() or {}
        for name in Formula.TEXTS:
            try:
                check_places(data.get(name, ""))
            except forms.ValidationError as wrong:
                self.add_error(name, wrong)
        data["lines"] = list(dict.fromkeys(line for name in self.LINES if (line := data.pop(name, ""))))
        if not data["lines"]:
            self.add_error("line_1", _("Say what the address begins with."))
        return data
