"""What is asked at each act on a letter. An act is a step of the letter with its words, its key and its fields."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diwan.correspondence.models import Dossier, FileClass, Instruction, Kind, Letter, Urgency
from diwan.correspondence.registration import our_record
from diwan.directory.recognition import resolve
from diwan.interface.components.marks import CONFIDENTIALITY
from diwan.people.models import Person, Unit
from diwan.records import acts
from diwan.records.acts import DAY, Offered, choose, day, lines, still_to_come

SEVERAL = {"size": 6}


class OfLetter(Offered):
    """What the selects of the page of a letter offer."""

    record: Letter

    @cached_property
    def classes(self) -> list[FileClass]:
        """The classes of the filing plan that are in use and have no parts: letters are filed in the leaves."""
        every = list(FileClass.objects.filter(closed_on=None))
        above = {one.parent_id for one in every}
        return [one for one in every if one.pk not in above]


class Act(acts.Act):
    """One step of a letter as a form."""

    offered: OfLetter
    record: Letter


class Referring(forms.Form):
    """The action slip: what is asked, of whom, with whom, for whose information, by when."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Lead unit"), error_messages={"required": _("Choose the lead unit.")}
    )
    instruction = forms.ChoiceField(label=_("What is asked"), choices=Instruction.choices, initial=Instruction.ACTION)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    due_on = day(_("By another day"), required=False, help_text=_("Else by the urgency, in working days of the unit."))
    with_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("With"), required=False, widget=forms.SelectMultiple(attrs=SEVERAL)
    )
    copies = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Copies for information"),
        required=False,
        widget=forms.SelectMultiple(attrs=SEVERAL),
    )
    attention = forms.ChoiceField(
        label=_("Secretary General"), choices=[("", _("not involved")), *Letter.Attention.choices[1:]], required=False
    )
    note = lines(_("Note to the unit"), required=False)

    def clean_due_on(self) -> Any:
        """A day to come."""
        return still_to_come(self.cleaned_data["due_on"])


class Refer(Act, Referring):
    """Give it to a unit, or to another one."""

    verb, label, send, icon, key = "refer", _("Refer"), _("Refer it"), "arrow-forward-up", "R"

    def __init__(self, *args: Any, **options: Any) -> None:
        letter = options["offered"].record
        given = {"urgency": letter.urgency, "attention": letter.attention, **options.pop("initial", {})}
        if letter.lead_id and letter.state == Letter.State.REFERRED:
            given |= {"unit": letter.lead.unit_id, "instruction": letter.lead.task or Instruction.ACTION}
            others = [one for one in letter.given if one.is_open]
            given["with_units"] = [one.unit_id for one in others if one.role == "co-operating"]
            given["copies"] = [one.unit_id for one in others if one.role == "copy"]
        super().__init__(*args, initial=given, **options)
        choose(self, ("unit", "with_units", "copies"), self.offered.units)


class Present(Act):
    """Before the Cabinet."""

    verb, label, send, icon, key = "present", _("Lay before the Cabinet"), _("Lay it before the Cabinet"), "send", "P"
    why = lines(
        _("Why now"), required=False, help_text=_("Needed only while a summary is missing or not checked: it is kept.")
    )


class SendBack(Act):
    """The registry does something again."""

    verb, label, send, icon, key = (
        "send_back", _("Back to the registry"), _("Send it back"), "arrow-back-up", "B",
    )  # fmt: skip
    reason = lines(_("Reason"), error_messages={"required": _("Say what the registry must do again.")})


class Attention(Act):
    """For the Secretary General."""

    verb, label, send, icon, key = (
        "bring_to_attention", _("For the Secretary General"), _("Mark it"), "star", "I",
    )  # fmt: skip
    attention = forms.ChoiceField(label=_("How"), choices=Letter.Attention.choices[1:])


class NoReply(Act):
    """Nothing is asked of anybody."""

    verb, label, send, icon, key = "need_no_reply", _("No reply needed"), _("No reply needed"), "check", "N"
    reason = lines(_("Reason"), required=False)


class Acknowledge(Act):
    """The unit takes it on."""

    verb, label, send, icon, key = "acknowledge", _("Acknowledge"), _("Acknowledge"), "check", "Y"


class HandBack(Act):
    """The unit returns it."""

    verb, label, send, icon, key = "hand_back", _("Return"), _("Return it"), "arrow-back-up", "B"
    reason = lines(_("Reason"), error_messages={"required": _("Say why it is returned.")})


