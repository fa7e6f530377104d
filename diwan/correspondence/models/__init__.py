"""What comes in: letters, their summaries, what was noted on them, the matters they belong to, and where they are filed."""

from diwan.correspondence.models.filing import Dossier, FileClass, Filed
from diwan.correspondence.models.letter import Letter
from diwan.correspondence.models.margin import Annotation
from diwan.correspondence.models.matter import Matter
from diwan.correspondence.models.signature import Signature
from diwan.correspondence.models.slip import Instruction, Kind, Urgency
from diwan.correspondence.models.summary import Summary

__all__ = [
    "Annotation",
    "Dossier",
    "FileClass",
    "Filed",
    "Instruction",
    "Kind",
    "Letter",
    "Matter",
    "Signature",
    "Summary",
    "Urgency",
]
