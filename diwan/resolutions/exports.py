"""The list of mandates as a file: what the list shows, with what a table of one's own needs besides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diwan.assignments.models import Assignment
from diwan.interface.components.marks import CONFIDENTIALITY
from diwan.interface.components.marks import STATUSES as SAID
from diwan.resolutions.models import Action

HEADS: list[str | Promise] = [
    _("Mandate"), _("Resolution"), _("Paragraph"), _("Class"), _("Language of the text"), _("Text"), _("Addressee"),
    _("Deadline as printed"), _("Due"), _("Basis of the due date"), _("Status"), _("State"), _("Lead unit"),
    _("With"), _("Focal point"), _("Acceptance"), _("Waiting for"), _("Last update"), _("Last action"),
    _("Confidentiality"), _("Address of the text"),
]  # fmt: skip


def rows(mandates: Any, origin: str = "") -> Iterator[list[Any]]:
    """A row for each mandate, in the reader's language; three statements whatever the number.

    ``origin`` is put before addresses: ``https://diwan.example.org``.
    """
    found = list(mandates.with_status().listed())
    keys = [mandate.pk for mandate in found]
    helping = co_operating(keys)
    last = last_actions(keys)
    for m in found:
        text, language = m.wording.in_language()
        lead = m.lead
        yield [
            m.reference_printed, m.resolution.symbol, str(m.paragraph), m.get_legal_class_display(), language, text,
            str(m.addressee), str(m.deadline), m.due_on, m.get_due_basis_display(), str(SAID[m.status]),
            m.get_state_display(), str(lead.unit) if lead else "", "; ".join(str(unit) for unit in helping.get(m.pk, [])),
            str(lead.person) if lead and lead.person else "", lead.get_state_display() if lead else "",
            lead.stopped_for if lead else "", m.last_action_on, str(last[m.pk].what) if m.pk in last else "",
            str(CONFIDENTIALITY[m.confidentiality]),
            f"{origin}{m.resolution.get_absolute_url(language)}#{m.paragraph.anchor}",
        ]  # fmt: skip


def co_operating(keys: list[int]) -> dict[int, list[Any]]:
    """The units that co-operate on each of these mandates, one statement."""
    found: dict[int, list[Any]] = {}
    asked = Assignment.objects.open().filter(record_type="resolutions.mandate", record_id__in=keys, role="co-operating")
    for assignment in asked.select_related("unit").order_by("unit__order", "pk"):
        found.setdefault(assignment.record_id, []).append(assignment.unit)
    return found


def last_actions(keys: list[int]) -> dict[int, Action]:
    """The latest action of each of these mandates, one statement."""
    latest = Action.objects.filter(mandate__in=keys).order_by("mandate_id", "-on", "-pk").distinct("mandate_id")
    return {action.mandate_id: action for action in latest.select_related("by")}
