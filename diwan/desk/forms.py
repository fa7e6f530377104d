"""What a person may set: the own preferences, and who acts in the own place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock
from diwan.people.models import Delegation, Person
from diwan.people.roles import Area


class PreferencesForm(forms.ModelForm):
    """Language, theme, keys."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        choices=[("", _("as the device says")), ("light", _("light")), ("dark", _("dark"))],
    )
    single_keys = forms.BooleanField(label=_("Single-key shortcuts"), required=False)

    class Meta:
        model = Person
        fields = ["language", "theme", "single_keys"]


class DelegationForm(forms.ModelForm):
    """Who acts for me, in what, from when until when."""

    fields: Any  # the stubs know no choices, no queryset

    areas = forms.MultipleChoiceField(label=_("Areas"), choices=Area.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Delegation
        fields = ["receiver", "areas", "since", "until", "reason"]
        widgets = {
            "since": forms.DateInput(attrs={"type": "date"}),
            "until": forms.DateInput(attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, giver: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.giver = giver
        others = Person.objects.filter(is_active=True, automatic=False, holdings__isnull=False).exclude(pk=giver.pk)
        self.fields["receiver"].queryset = others.distinct().order_by("username")
        self.fields["receiver"].empty_label = _("Choose a person")

    def clean(self) -> dict[str, Any]:
        """The days run forwards and are not over."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first. Choose a later one."))
        elif until and until < clock.today():
            self.add_error("until", _("This day is over. Choose a later one."))
        return data
