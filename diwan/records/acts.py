"""The acts on the page of a record: each step as a form, offered with its key, or refused with its reason before the click.

Shared by every kind of record that is dealt with on a page of its own (letters, mandates). An app declares its acts,
each a class with the step's name, its words and its fields; the page shows them by ``ui/offer.html``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from diwan.interface.components.marks import direction
from diwan.kernel import clock
from diwan.kernel.decisions import Decision
from diwan.kernel.multilingual import Texts
from diwan.organisation.models import organisation
from diwan.people.models import Holding, Person, Unit, current
from diwan.records.models import Record

DAY = {"type": "date"}


def day(label: Any, **options: Any) -> forms.DateField:
    """A day, by the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **options)


def lines(label: Any, rows: int = 2, **options: Any) -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def choose(form: forms.Form, names: str | Sequence[str], rows: Sequence[Model], *, blank: bool = True) -> None:
    """Let a field, or several, choose among rows that are read already; without ``blank`` the first one is chosen."""
    choices = [(row.pk, str(row)) for row in rows]
    among = None
    if rows and form.is_bound:  # what was chosen is looked up; to offer it nothing is asked
        among = type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows])
    for name in [names] if isinstance(names, str) else names:
        field: Any = form.fields[name]
        field.queryset = field.queryset.none() if among is None else among
        several = isinstance(field, forms.ModelMultipleChoiceField)
        field.choices = [("", ""), *choices] if blank and not several else choices


def still_to_come(day: dt.date | None) -> dt.date | None:
    """The day, today or later. Raises ValidationError for one that is over."""
    if day is not None and day < clock.today():
        raise forms.ValidationError(_("This day is over. Choose a later one."))
    return day


def languages() -> list[str]:
    """The languages of the institution."""
    house = organisation()
    return list(house.languages) if house else ["en"]


class Offered:
    """What the selects of a page offer, each read once however many forms stand on it."""

    def __init__(self, record: Any = None) -> None:
        self.record = record

    @cached_property
    def units(self) -> list[Unit]:
        """Units that can be asked."""
        return list(Unit.objects.filter(closed_on=None))

    @cached_property
    def persons(self) -> list[Person]:
        """Whoever holds a post today."""
        holding = Holding.objects.filter(current()).values("person")
        return list(Person.objects.filter(pk__in=holding, is_active=True, automatic=False).order_by("username"))


class Act(forms.Form):
    """One step of a record as a form: its fields become the step's particulars."""

    verb: ClassVar[str]
    label: ClassVar[str | Promise]
    send: ClassVar[str | Promise]
    icon: ClassVar[str] = ""
    key: ClassVar[str] = ""
    spoken: ClassVar[str] = ""
    """The name of its field that is one text per language."""

    def __init__(
        self, *args: Any, offered: Offered, person: Any, languages: Sequence[str] = (), **options: Any
    ) -> None:
        self.offered, self.record, self.person = offered, offered.record, person
        reader = (get_language() or "en")[:2]
        self.languages = sorted(languages, key=lambda code: code != reader)
        options.setdefault("prefix", self.verb)
        super().__init__(*args, **options)
        if self.spoken:
            self.fields = {
                field: made for name, given in self.fields.items() for field, made in self._in_languages(name, given)
            }

    def _in_languages(self, name: str, given: forms.Field) -> Iterator[tuple[str, forms.Field]]:
        """A field for each language of the institution, the reader's first. None is translated from another."""
        if name != self.spoken:
            yield name, given
            return
        for code in self.languages:
            language = get_language_info(code)["name_local"].capitalize()
            made = lines(f"{given.label} · {language}", required=False)
            made.widget.attrs |= {"lang": code, "dir": direction(code)}
            yield f"{name}_{code}", made

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.spoken:
            texts = Texts({code: given.pop(f"{self.spoken}_{code}", "") for code in self.languages})
            if not texts:
                self.add_error(f"{self.spoken}_{self.languages[0]}", _("Write it in one language at least."))
            given[self.spoken] = texts
        return given

    def details(self) -> dict[str, Any]:
        """What the step takes."""
        return self.cleaned_data


class Offer:
    """An act on the page: its form, or why it is not open to this person now. ``url`` is where it is sent."""

    def __init__(self, noun: str, decision: Decision, act: type[Act], form: Act | None, url: str) -> None:
        self.noun, self.decision, self.form, self.url = noun, decision, form, url
        self.label, self.send, self.icon, self.key = act.label, act.send, act.icon, act.key
        self.asks = form is not None and bool(form.fields)
        self.files = form is not None and form.is_multipart()
        self.open = form is not None and form.is_bound
        self.id = f"act-{noun}"


def decisions(record: Record, person: Any) -> dict[str, Decision]:
    """Each step's yes or no; a policy that several steps share is asked once."""
    asked: dict[Any, Decision] = {}
    found = {}
    for name, step in record.steps.items():
        if record.state in step.sources and step.allow not in asked:
            asked[step.allow] = step.decide(record, person)
        found[name] = asked[step.allow] if record.state in step.sources else step.decide(record, person)
    return found


def told(events: Any) -> list[dict[str, Any]]:
    """Events as lines of a journal, who and what in the reader's language."""
    return [
        {
            "at": e.at,
            "says": gettext("%(by)s %(says)s") % {"by": e.by, "says": e.says},
            "note": e.particulars.get("note"),
        }
        for e in events
    ]
