"""What is asked when a mandate is given to a unit, one or many at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diwan.people.models import Person, Unit
from diwan.records.acts import DAY, Offered, choose, still_to_come


class Giving(forms.Form):
    """Lead, co-operating units, focal point, day, instruction."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Lead unit"), error_messages={"required": _("Choose the lead unit.")}
    )
    co_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("With"), required=False, widget=forms.SelectMultiple(attrs={"size": 5})
    )
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Focal point"), required=False, empty_label="")
    due_on = forms.DateField(label=_("Due"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    note = forms.CharField(label=_("Instruction"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_due_on(self) -> dt.date | None:
        """Nobody is asked by a day that is over, unless the text itself gives it and it stands there already."""
        day: dt.date | None = self.cleaned_data["due_on"]
        return day if day == self.initial.get("due_on") else still_to_come(day)


class AssignmentForm(Giving):
    """The same for many mandates at once."""

    def __init__(self, *args: Any, offered: Offered | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = offered or Offered()
        choose(self, ("unit", "co_units"), offered.units)
        choose(self, "person", offered.persons)


class SavedViewForm(forms.Form):
    """The name of a view, and whether others see it."""

    name = forms.CharField(label=_("Name"), max_length=80, error_messages={"required": _("Give the view a name.")})
    shared = forms.BooleanField(label=_("Shared with everybody"), required=False)
