"""What may be asked when a report is opened, called for, written and returned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diwan.interface.components.marks import direction
from diwan.kernel import clock
from diwan.kernel.multilingual import Texts
from diwan.meetings.models import Session
from diwan.reports.labels import language_name
from diwan.reports.models import Contribution, Report
from diwan.resolutions.models import Resolution, Series


class DayInput(forms.DateInput):
    """A day in the form browsers send it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ReportForm(forms.Form):
    """Which resolutions, for which session, by when."""

    fields: Any  # the stubs know no choices, no queryset

    session = forms.ModelChoiceField(Session.objects.none(), label=_("Resolutions of"), empty_label=None)
    series = forms.ModelChoiceField(
        Series.objects.none(), label=_("Series"), required=False, empty_label=_("all series")
    )
    presented_to = forms.ModelChoiceField(
        Session.objects.none(), label=_("Presented to"), required=False, empty_label=_("not known yet")
    )
    wanted_by = forms.DateField(label=_("Contributions wanted by"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adopted = Session.objects.filter(pk__in=Resolution.objects.values("session"))
        self.fields["session"].queryset = adopted.select_related("organ")
        recent = Session.objects.select_related("organ").order_by("-start", "-number")
        self.fields["presented_to"].queryset = recent
        self.fields["series"].queryset = Series.objects.filter(resolutions__isnull=False).distinct()


class CallForm(forms.Form):
    """By when contributions are wanted."""

    wanted_by = forms.DateField(label=_("Contributions wanted by"), widget=DayInput())

    def clean_wanted_by(self) -> dt.date:
        """A day to come."""
        day: dt.date = self.cleaned_data["wanted_by"]
        if day < clock.today():
            raise forms.ValidationError(_("This day is over. Choose a later one."))
        return day


class ReasonForm(forms.Form):
    """Why something is returned or taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class MultilingualForm(forms.Form):
    """One field for each language of the organisation, each for itself, written in its own direction."""

    def ask(self, name: str, label: Any, languages: list[str], texts: Texts, rows: int, written_in: str) -> None:
        """Add a field a language: ``text_ar``; the label names the language in the reader's words."""
        for code in languages:
            spoken = language_name(code, written_in)
            attrs = {"rows": rows, "lang": code, "dir": direction(code)}
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=f"{label} · {spoken}",
                required=False,
                initial=texts.get(code, ""),
                widget=forms.Textarea(attrs=attrs),
            )

    def texts(self, name: str) -> Texts:
        """What was written, by language."""
        prefix = f"{name}_"
        return Texts(
            {key.removeprefix(prefix): value for key, value in self.cleaned_data.items() if key.startswith(prefix)}
        )

    def bound(self, name: str) -> list[forms.BoundField]:
        """The fields of one name, for the page."""
        return [self[key] for key in self.fields if key.startswith(f"{name}_")]


class ContributionForm(MultilingualForm):
    """What was done, in each language, with its source and its day."""

    on = forms.DateField(label=_("Date"), widget=DayInput())

    def __init__(
        self, *args: Any, contribution: Contribution, languages: list[str], written_in: str, **kwargs: Any
    ) -> None:
        kwargs["auto_id"] = f"c{contribution.pk}_%s"
        super().__init__(*args, **kwargs)
        self.languages = languages
        unit = contribution.unit
        usual = Texts({code: unit.name.get(code, "") for code in languages}) if unit else Texts()
        for code in languages:
            self.ask("text", _("Text"), [code], contribution.texts, 3, written_in)
            self.ask("source", _("Source"), [code], Texts({**usual, **contribution.source}), 1, written_in)
        day = self.fields.pop("on")
        day.initial = contribution.on or clock.today()
        self.fields["on"] = day  # after the texts: the day is the same for all of them

    def clean(self) -> dict[str, Any]:
        """A text in one language at least; each text says where it comes from; nothing done tomorrow."""
        data = super().clean() or {}
        texts, source = self.texts("text"), self.texts("source")
        if not texts:
            self.add_error(f"text_{self.languages[0]}", _("Say in one language at least what was done."))
        for code in source.missing(list(texts)):
            self.add_error(f"source_{code}", _("Say where this comes from."))
        if (day := data.get("on")) and day > clock.today():
            self.add_error("on", _("This day is still to come."))
        return data


class IntroductionForm(MultilingualForm):
    """Title and introduction in each language."""

    def __init__(self, *args: Any, report: Report, languages: list[str], written_in: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages:
            self.ask("title", _("Title"), [code], report.title, 2, written_in)
            self.ask("introduction", _("Introduction"), [code], report.introduction, 8, written_in)
