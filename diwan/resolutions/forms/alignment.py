"""Beside which paragraph of another language one stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diwan.resolutions.models import DraftParagraph
from diwan.resolutions.review import Align
from diwan.resolutions.review_beside import APART, BY_CONTENT


class AlignmentForm(forms.Form):
    """A paragraph of another language, none, or as the content tells; made on a revision."""

    fields: Any  # the stubs know no choices, no queryset

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    place = forms.ChoiceField(label=_("Stands beside"))

    def __init__(self, data: Any = None, *, instance: DraftParagraph, choices: list[Any]) -> None:
        present = APART if instance.apart else str(instance.beside_id or BY_CONTENT)
        initial = {"place": present, "revision": instance.revision}
        super().__init__(data, initial=initial, auto_id=f"id_{instance.pk}_%s")
        self.paragraph = instance.pk
        self.fields["place"].choices = choices

    @property
    def change(self) -> Align:
        """The change to the proposal."""
        place = self.cleaned_data["place"]
        beside = int(place) if place.isdigit() else None
        return Align(self.paragraph, self.cleaned_data["revision"], beside=beside, apart=place == APART)
