"""What is asked at each act of the follow-up. An act is a step of the mandate with its words, its key and its fields."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from diwan.interface.components.marks import CONFIDENTIALITY
from diwan.kernel import clock
from diwan.people.models import Person
from diwan.records import acts
from diwan.records.acts import Offered, choose, day, lines, still_to_come
from diwan.references.models import Reference
from diwan.resolutions.filters import numbers
from diwan.resolutions.forms.assigning import Giving
from diwan.resolutions.models import Action, Mandate, Obstacle, Resolution


class OfMandate(Offered):
    """What the selects of the page of a mandate offer."""

    def __init__(self, mandate: Mandate) -> None:
        super().__init__(mandate)
        self.mandate = mandate

    @cached_property
    def assignments(self) -> list[Any]:
        """All it ever had, the latest first."""
        return list(self.mandate.assignments.select_related("unit", "person", "given_by").order_by("-pk"))

    @cached_property
    def actions(self) -> list[Action]:
        """What was done, the latest first, with its proofs."""
        return list(self.mandate.actions.select_related("by", "unit"))


class Act(acts.Act):
    """One step of a mandate as a form."""

    offered: OfMandate

    @property
    def mandate(self) -> Mandate:
        """The mandate it is a step of."""
        return self.offered.mandate


class Assign(Act, Giving):
    """Give it to a unit."""

    verb, label, send, icon, key = "assign", _("Assign"), _("Assign"), "arrow-forward-up", "R"

    def __init__(self, *args: Any, **options: Any) -> None:
        offered: OfMandate = options["offered"]
        mandate, lead = offered.mandate, offered.mandate.lead
        given = {"due_on": mandate.due_on, "co_units": mandate.proposed_with}
        given["unit"] = lead.unit_id if lead else mandate.proposed_unit_id
        given["person"] = mandate.proposed_person_id
        if lead:
            given["co_units"] = [a.unit_id for a in offered.assignments if a.role == "co-operating" and a.is_open]
            given["person"] = lead.person_id
        super().__init__(*args, initial=given, **options)
        choose(self, ("unit", "co_units"), offered.units)
        choose(self, "person", offered.persons)


class Accept(Act):
    """The unit takes it on."""

    verb, label, send, icon, key = "accept", _("Accept"), _("Accept"), "check", "Y"


class Name(Act):
    """Somebody in the unit deals with it."""

    verb, label, send, icon = "name_focal_point", _("Name the focal point"), _("Name"), "user-circle"
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Focal point"), error_messages={"required": _("Choose a person.")}
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        lead = options["offered"].mandate.lead
        super().__init__(*args, initial={"person": lead.person_id if lead else None}, **options)
        choose(self, "person", self.offered.persons)

    def clean_person(self) -> Person:
        """Somebody of the lead unit, or of a part of it."""
        person: Person = self.cleaned_data["person"]
        lead = self.mandate.lead
        if lead is None or lead.unit_id not in {
            unit.pk for post in person.authority.posts for unit in post.unit.lineage()
        }:
            raise forms.ValidationError(_("Choose somebody who works in the lead unit."))
        return person


class HandBack(Act):
    """The unit returns it."""

    verb, label, send, icon = "hand_back", _("Return"), _("Return it"), "arrow-back-up"
    reason = lines(_("Reason"), error_messages={"required": _("Say why it is returned.")})


class SetDue(Act):
    """A day by hand."""

    verb, label, send, icon, key = "set_due", _("Set the due day"), _("Set"), "calendar-event", "D"
    due_on = day(_("Due"), error_messages={"required": _("Choose a day.")})
    reason = lines(_("Reason"), error_messages={"required": _("Say why this day.")})

    def clean_due_on(self) -> Any:
        """A day to come."""
        return still_to_come(self.cleaned_data["due_on"])


class Do(Act):
    """Something was done."""

    verb, label, send, icon, key, spoken = "act", _("Record an action"), _("Record"), "plus", "A", "what"
    what = forms.CharField(label=_("What was done"))
    on = day(_("On"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, initial={"on": clock.today()}, **options)

    def clean_on(self) -> Any:
        """Nothing is done in the future."""
        on = self.cleaned_data["on"]
        if on > clock.today():
            raise forms.ValidationError(_("This day is still to come."))
        return on


class Prove(Act):
    """A document, or a record named by its number."""

    verb, label, send, icon, key = "prove", _("Add evidence"), _("Add"), "paperclip", "E"
    title = forms.CharField(label=_("Title"), max_length=300, error_messages={"required": _("Say what it is.")})
    on = day(_("Date"), required=False)
    upload = forms.FileField(label=_("Document"), required=False, allow_empty_file=True)
    reference = forms.CharField(label=_("Or the number of a record"), max_length=100, required=False)
    action = forms.ModelChoiceField(Action.objects.none(), label=_("Proves the action"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "action", self.offered.actions)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        upload, reference = given.get("upload"), given.pop("reference", "").strip()
        if reference:
            given["target"] = record_named(reference, self.person)
            if given["target"] is None:
                self.add_error("reference", _("No record of this number is open to you."))
        elif upload is None and "upload" not in self.errors:
            self.add_error("upload", _("Choose a document, or name a record."))
        if upload is not None:
            given["name"] = upload.name
        return given


class MeetObstacle(Act):
    """Something stands in the way."""

    verb, label, send, icon, key, spoken = (
        "meet_obstacle",
        _("Name an obstacle"),
        _("Record"),
        "alert-triangle",
        "O",
        "what",
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Obstacle.Kind.choices)
    what = forms.CharField(label=_("What stands in the way"))


class Wait(Act):
    """The clock stops."""

    verb, label, send, icon, key = "wait", _("Stop the clock"), _("Stop the clock"), "player-pause", "W"
    waiting_for = forms.CharField(
        label=_("Waiting for"), max_length=300, error_messages={"required": _("Say whom it waits for.")}
    )


class Resume(Act):
    """The clock runs again."""

    verb, label, send, icon, key = "resume", _("Restart the clock"), _("Restart the clock"), "player-play", "W"


class Ask(Act):
    """Where does it stand?"""

    verb, label, send, icon, key = "ask_for_update", _("Ask for an update"), _("Ask"), "message", "U"
    note = lines(_("Note"), required=False)


class Assess(Act):
    """The Cabinet's judgement."""

    verb, label, send, icon, key, spoken = "assess", _("Assess"), _("Record the assessment"), "rubber-stamp", "S", "why"
    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=[(s.value, s.label) for s in Mandate.VERDICTS], widget=forms.RadioSelect,
        error_messages={"required": _("Choose a verdict.")},
    )  # fmt: skip
    why = forms.CharField(label=_("Justification"))


