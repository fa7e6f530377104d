"""Circuits that the office sets, their rounds over a paper, the checklist, certificates, and who may sign."""

from diwan.clearance.models.authority import SigningAuthority
from diwan.clearance.models.certificate import Certificate
from diwan.clearance.models.checklist import Point, PointAnswer
from diwan.clearance.models.circuit import Circuit, Seat, Stage
from diwan.clearance.models.round import CLEARANCE_FACTS, CLEARANCE_SAID, Round
from diwan.clearance.models.signing import Found, SigningOffice, authority_to_sign, possible_signatories
from diwan.clearance.models.visa import Visa, asked_of, was_asked

__all__ = [
    "CLEARANCE_FACTS",
    "CLEARANCE_SAID",
    "Certificate",
    "Circuit",
    "Found",
    "Point",
    "PointAnswer",
    "Round",
    "Seat",
    "SigningAuthority",
    "SigningOffice",
    "Stage",
    "Visa",
    "asked_of",
    "authority_to_sign",
    "possible_signatories",
    "was_asked",
]
