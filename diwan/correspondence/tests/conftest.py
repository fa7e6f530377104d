"""What the tests of letters have in common."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _in_english(request: Any) -> None:
    """Everybody reads English here, so that the tests can quote the pages; other languages are asked for by name."""
    if "cast" in request.fixturenames:
        everybody = request.getfixturevalue("cast")
        for person in everybody.values():
            person.language = "en"
        type(next(iter(everybody.values()))).objects.update(language="en")
