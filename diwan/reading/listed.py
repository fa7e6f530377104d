"""Paragraphs of a JSON file in which somebody laid down a document: a number, a text, one after the other."""

import json
import re
from collections.abc import Iterator
from typing import Any

from .decoding import decoded
from .letters import printed
from .lines import Line

# Where programs keep the text of a paragraph, its number and its list items; of several languages the first counts.
_TEXT = re.compile(r"^(?:text|para|paragraph|content|title|opening|heading)(?:_[a-z]{2})?$", re.IGNORECASE)
_ITEMS = re.compile(r"^items(?:_[a-z]{2})?$")
_NUMBERS = ("prefix", "number", "label")
_COMMENT = re.compile(r"^<!--.*-->$", re.S)
DEEPEST = 40


def listed_lines(raw: bytes) -> list[Line]:
    """One line per paragraph, in the order of the file; none when it is no JSON or holds no paragraphs."""
    try:
        found = json.loads(decoded(raw))
    except (ValueError, RecursionError):
        return []
    return [Line(text, gap=True, source=i) for i, text in enumerate(_texts(found, 0), 1)]


def _texts(node: Any, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for item in node:
            yield from _texts(item, depth + 1)
        return
    if not isinstance(node, dict):
        return
    number = next((str(node[name]) for name in _NUMBERS if isinstance(node.get(name), str | int)), "")
    said: set[str] = set()
    for name, value in node.items():
        kind = name.split("_")[0].lower()
        if _TEXT.match(name) and isinstance(value, str):
            text = "" if kind in said else printed(value)
            said.add(kind)
            if text and not _COMMENT.match(text):
                yield f"{number} {text}".strip()
                number = ""
        elif _ITEMS.match(name) and isinstance(value, list):
            if "items" not in said:
                yield from (printed(item) for item in value if isinstance(item, str) and printed(item))
                yield from _texts([item for item in value if not isinstance(item, str)], depth + 1)
            said.add("items")
        elif isinstance(value, dict | list):
            yield from _texts(value, depth + 1)