class Supersede(Act):
    """A later mandate takes its place."""

    verb, label, send, icon = "supersede", _("Superseded by"), _("End it as superseded"), "git-merge"
    successor = forms.CharField(
        label=_("Number of the later mandate"), max_length=60, help_text=_("As it is said, with its paragraph: 3/60-POL §7"),
        error_messages={"required": _("Name the later mandate.")},
    )  # fmt: skip

    def clean_successor(self) -> Any:
        """The mandate of that number, if it may be seen and is another."""
        found = record_named(self.cleaned_data["successor"], self.person)
        if not isinstance(found, Mandate) or found.pk == self.mandate.pk:
            raise forms.ValidationError(_("No other mandate of this number is open to you."))
        return found


class Retire(Act):
    """It is not followed any longer."""

    verb, label, send, icon = "retire", _("Retire"), _("Retire it"), "archive"
    reason = lines(_("Reason"), error_messages={"required": _("Say why it is not followed any longer.")})


class GoOn(Act):
    """An ending was proposed; it goes on all the same."""

    verb, label, send, icon = "decline_ending", _("Let it go on"), _("Let it go on"), "arrow-back-up"
    reason = lines(_("Reason"), error_messages={"required": _("Say why it goes on.")})


class Reopen(Act):
    """It begins again."""

    verb, label, send, icon = "reopen", _("Reopen"), _("Reopen it"), "refresh"
    due_on = day(_("Due"), required=False)
    reason = lines(_("Reason"), error_messages={"required": _("Say why it is reopened.")})

    def clean_due_on(self) -> Any:
        """A day to come, if one is named."""
        return still_to_come(self.cleaned_data["due_on"])


class Classify(Act):
    """Its level, and who needs to know."""

    verb, label, send, icon = "classify", _("Confidentiality"), _("Set"), "lock"
    level = forms.TypedChoiceField(label=_("Level"), choices=list(enumerate(CONFIDENTIALITY)), coerce=int)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, error_messages={"required": _("Say why it has this level.")}
    )
    named = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Who needs to know"), required=False, widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text=_("From Confidential up only these see it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, initial={"level": options["offered"].mandate.confidentiality}, **options)
        choose(self, "named", self.offered.persons)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("level", 0) > 1 and not given.get("named"):
            self.add_error("named", _("Name at least one person, or nobody can open it any more."))
        return given


ACTS: dict[str, type[Act]] = {
    "assignment": Assign, "acceptance": Accept, "return": HandBack, "focal-point": Name, "due-day": SetDue, "action": Do, "evidence": Prove,
    "obstacle": MeetObstacle, "waiting": Wait, "resumption": Resume, "question": Ask, "assessment": Assess,
    "successor": Supersede, "retirement": Retire, "continuation": GoOn, "reopening": Reopen, "confidentiality": Classify,
}  # fmt: skip
"""The acts by the noun that is their address."""


def record_named(words: str, person: Any) -> Any:
    """The record of a number, if the person may see it: a mandate, a resolution, or what a register numbered."""
    given = Reference.objects.filter(printed__iexact=words.strip(), record_id__isnull=False).first()
    if given is not None:
        model: Any = apps.get_model(given.record_type)
        return model.objects.visible_to(person).filter(pk=given.record_id).first()
    named = numbers(words)
    if named is None:
        return None
    if "§" in words:
        return Mandate.objects.visible_to(person).filter(named).listed().first()
    found = Mandate.objects.filter(named).values("resolution")
    return Resolution.objects.visible_to(person).filter(pk__in=found).select_related("session__organ", "series").first()
