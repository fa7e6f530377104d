"""What may be corrected in a proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diwan.resolutions.models import DraftParagraph, DraftResolution
from diwan.resolutions.models.resolution import Paragraph
from diwan.resolutions.numbering import number_of_key
from diwan.resolutions.review import FIELDS


class Revised(forms.Form):
    """A change names the revision it was made on."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class CorrectionForm(forms.ModelForm):
    """All fields of a paragraph, or those that were sent: a key that turns one field sends that one alone."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    whole = forms.BooleanField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = DraftParagraph
        fields = FIELDS
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4, "class": "doc"}),
            "reporting": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, instance: DraftParagraph, **options: Any) -> None:
        options |= {"instance": instance, "auto_id": f"id_{instance.pk}_%s"}
        super().__init__(*args, **options)
        self.initial.update(revision=instance.revision, whole=True)
        chosen: Any = self.fields["legal_class"]
        chosen.choices = [("", _("none")), *Paragraph.Class.choices]
        self.fields["text"].error_messages["required"] = _("A paragraph has a text. To take it out, use “Take out”.")
        if self.is_bound and "whole" not in self.data:
            for name in [name for name in FIELDS if name not in self.data]:
                del self.fields[name]

    def clean_text(self) -> str:
        return one_line_end(self.cleaned_data["text"])

    @property
    def values(self) -> dict[str, Any]:
        """What was sent, by field."""
        return {name: value for name, value in self.cleaned_data.items() if name in FIELDS}


class SplitForm(Revised):
    """Where to split: at a character, or before the words with which the second paragraph begins."""

    at = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    begins = forms.CharField(label=_("The second paragraph begins with the words"), required=False, max_length=300)
    text = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return one_line_end(self.cleaned_data["text"])


class HeadForm(forms.ModelForm):
    """The head of a resolution."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = DraftResolution
        fields = ("key", "symbol", "title", "opening")
        widgets = {"title": forms.Textarea(attrs={"rows": 2}), "opening": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"key": _("organ and session, series, number: CFM-60/POL/1")}

    def __init__(self, *args: Any, instance: DraftResolution, **options: Any) -> None:
        options["instance"] = instance
        super().__init__(*args, **options)
        self.initial["revision"] = instance.revision

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).strip()
        if key:
            try:
                number_of_key(key)
            except ValueError:
                raise forms.ValidationError(_("Write it as organ and session, series, number: CFM-60/POL/1.")) from None
        return key


def one_line_end(text: str) -> str:
    """Browsers send lines ended by CR LF; what was read ends them by LF."""
    return text.replace("\r\n", "\n")
