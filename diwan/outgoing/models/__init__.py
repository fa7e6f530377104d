"""What leaves the house: papers, their texts and addressees, the office's templates, and how each was dispatched."""

from diwan.outgoing.models.addressee import Addressee
from diwan.outgoing.models.dispatch import Dispatch
from diwan.outgoing.models.outgoing import Outgoing
from diwan.outgoing.models.paper import Paper
from diwan.outgoing.models.template import Template
from diwan.outgoing.models.text import Text

__all__ = ["Addressee", "Dispatch", "Outgoing", "Paper", "Template", "Text"]
