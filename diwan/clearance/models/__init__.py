"""Circuits that the office sets, their rounds over a paper, the checklist, certificates, and who may sign."""

from diwan.clearance.models.authority import Found, SigningAuthority, authority_to_sign
from diwan.clearance.models.certificate import Certificate
from diwan.clearance.models.checklist import Point, PointAnswer
from diwan.clearance.models.circuit import Circuit, Seat, Stage
from diwan.clearance.models.round import CLEARANCE_FACTS, Round
from diwan.clearance.models.visa import Visa, asked_of

__all__ = [
    "CLEARANCE_FACTS",
    "Certificate",
    "Circuit",
    "Found",
    "Point",
    "PointAnswer",
    "Round",
    "Seat",
    "SigningAuthority",
    "Stage",
    "Visa",
    "asked_of",
    "authority_to_sign",
]
