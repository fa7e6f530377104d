"""What the foundations need to know of circuits and delegations of signature."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diwan.clearance.models import Circuit, SigningAuthority
from diwan.records.enrolment import Card

CARDS = [
    Card(model=Circuit, icon="git-merge", kind=_("Circuit")),
    Card(
        model=SigningAuthority,
        icon="writing",
        kind=_("Delegation of signature"),
        api_related=("holder", "giver"),
        told={
            "grant": lambda authority, event: [authority.holder],
            "withdraw": lambda authority, event: [authority.holder],
        },
    ),
]
