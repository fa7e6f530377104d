"""From a volume of resolutions to the follow-up of each mandate."""

from diwan.resolutions.models.follow_up import Action, Assessment, Evidence, Obstacle
from diwan.resolutions.models.lineage import Descent, NearDuplicate
from diwan.resolutions.models.mandate import Mandate
from diwan.resolutions.models.recognised_page import RecognisedPage
from diwan.resolutions.models.resolution import Paragraph, ParagraphText, Resolution, Series
from diwan.resolutions.models.review import DraftParagraph, DraftResolution
from diwan.resolutions.models.saved_view import SavedView
from diwan.resolutions.models.volume import Volume, VolumeText

__all__ = [
    "Action", "Assessment", "Descent", "DraftParagraph", "DraftResolution", "Evidence", "Mandate", "NearDuplicate",
    "Obstacle", "Paragraph", "ParagraphText", "RecognisedPage", "Resolution", "SavedView", "Series", "Volume", "VolumeText",
]  # fmt: skip