class NamePerson(Act):
    """Somebody in the unit deals with it."""

    verb, label, send, icon, key = "name_person", _("Name who deals with it"), _("Name"), "user-circle", "T"
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), error_messages={"required": _("Choose a person.")}
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        lead = options["offered"].record.lead
        super().__init__(*args, initial={"person": lead.person_id if lead else None}, **options)
        choose(self, "person", self.offered.persons)

    def clean_person(self) -> Person:
        """Somebody of the lead unit, or of a part of it."""
        person: Person = self.cleaned_data["person"]
        lead = self.record.lead
        if lead is None or lead.unit_id not in {
            unit.pk for post in person.authority.posts for unit in post.unit.lineage()
        }:
            raise forms.ValidationError(_("Choose somebody who works in the lead unit."))
        return person


class Wait(Act):
    """The clock stops."""

    verb, label, send, icon, key = "wait", _("Stop the clock"), _("Stop the clock"), "player-pause", "W"
    waiting_for = forms.CharField(
        label=_("Waiting for"), max_length=300, error_messages={"required": _("Say whom it waits for.")}
    )


class Resume(Act):
    """The clock runs again."""

    verb, label, send, icon, key = "resume", _("Restart the clock"), _("Restart the clock"), "player-play", "W"


class Finish(Act):
    """It is done."""

    verb, label, send, icon, key = "finish", _("Done"), _("It is done"), "circle-check", "D"
    result = lines(_("What was done"), error_messages={"required": _("Say what was done.")})


class Annotate(Act):
    """A note in the margin."""

    verb, label, send, icon, key = "annotate", _("Minute"), _("Write it in the margin"), "feather", "M"
    text = lines(_("Minute"), rows=3, max_length=2000, error_messages={"required": _("Write the minute.")})
    page = forms.IntegerField(label=_("On page"), min_value=1, max_value=9999, required=False)


class Ask(Act):
    """Where does it stand?"""

    verb, label, send, icon, key = "ask_for_update", _("Ask for an update"), _("Ask"), "message", "U"
    note = lines(_("Note"), required=False)


