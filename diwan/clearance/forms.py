"""What is asked: an answer to a visa, a point of the checklist, a delegation of signature, a seat of a circuit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diwan.clearance.models import PointAnswer, SigningAuthority, Visa
from diwan.clearance.models.circuit import NOT_ASKED, Silence, Task
from diwan.clearance.policies import NEVER_SILENT
from diwan.clearance.ranks import PAPERS, Rank
from diwan.kernel import clock
from diwan.kernel.multilingual import Texts
from diwan.people.models import Holding, Person, Unit, current
from diwan.people.roles import Role
from diwan.records.acts import day, lines


class VisaForm(forms.Form):
    """The answer to a visa: the button pressed is the answer."""

    answer = forms.ChoiceField()
    remark = lines(_("Remark"), rows=3, required=False, max_length=4000)
    upload = forms.FileField(
        label=_("Text with your changes (DOCX)"), required=False, widget=forms.FileInput(attrs={"accept": ".docx"})
    )

    def __init__(self, *args: Any, visa: Visa, **options: Any) -> None:
        super().__init__(*args, **options)
        answer: Any = self.fields["answer"]
        answer.choices = [(code, Visa.Answer(code).label) for code in visa.answers]

    def clean(self) -> dict[str, Any]:
        """An objection and a change say what."""
        given = super().clean() or {}
        if given.get("answer") in ("objects", "with_changes") and not (given.get("remark") or given.get("upload")):
            self.add_error("remark", _("Say what should be changed, or hand in the text with your changes."))
        return given


class PointForm(forms.Form):
    """One point of the checklist."""

    answer = forms.ChoiceField(label=_("Answer"), choices=PointAnswer.Answer.choices)
    remark = forms.CharField(label=_("Remark"), max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        """A no says what is wrong."""
        given = super().clean() or {}
        if given.get("answer") == "no" and not (given.get("remark") or "").strip():
            self.add_error("remark", _("Say what is wrong: the drafter has to mend it."))
        return given


class GrantForm(forms.Form):
    """A new entry of the register of delegations of signature."""

    holder = forms.ModelChoiceField(Person.objects.none(), label=_("Who may sign"))
    papers = forms.MultipleChoiceField(
        label=_("Papers"), choices=list(PAPERS.items()), widget=forms.CheckboxSelectMultiple
    )
    up_to = forms.TypedChoiceField(label=_("Up to"), choices=Rank.choices, coerce=int, initial=Rank.ROUTINE)
    level = forms.TypedChoiceField(
        label=_("Up to the level"), choices=Person.Clearance.choices, coerce=int, initial=Person.Clearance.INTERNAL
    )
    since = day(_("From"), initial=clock.today)
    until = day(_("Until"))
    instrument = forms.CharField(
        label=_("Granted by"), max_length=200, help_text=_("The decision or letter, by its number")
    )
    parent = forms.ModelChoiceField(
        SigningAuthority.objects.none(),
        label=_("Passed on from"),
        required=False,
        empty_label=_("the Secretary General"),
    )
    may_pass_on = forms.BooleanField(label=_("May be passed on"), required=False)
    ad_interim = forms.BooleanField(label=_("Ad interim"), required=False)

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        holders: Any = self.fields["holder"]
        in_a_post = Holding.objects.filter(current()).values("person")
        holders.queryset = (
            Person.objects.filter(is_active=True, automatic=False, pk__in=in_a_post)
            .exclude(pk=person.pk)  # nobody enters a delegation for himself
            .order_by("username")
        )
        parents: Any = self.fields["parent"]
        open_ones = SigningAuthority.objects.filter(may_pass_on=True, until__gte=clock.today())
        open_ones = open_ones.exclude(pk__in=SigningAuthority.objects.broken())
        if not person.authority.scope("decisions", "S").anywhere:
            open_ones = open_ones.filter(holder=person)
            parents.required = True
        parents.queryset = open_ones.select_related("holder", "giver")

    def clean(self) -> dict[str, Any]:
        """Days that run forwards."""
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("The last day lies before the first. Choose a later one."))
        return given


class WithdrawForm(forms.Form):
    """Why a delegation is withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class SeatForm(forms.Form):
    """Another seat in a stage."""

    stage = forms.IntegerField(label=_("Stage"), min_value=1, max_value=9)
    who = forms.ChoiceField(label=_("Who"))
    task = forms.ChoiceField(label=_("Task"), choices=Task.choices)
    days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=60, initial=2)
    silence = forms.ChoiceField(label=_("Silence"), choices=Silence.choices)
    must = forms.BooleanField(label=_("Must answer"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in Unit.objects.filter(closed_on=None)}
        who: Any = self.fields["who"]
        who.choices = [
            ("concerned", _("the units concerned")),
            (_("Units"), [(f"unit-{pk}", str(unit)) for pk, unit in self.units.items()]),
            (_("Roles"), [(f"role-{role.value}", role.label) for role in Role if role not in NOT_ASKED]),
        ]

    def clean(self) -> dict[str, Any]:
        """Silence is never consent where law or the Cabinet checks."""
        given = super().clean() or {}
        if given.get("silence") == "consents" and given.get("task") in NEVER_SILENT:
            self.add_error("silence", _("Silence never counts as consent here. Choose another rule."))
        return given

    def seat(self) -> dict[str, Any]:
        """The seat as the circuit takes it."""
        given = self.cleaned_data
        kind, _dash, key = given["who"].partition("-")
        return {
            "unit": self.units[key] if kind == "unit" else None,
            "role": key if kind == "role" else "",
            "co_units": kind == "concerned",
            "task": given["task"], "days": given["days"], "silence": given["silence"], "must": given["must"],
        }  # fmt: skip


class NameForm(forms.Form):
    """A name in the languages of the house."""

    def __init__(self, *args: Any, languages: list[str], name: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.languages = languages
        for code in languages:
            self.fields[f"name_{code}"] = forms.CharField(
                label=f"{_('Name')} ({code})", max_length=120, required=False, initial=Texts(name or {}).get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A name in one language at least."""
        given = super().clean() or {}
        given["name"] = Texts({code: given.pop(f"name_{code}", "") for code in self.languages})
        if not given["name"]:
            self.add_error(f"name_{self.languages[0]}", _("Write the name in one language at least."))
        return given


class CircuitForm(NameForm):
    """The name of a circuit and what it serves."""

    papers = forms.MultipleChoiceField(
        label=_("Papers"), choices=list(PAPERS.items()), widget=forms.CheckboxSelectMultiple
    )


class NewCircuitForm(CircuitForm):
    """A new circuit has a code besides: by it the profile knows it again."""

    code = forms.RegexField(r"^[\w.\-]+$", label=_("Code"), max_length=40)
    field_order = ("code", "papers")
