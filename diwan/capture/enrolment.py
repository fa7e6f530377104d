"""What the foundations need to know of the tray: nothing in it is searched or told of before it is registered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diwan.capture.models import Arrival, Batch
from diwan.records.enrolment import Card

CARDS = [
    Card(model=Arrival, icon="mail-opened", kind=_("Arrival")),
    Card(model=Batch, icon="stack-2", kind=_("Batch of scans")),
]