class File(Act):
    """Into its class, or a dossier of it."""

    verb, label, send, icon, key = "file", _("File"), _("File it"), "archive", "F"
    file_class = forms.ModelChoiceField(
        FileClass.objects.none(), label=_("Class"), required=False, help_text=_("Not needed where a dossier is named.")
    )
    dossier = forms.CharField(label=_("Number of the dossier"), max_length=60, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        letter = options["offered"].record
        super().__init__(*args, initial={"file_class": letter.file_class_id}, **options)
        choose(self, "file_class", self.offered.classes)

    def clean_dossier(self) -> Dossier | None:
        """An open dossier of this number that the person may see."""
        return dossier_named(self.cleaned_data["dossier"], self.person)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("dossier"):
            given["file_class"] = given.get("file_class") or given["dossier"].file_class
        elif not given.get("file_class") and not self.errors:
            self.add_error("file_class", _("Choose the class it is filed under."))
        return given


class Reopen(Act):
    """It needs something again."""

    verb, label, send, icon = "reopen", _("Reopen"), _("Reopen it"), "refresh"
    reason = lines(_("Reason"), error_messages={"required": _("Say why it is reopened.")})


class Correct(Act):
    """What was entered is set right."""

    verb, label, send, icon, key = "correct", _("Correct what was entered"), _("Correct it"), "pencil", "E"
    FACTS = (
        "subject", "sender_name", "signatory", "their_reference", "dated", "dated_printed", "kind", "urgency", "language",
        "pages", "enclosures", "enclosures_note", "carrier", "physical_form", "call_number", "copied_to",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        letter = options["offered"].record
        super().__init__(*args, initial={name: getattr(letter, name) for name in self.FACTS}, **options)
        for name in self.FACTS:
            self.fields[name] = letter._meta.get_field(name).formfield()
        self.fields["dated"].widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
        self.fields["subject"].required = not letter.compartment
        self.fields["why"] = lines(_("Why"), error_messages={"required": _("Say why it is corrected.")})

    def details(self) -> dict[str, Any]:
        """What was entered, with the correspondent whom a new name of the sender is known to mean."""
        given = dict(self.cleaned_data)
        given["enclosures"] = given["enclosures"] or 0
        if given["sender_name"] != self.record.sender_name:
            given["sender"] = resolve(given["sender_name"])
        return given


class OpenEnvelope(Act):
    """What is in the sealed item."""

    verb, label, send, icon, key = "open_envelope", _("Open the envelope"), _("Enter what is in it"), "mail-opened", "O"
    subject = forms.CharField(
        label=_("Subject"), max_length=300, error_messages={"required": _("Say what the letter is about.")}
    )
    signatory = forms.CharField(label=_("Signed by"), max_length=200, required=False)
    their_reference = forms.CharField(label=_("Their reference"), max_length=120, required=False)
    dated = day(_("Date of the letter"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)


class Release(Act):
    """No private matter after all."""

    verb, label, send, icon = "release", _("Hand over to the registry"), _("Hand it over"), "send"


class Follow(Act):
    """It belongs to the matter of an earlier item."""

    verb, label, send, icon, key = "follow", _("Join to a matter"), _("Join it"), "link", "L"
    earlier = forms.CharField(
        label=_("Number of an earlier item"), max_length=100, error_messages={"required": _("Name the earlier item.")}
    )

    def clean_earlier(self) -> Any:
        """The letter or paper of that number, if it may be seen, is another one and has a matter."""
        found = our_record(self.person, self.cleaned_data["earlier"])
        same = (
            found is not None
            and found._meta.label_lower == self.record._meta.label_lower
            and found.pk == self.record.pk
        )
        if found is None or same:
            raise forms.ValidationError(_("No other item of this number is open to you."))
        return found


class Join(Act):
    """It came twice."""

    verb, label, send, icon = "join", _("Join as a duplicate"), _("Join it as a duplicate"), "git-merge"
    first = forms.CharField(
        label=_("Number of the first"),
        max_length=100,
        error_messages={"required": _("Name the letter that came first.")},
    )

    def clean_first(self) -> Letter:
        """The letter of that number, if it may be seen and is another one."""
        found = our_record(self.person, self.cleaned_data["first"])
        if not isinstance(found, Letter) or found.pk == self.record.pk:
            raise forms.ValidationError(_("No other item of this number is open to you."))
        return found


class ReturnToSender(Act):
    """It was not for us."""

    verb, label, send, icon = "return_to_sender", _("Return to the sender"), _("Return it"), "arrow-back-up"
    reason = lines(_("Reason"), max_length=300, error_messages={"required": _("Say why it goes back.")})


class Void(Act):
    """The number was given in error."""

    verb, label, send, icon = "void", _("Make the number void"), _("Make it void"), "x"
    reason = lines(_("Reason"), max_length=300, error_messages={"required": _("Say why the number is void.")})


class Classify(Act):
    """Its level, and who needs to know."""

    verb, label, send, icon = "classify", _("Confidentiality"), _("Set"), "lock"
    level = forms.TypedChoiceField(label=_("Level"), choices=list(enumerate(CONFIDENTIALITY)), coerce=int)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, error_messages={"required": _("Say why it has this level.")}
    )
    named = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Who needs to know"), required=False, widget=forms.SelectMultiple(attrs=SEVERAL),
        help_text=_("From Confidential up only these see it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        letter = options["offered"].record
        given = {"level": letter.confidentiality, "reason": letter.classified_because}
        if letter.confidentiality >= 2:
            given["named"] = list(letter.named.values_list("pk", flat=True))
        super().__init__(*args, initial=given, **options)
        choose(self, "named", self.offered.persons)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("level", 0) > 1 and not given.get("named"):
            self.add_error("named", _("Name at least one person, or nobody can open it any more."))
        return given


ACTS: dict[str, type[Act]] = {
    "presentation": Present, "referral": Refer, "registry": SendBack, "attention": Attention, "no-reply": NoReply,
    "acknowledgement": Acknowledge, "result": Finish, "waiting": Wait, "resumption": Resume, "return": HandBack,
    "person": NamePerson, "question": Ask, "minute": Annotate, "filing": File, "reopening": Reopen,
    "envelope": OpenEnvelope, "release": Release, "correction": Correct, "matter": Follow, "duplicate": Join,
    "confidentiality": Classify, "returning": ReturnToSender, "voiding": Void,
}  # fmt: skip
"""The acts by the noun that is their address."""


def dossier_named(number: str, person: Any) -> Dossier | None:
    """The open dossier of a number; None without one. Raises ValidationError where there is none."""
    if not number.strip():
        return None
    found = (
        Dossier.objects.visible_to(person).filter(number__iexact=number.strip()).select_related("file_class").first()
    )
    if found is None:
        raise forms.ValidationError(_("No dossier of this number is open to you."))
    if found.state != Dossier.State.OPEN:
        raise forms.ValidationError(_("This dossier is closed. Open it again, or choose another one."))
    dossier: Dossier = found
    return dossier
