"""The addresses of capture."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
