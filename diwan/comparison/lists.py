"""The word lists of comparison: `rules/words.yaml`, which a lawyer can read and mend."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml


@lru_cache(maxsize=1)
def lists() -> Mapping[str, Any]:
    """What the file says; every word stays a word (on, no, yes)."""
    text = resources.files(__package__).joinpath("rules", "words.yaml").read_text("utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    return found
