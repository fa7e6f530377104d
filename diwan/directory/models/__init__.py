"""States and their membership, whom we exchange letters with, and the formulas of courtesy they are addressed by."""

from diwan.directory.models.correspondent import Correspondent
from diwan.directory.models.formula import Formula
from diwan.directory.models.states import Membership, State

__all__ = ["Correspondent", "Formula", "Membership", "State"]
