"""What is asked at each act on a paper. An act is a step of the paper with its words, its key and its fields."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diwan.capture.models import Channel
from diwan.clearance.models import Circuit
from diwan.correspondence.models import Dossier, FileClass
from diwan.kernel import clock
from diwan.outgoing.models import Addressee, Dispatch, Outgoing
from diwan.people.models import Person, Unit
from diwan.records import acts
from diwan.records.acts import Offered, choose, day, lines

SEVERAL = {"size": 6}


class OfOutgoing(Offered):
    """What the selects of the page of a paper offer."""

    record: Outgoing

    @cached_property
    def classes(self) -> list[FileClass]:
        """The leaves of the filing plan."""
        every = list(FileClass.objects.filter(closed_on=None))
        above = {one.parent_id for one in every}
        return [one for one in every if one.pk not in above]

    @cached_property
    def circuits(self) -> list[Circuit]:
        """Those that serve this paper, the usual one first."""
        return list(Circuit.for_paper(self.record.paper))

    @cached_property
    def unsent(self) -> list[Addressee]:
        """To whom it was not sent yet."""
        sent = self.record.dispatches.exclude(state=Dispatch.State.FAILED).values("addressee")
        return list(self.record.addressees.exclude(pk__in=sent).select_related("correspondent", "unit"))

    @cached_property
    def on_the_way(self) -> list[Dispatch]:
        """What was sent and not acknowledged."""
        return list(
            self.record.dispatches.filter(state=Dispatch.State.SENT).select_related(
                "addressee__correspondent", "addressee__unit"
            )
        )


class Act(acts.Act):
    """One step of a paper as a form."""

    offered: OfOutgoing
    record: Outgoing


class Submit(Act):
    """To clearance."""

    verb, label, send, icon, key = "submit", _("Put to clearance"), _("Put it to clearance"), "send", "S"
    circuit = forms.ModelChoiceField(Circuit.objects.none(), label=_("Circuit"), empty_label=None)
    with_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Units concerned"), required=False, widget=forms.SelectMultiple(attrs=SEVERAL),
        help_text=_("They concur before it comes before the Cabinet."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "circuit", self.offered.circuits, blank=False)
        choose(self, "with_units", [one for one in self.offered.units if one.pk != self.record.unit_id])


class TakeBack(Act):
    """The drafter changes it again."""

    verb, label, send, icon, key = "take_back", _("Take back"), _("Take it back"), "arrow-back-up", "B"
    reason = lines(_("Reason"), error_messages={"required": _("Say why it is taken back.")})


class SendBack(Act):
    """The Cabinet returns it."""

    verb, label, send, icon, key = "send_back", _("Return to the drafter"), _("Return it"), "arrow-back-up", "B"
    reason = lines(_("Reason"), error_messages={"required": _("Say what is to be changed.")})


class PassGate(Act):
    """Through the gate."""

    verb, label, send, icon, key = "pass_gate", _("Pass through the gate"), _("Pass it"), "circle-check", "P"


class Sign(Act):
    """The signature; the number comes with it."""

    verb, label, send, icon, key = "sign", _("Sign"), _("Sign it"), "writing", "S"


class RefuseToSign(Act):
    """Not signed."""

    verb, label, send, icon, key = "refuse_to_sign", _("Do not sign"), _("Return it unsigned"), "x", "X"
    reason = lines(_("Reason"), error_messages={"required": _("Say why it is not signed.")})


class Send(Act):
    """By a channel, with proof."""

    verb, label, send, icon, key = "dispatch", _("Dispatch"), _("Dispatch it"), "send", "D"
    addressee = forms.ModelChoiceField(Addressee.objects.none(), label=_("Addressee"), empty_label=None)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[c for c in Channel.choices if c[0] not in ("scan", "portal")]
    )
    proof = forms.CharField(
        label=_("Proof"), max_length=200, required=False, help_text=_("Number of the receipt, bag or fax report")
    )
    address = forms.CharField(
        label=_("E-mail address"), max_length=300, required=False, help_text=_("Else that of the directory")
    )
    upload = forms.FileField(label=_("Receipt"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "addressee", self.offered.unsent, blank=False)

    def details(self) -> dict[str, Any]:
        """With the name of the file."""
        upload = self.cleaned_data["upload"]
        return {**self.cleaned_data, "name": upload.name if upload else ""}


class Acknowledge(Act):
    """The addressee has it."""

    verb, label, send, icon, key = "acknowledge", _("Acknowledged"), _("Enter it"), "check", "Y"
    dispatch = forms.ModelChoiceField(Dispatch.objects.none(), label=_("Which"), empty_label=None)
    on = day(_("On"), initial=clock.today)
    received_by = forms.CharField(label=_("Received by"), max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "dispatch", self.offered.on_the_way, blank=False)


class TakeNote(Act):
    """A unit has the memorandum."""

    verb, label, send, icon, key = "take_note", _("Acknowledge"), _("Acknowledge"), "check", "Y"


class Finish(Act):
    """What a unit did about it."""

    verb, label, send, icon, key = "finish", _("Finished"), _("Enter what was done"), "circle-check", "F"
    result = lines(_("What was done"), error_messages={"required": _("Say what was done.")})


class FileIt(Act):
    """Into its class."""

    verb, label, send, icon, key = "file", _("File"), _("File it"), "archive", "F"
    file_class = forms.ModelChoiceField(FileClass.objects.none(), label=_("Class"))
    dossier = forms.ModelChoiceField(Dossier.objects.none(), label=_("Dossier"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "file_class", self.offered.classes)
        dossiers: Any = self.fields["dossier"]
        dossiers.queryset = Dossier.objects.visible_to(self.person).filter(state="open")


class Withdraw(Act):
    """It will not go out."""

    verb, label, send, icon, key = "withdraw", _("Withdraw"), _("Withdraw it"), "trash", ""
    reason = lines(_("Reason"), error_messages={"required": _("Say why it is withdrawn.")})


class Void(Act):
    """Numbered in error."""

    verb, label, send, icon, key = "void", _("Make the number void"), _("Make it void"), "x", ""
    reason = lines(_("Reason"), error_messages={"required": _("Say why: the number stays in the register with it.")})


class Enclose(Act):
    """An enclosure."""

    verb, label, send, icon, key = "enclose", _("Enclose"), _("Enclose it"), "paperclip", "E"
    upload = forms.FileField(label=_("File"), error_messages={"required": _("Choose a file.")})
    title = forms.CharField(label=_("Title"), max_length=300, required=False)

    def details(self) -> dict[str, Any]:
        """With the name of the file."""
        return {**self.cleaned_data, "name": self.cleaned_data["upload"].name}


class Classify(Act):
    """The level, why, and who needs to know."""

    verb, label, send, icon, key = "classify", _("Confidentiality"), _("Set it"), "lock", ""
    level = forms.TypedChoiceField(label=_("Level"), choices=Person.Clearance.choices, coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=300, error_messages={"required": _("Say why.")})
    named = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Who needs to know"), required=False, widget=forms.SelectMultiple(attrs=SEVERAL)
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, initial={"level": options["offered"].record.confidentiality}, **options)
        choose(self, "named", self.offered.persons)


ACTS: dict[str, type[Act]] = {
    "clearance": Submit, "taking-back": TakeBack, "return": SendBack, "passage": PassGate, "signature": Sign,
    "refusal": RefuseToSign, "dispatch": Send, "acknowledgement": Acknowledge, "note": TakeNote, "result": Finish,
    "filing": FileIt, "withdrawal": Withdraw, "void": Void, "enclosure": Enclose, "confidentiality": Classify,
}  # fmt: skip
"""The acts by the noun of their address."""
