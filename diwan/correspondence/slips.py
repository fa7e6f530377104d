"""The action slip of a letter: what accompanies it to the unit, in the language of that unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from diwan.correspondence.models import Instruction, Letter
from diwan.interface.components import marks
from diwan.kernel import clock
from diwan.organisation.models import organisation
from diwan.people.models import Holding, current
from diwan.people.roles import Role
from diwan.printing.slip import Box, Note, Said, Slip, slips_pdf
from diwan.records.discretion import CONFIDENTIAL

HEADS = (Role.HEAD_OF_DEPARTMENT, Role.HEAD_OF_OFFICE, Role.INSTITUTION_FOCAL_POINT, Role.ASSISTANT_SECRETARY_GENERAL)
NOTES = 6
SET = frozenset({"ar", "en", "es", "fr", "pt"})
"""Languages in which a subject may be set apart on a slip."""


def slips_of(letters: Sequence[Letter], by: Any) -> bytes:
    """The slips of these letters in one file, each on its page. No subject stands on one from Confidential up."""
    spoken = _languages(letters, by)
    made = []
    for letter in letters:
        with override(spoken[letter.pk]):
            made.append(_slip(letter, by, spoken[letter.pk]))
    return slips_pdf(made, created=clock.now())


def _languages(letters: Sequence[Letter], by: Any) -> dict[int, str]:
    """The language of whoever heads the lead unit, where this house prints it; else that of who prints."""
    units = {letter.lead.unit_id for letter in letters if letter.lead}
    held = Holding.objects.filter(current(), post__unit__in=units, post__role__in=HEADS).select_related(
        "person", "post"
    )
    of_unit = {one.post.unit_id: one.person.language for one in held}
    printed = dict(settings.LANGUAGES)
    found = {
        letter.pk: of_unit.get(letter.lead.unit_id, by.language) if letter.lead else by.language for letter in letters
    }
    return {pk: code if code in printed else "en" for pk, code in found.items()}


def _slip(letter: Letter, by: Any, language: str) -> Slip:
    house = organisation()
    open_ones = [one for one in letter.given if one.is_open]
    closed = letter.confidentiality >= CONFIDENTIAL or bool(letter.compartment)
    facts = [Said(_("From"), letter.sender_name)]
    if letter.their_reference:
        facts.append(Said(_("Their reference"), letter.their_reference))
    if letter.dated:
        facts.append(Said(_("Dated"), _both(letter.dated)))
    if not closed:
        facts.append(Said(_("Subject"), str(letter), letter.language if letter.language in SET else ""))
    facts.append(Said(_("Received"), f"{_both(letter.received_at)} · {letter.get_channel_display()}"))
    if letter.pages or letter.enclosures:
        facts.append(
            Said(_("Extent"), _("pages: %(p)s, enclosures: %(e)s") % {"p": letter.pages or "–", "e": letter.enclosures})
        )
    lead = letter.lead
    asked = [Said(_("Lead"), str(lead.unit) + (f" · {lead.person}" if lead.person else ""))] if lead else []
    for role, label in (("co-operating", _("With")), ("copy", _("Copies"))):
        if names := [str(one.unit) for one in open_ones if one.role == role]:
            asked.append(Said(label, ", ".join(names)))
    asked.append(Said(_("Urgency"), str(letter.get_urgency_display())))
    if lead and lead.due_on:
        asked.append(Said(_("By"), _both(lead.due_on)))
    if lead and lead.note:
        asked.append(Said(_("Note"), lead.note))
    notes = [] if closed else list(letter.annotations.select_related("by").order_by("-pk")[:NOTES])
    return Slip(
        language=language, title=_("Action slip"), organisation=str(house.name) if house else "", issuer=_("Cabinet"),
        number=letter.number, days=_both(letter.registered_at), address=f"{settings.ORIGIN}{reverse('letter', args=[letter.pk])}",
        mark=str(marks.CONFIDENTIALITY[letter.confidentiality]) if closed else "", facts=facts,
        boxes_title=_("What is asked"),
        boxes=[Box(_capital(str(one.label)), bool(lead and lead.task == one.value)) for one in Instruction], asked=asked,
        notes_title=_("In the margin"),
        notes=[Note(str(one.by), _both(one.at), one.text) for one in reversed(notes)],
        returned=[_("Received by, on"), _("What was done"), pgettext("a slip", "Returned on")],
        printed=_("Printed for %(by)s on %(day)s") % {"by": by, "day": _both(clock.now())},
    )  # fmt: skip


def _both(value: Any) -> str:
    """A day in both calendars."""
    day = timezone.localtime(value).date() if hasattr(value, "hour") else value
    code = marks.language()
    return " · ".join(part for part in (marks.day_in_words(day, code, marks.SHORT), marks.hijri(day, code)) if part)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
