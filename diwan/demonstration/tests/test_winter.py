"""A winter at the registry, lived alone and quickly: what the demonstration shows of letters."""

from __future__ import annotations

import time
from typing import Any

from diwan.correspondence.models import Letter
from diwan.demonstration.registry import LETTERS, Winter
from diwan.demonstration.year import Year
from diwan.outgoing.models import Outgoing
from diwan.registers.proof import prove


def test_the_registry_is_full_of_life(cast: Any, jobs: Any) -> None:
    began = time.monotonic()
    Winter(Year(print, jobs)).live()
    print(f"{time.monotonic() - began:.1f} s")
    assert Letter.objects.count() == LETTERS + 2
    found = set(Letter.objects.values_list("state", flat=True))
    assert {"registered", "presented", "referred", "answered", "filed", "void"} <= found
    papers = set(Outgoing.objects.values_list("state", flat=True))
    assert {"draft", "clearance", "review", "for_signature", "signed", "dispatched", "delivered"} <= papers
    assert Outgoing.objects.filter(master__isnull=False).count() == 57
    assert not [volume for volume in prove().volumes if volume.findings]
