"""The tray: scans, files and mail that wait to be registered."""

from diwan.capture.models.arrival import AlreadyHere, Arrival
from diwan.capture.models.batch import Batch
from diwan.capture.models.channel import Channel
from diwan.capture.models.mailbox import Mailbox

__all__ = ["AlreadyHere", "Arrival", "Batch", "Channel", "Mailbox"]
