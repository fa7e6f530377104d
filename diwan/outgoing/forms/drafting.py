"""What is asked of a new paper, of another version of its text, and of a template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from diwan.correspondence.forms.words import Words
from diwan.correspondence.models import Instruction, Urgency
from diwan.correspondence.registration import named_records
from diwan.interface.components.marks import direction
from diwan.outgoing.addressing import groups
from diwan.outgoing.models import Paper
from diwan.people.models import Person
from diwan.records.acts import languages

BODY = 200_000
"""Characters of a text; a letter of twenty pages has 50,000."""
ENCLOSED = 20
DOCX = ".docx"


def called(code: str) -> str:
    """A language by its own name."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code.upper()


class SeveralFiles(forms.FileField):
    """Any number of files."""

    class Input(forms.ClearableFileInput):
        allow_multiple_selected = True

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=self.Input(), **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each of them a file."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > ENCLOSED:
            raise forms.ValidationError(_("Enclose at most %(n)s files at once.") % {"n": ENCLOSED})
        return [super(SeveralFiles, self).clean(one, initial) for one in given]


def text_field(code: str, rows: int = 10) -> forms.CharField:
    """The text in one language, written in its direction."""
    return forms.CharField(
        label=_("Text in %(language)s") % {"language": called(code)}, required=False, max_length=BODY, strip=False,
        widget=forms.Textarea(attrs={"rows": rows, "lang": code, "dir": direction(code)}),
    )  # fmt: skip


def draft_file(code: str) -> forms.FileField:
    """The text as a DOCX of one's own."""
    return forms.FileField(
        label=_("or a DOCX in %(language)s") % {"language": called(code)}, required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": DOCX}),
    )  # fmt: skip


class AddressingForm(forms.Form):
    """Somebody more to whom it goes: a name that is offered while one types, or a whole group."""

    add_to = forms.CharField(
        label=_("Addressee"), required=False, max_length=600, help_text=_("Type a name, and choose it; then add it.")
    )
    group = forms.ChoiceField(label=_("or a whole group"), required=False)
    add_copy = forms.CharField(label=_("Copy to"), required=False, max_length=600)
    separate = forms.BooleanField(
        label=_("To each addressee separately"),
        required=False,
        help_text=_("An item with a number of its own for each."),
    )
    own_language = forms.BooleanField(
        label=_("To each in its own language"),
        required=False,
        help_text=_("Else to each in all languages of the paper."),
    )

    def __init__(self, *args: Any, paper: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["group"]
        choice.choices = [("", _("no group")), *groups(paper)]


class DraftForm(AddressingForm):
    """A new paper, with its text in each language wanted."""

    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices)
    subject = Words(
        limit=300, label=_("Subject"), required=True, error_messages={"required": _("Say what the paper is about.")}
    )
    legal_basis = Words(limit=300, label=_("Legal basis"), help_text=_("Resolutions and rules it rests on, by number."))
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.ROUTINE)
    instruction = forms.ChoiceField(
        label=_("What is asked"), choices=[("", _("nothing")), *Instruction.choices], required=False,
        help_text=_("Of the units, in a memorandum."),
    )  # fmt: skip
    confidentiality = forms.TypedChoiceField(label=_("Confidentiality"), coerce=int, initial=Person.Clearance.INTERNAL)
    classified_because = Words(
        limit=300, label=_("Reason of classification"), help_text=_("Needed from Confidential up.")
    )
    concerns = Words(
        limit=300, label=_("Concerns"), help_text=_("Numbers of mandates, letters or meetings, parted by semicolons.")
    )
    enclosures = SeveralFiles(label=_("Enclosures"), required=False)

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        reader = (get_language() or "en")[:2]
        self.codes = sorted(languages(), key=lambda code: code != reader)
        level: Any = self.fields["confidentiality"]
        level.choices = [one for one in Person.Clearance.choices if one[0] <= max(person.clearance, 1)]
        for code in self.codes:
            self.fields[f"body_{code}"] = text_field(code)
            self.fields[f"upload_{code}"] = draft_file(code)

    @property
    def texts(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """Each language, what it calls itself, its text and its file."""
        return [(code, called(code), self[f"body_{code}"], self[f"upload_{code}"]) for code in self.codes]

    def clean_concerns(self) -> list[Any]:
        """Records that are there and open to the person."""
        found, unknown = named_records(self.person, self.cleaned_data["concerns"])
        if unknown:
            raise forms.ValidationError(_("Nothing of this number is open to you: %(n)s") % {"n": "; ".join(unknown)})
        return found

    def clean(self) -> dict[str, Any]:
        """Its languages are those in which it is written; from Confidential up the level has a reason."""
        given = super().clean() or {}
        written = [c for c in self.codes if (given.get(f"body_{c}") or "").strip() or given.get(f"upload_{c}")]
        if not written and not any(self.errors.get(f"{name}_{c}") for c in self.codes for name in ("body", "upload")):
            self.add_error(f"body_{self.codes[0]}", _("Write the text in one language at least, or hand in a DOCX."))
        given["languages"] = written
        if given.get("confidentiality", 0) >= Person.Clearance.CONFIDENTIAL and not given.get("classified_because"):
            self.add_error("classified_because", _("Say why it has this level: the reason is kept with it."))
        if given.get("paper") != Paper.MEMORANDUM:
            given["instruction"] = ""
        return given


class TextForm(forms.Form):
    """Another version of the text in one language."""

    subject = Words(limit=300, label=_("Subject"), required=True)
    changes = Words(limit=300, label=_("What is changed"), help_text=_("A word for those who compare the versions."))

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["subject"].widget.attrs |= {"lang": language, "dir": direction(language)}
        self.fields["body"] = text_field(language, rows=16)
        self.fields["upload"] = draft_file(language)

    def clean(self) -> dict[str, Any]:
        """A text, written or handed in."""
        given = super().clean() or {}
        if "upload" in given and not given["upload"] and not (given.get("body") or "").strip():
            self.add_error("body", _("Write the text, or hand in a DOCX."))
        return given


class TemplateForm(forms.Form):
    """A template that the office hands in."""

    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices)
    language = forms.ChoiceField(label=_("Language"))
    own = forms.BooleanField(
        label=_("For my unit only"),
        required=False,
        help_text=_("Else for the whole house, except units with their own."),
    )
    upload = forms.FileField(
        label=_("DOCX"), error_messages={"required": _("Choose the file.")}, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": DOCX}),
    )  # fmt: skip

    def __init__(self, *args: Any, codes: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["language"]
        choice.choices = [(code, called(code)) for code in codes]
