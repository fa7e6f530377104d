"""Who may do what: the permission matrix of the dossier (section 7), as data.

A cell is a word of rights: C create, R read, U update, A approve or assign, S sign. A scope narrows it:
``own`` one's own unit or office and those beneath it, ``assigned`` what was given to the person, ``named`` only where
the person is on the list of those who need to know, ``titles`` without the bodies.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The functions a post may carry."""

    SECRETARY_GENERAL = "secretary_general", _("Secretary General")
    CHEF_DE_CABINET = "chef_de_cabinet", _("Chef de Cabinet")
    ADVISER = "adviser", _("Adviser to the Cabinet")
    PRIVATE_SECRETARY = "private_secretary", _("Private secretary")
    ASSISTANT_SECRETARY_GENERAL = "assistant_secretary_general", _("Assistant Secretary General")
    HEAD_OF_DEPARTMENT = "head_of_department", _("Head of department")
    DESK_OFFICER = "desk_officer", _("Desk officer")
    REGISTRY_CLERK = "registry_clerk", _("Registry clerk")
    HEAD_OF_REGISTRY = "head_of_registry", _("Head of registry")
    PROTOCOL_OFFICER = "protocol_officer", _("Protocol officer")
    CONFERENCE_OFFICER = "conference_officer", _("Conference officer")
    LEGAL_OFFICER = "legal_officer", _("Legal officer")
    INFORMATION_OFFICER = "information_officer", _("Information officer")
    PROGRAMME_OFFICER = "programme_officer", _("Programme and data officer")
    TRANSLATOR = "translator", _("Translator")
    HEAD_OF_OFFICE = "head_of_office", _("Head of external office")
    INSTITUTION_FOCAL_POINT = "institution_focal_point", _("Focal point of an institution")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("System administrator")


class Area(models.TextChoices):
    """The columns of the matrix."""

    CORRESPONDENCE = "correspondence", _("correspondence")
    PRIVATE_POST = "private_post", _("sealed and private post")
    MANDATES = "mandates", _("mandates")
    MEETINGS = "meetings", _("meetings and plan")
    REPORTS = "reports", _("reports of the Secretary General")
    INSTITUTIONS = "institutions", _("institutions and NGOs")
    OFFICES = "offices", _("external offices")
    LEGAL = "legal", _("legal matters and privileges")
    PROTOCOL = "protocol", _("protocol, visits and gifts")
    DECISIONS = "decisions", _("decisions and directives")
    TRAIL = "trail", _("audit trail")
    ADMINISTRATION = "administration", _("administration")


ANYWHERE, OWN, ASSIGNED, NAMED, TITLES = "anywhere", "own", "assigned", "named", "titles"

# One line a role: area → rights, each group of letters with its scope ("R U:own" reads all, updates its own).
_MATRIX: dict[Role, dict[Area, str]] = {}


def _row(role: Role, *cells: str) -> None:
    areas = list(Area)
    _MATRIX[role] = {areas[n]: cell for n, cell in enumerate(cells) if cell != "-"}


# order of columns: correspondence, private post, mandates, meetings, reports, institutions, offices, legal,
# protocol, decisions, trail, administration
_row(Role.SECRETARY_GENERAL, "RAS", "R", "RA", "RA", "RA", "RA", "RA", "RA", "RA", "RAS", "R", "-")
_row(Role.CHEF_DE_CABINET, "CRUAS", "R:named", "CRAU", "RA", "CRUA", "RA", "RA", "RA", "RA", "CRAS", "R", "-")
_row(Role.ADVISER, "CRUA", "-", "CRU", "RU", "CRU", "RU", "RU", "R:named", "R", "CR", "-", "-")
_row(Role.PRIVATE_SECRETARY, "RU", "CRU", "R", "R", "R", "-", "R", "-", "RU", "R", "-", "-")
_row(
    Role.ASSISTANT_SECRETARY_GENERAL,
    "RAS:own",
    "-",
    "R UA:own",
    "RU:own",
    "RA:own",
    *["R:own"] * 4,
    "R",
    "-",
    "-",
)
_row(
    Role.HEAD_OF_DEPARTMENT,
    *("RUA:own", "-", "R UA:own", "R C:own", "R CU:own", "RU:own", "R", "R:own", "R:own", "RU:own", "-", "-"),
)
_row(
    Role.DESK_OFFICER,
    *(
        "RU:assigned",
        "-",
        "R U:assigned",
        "R",
        "R CU:assigned",
        "R",
        "R:assigned",
        "-",
        "-",
        "R:assigned",
        "-",
        "-",
    ),
)
_row(Role.REGISTRY_CLERK, "CRU", "-", "R:titles", "R", "-", "R", "R", "-", "-", "-", "-", "-")
_row(Role.HEAD_OF_REGISTRY, "CRUA", "-", "R", "R", "R", "R", "R", "-", "-", "R", "-", "-")
_row(Role.PROTOCOL_OFFICER, "CR:own", "-", "R", "RU", "-", "R", "R", "CRU", "CRUA", "R", "-", "-")
_row(Role.CONFERENCE_OFFICER, "R:own", "-", "R", "CRU", "-", "R", "R", "-", "R", "R", "-", "-")
_row(Role.LEGAL_OFFICER, "R:named", "-", "R U:assigned", "R", "R", "RU", "R", "CRUA", "R", "CR", "-", "-")
_row(Role.INFORMATION_OFFICER, "R:own", "-", "R", "R", "R:titles", "R", "R", "-", "R:titles", "R:own", "-", "-")
_row(Role.PROGRAMME_OFFICER, "R:own", "-", "R", "R", "CRU", "RU", "R", "-", "-", "R", "-", "-")
_row(
    Role.TRANSLATOR,
    *["R:assigned", "-", "R:assigned", "R", "RU:assigned"],
    *["-"] * 2,
    *["R:assigned"] * 3,
    "-",
    "-",
)
_row(
    Role.HEAD_OF_OFFICE,
    *("CR:own", "-", "R U:own", "R C:own", "R C:own", "R", "CRU:own", "R:own", "R:own", "RU:own", "-", "-"),
)
_row(Role.INSTITUTION_FOCAL_POINT, "R:own", "-", "RU:own", "C:own", "RC:own", "R:own", "-", "R:own", *["-"] * 4)
_row(Role.AUDITOR, "R", "-", "R", "R", "R", "R", "R", "R", "R", "R", "R", "-")
_row(Role.ADMINISTRATOR, *["-"] * 11, "CRUA")


def rights(role: str, area: str) -> dict[str, str]:
    """Each right of a role in an area with its scope: ``{"R": "anywhere", "U": "own"}``."""
    found: dict[str, str] = {}
    for group in _MATRIX.get(Role(role), {}).get(Area(area), "").split():
        letters, _colon, scope = group.partition(":")
        found |= dict.fromkeys(letters, scope or ANYWHERE)
    return found
