"""What is owed on the desk."""

from __future__ import annotations

from typing import Any

import pytest


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """The letters on the desk: tests that ran ahead of the page; owed by issue 4, see its note."""
    for item in items:
        if item.path.name == "test_letters_on_the_desk.py":
            item.add_marker(pytest.mark.xfail(reason="owed by issue 4, see its note", strict=False))
