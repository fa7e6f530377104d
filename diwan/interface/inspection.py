"""A browser for tests that inspects every page it fetches, so that no test has to ask for it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import html5lib
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml.html import document_fromstring

QUERIES = 12
"""A page's budget of queries, unless a test names another (issue 2: at most 12 on matrix, lists and desk)."""


class Browser(Client):
    """Django's test client; each whole HTML page it gets is inspected."""

    def __init__(self, queries: int = QUERIES + 4, **options: Any) -> None:
        super().__init__(**options)
        # session and person, posts, delegations and units of the person: four that every page asks before its own
        self.budget = queries

    def request(self, **request: Any) -> Any:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = super().request(**request)
        content_type = answer.headers.get("Content-Type", "")
        if answer.status_code in (200, 403, 404, 422) and content_type.startswith("text/html") and not answer.streaming:
            page = answer.content.decode()
            if "<html" in page:
                inspect(page)
            if request.get("REQUEST_METHOD") == "GET":
                asked = [
                    q["sql"] for q in captured.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))
                ]
                assert len(asked) <= self.budget, f"{len(asked)} queries, budget {self.budget}:\n" + "\n".join(asked)
        return answer


_valid: set[int] = set()
"""The shapes of pages that were found valid."""


def shape(page: str) -> str:
    """The markup of a page without words and values, as far as these cannot make it invalid."""
    return re.sub(r">[^<>&]+<", "><", re.sub(r'"[^"&]*"', '""', page))


def validate(page: str) -> None:
    """Valid HTML, by html5lib, which takes its time: once for each shape."""
    if (known := hash(shape(page))) in _valid:
        return
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    parser.parse(page)
    errors = [(place, code) for place, code, _data in parser.errors]
    assert not errors, f"not valid HTML: {errors[:5]}"
    _valid.add(known)


def inspect(page: str) -> None:
    """Valid HTML, language and direction that agree, one h1, labels bound, ids unique, nothing inline."""
    validate(page)
    document = document_fromstring(page)
    language, direction = document.get("lang"), document.get("dir")
    assert direction == ("rtl" if language == "ar" else "ltr"), f"{language} is not written {direction}"
    assert len(document.findall(".//h1")) == 1, "a page has one h1"
    ids = Counter(e.get("id") for e in document.iter() if isinstance(e.tag, str) and e.get("id"))
    assert not [i for i, n in ids.items() if n > 1], f"ids stand twice: {[i for i, n in ids.items() if n > 1]}"
    labelled = {label.get("for") for label in document.iter("label")}
    for field in document.iter("input", "select", "textarea"):
        if field.get("type") in ("hidden", "submit", "button"):
            continue
        named = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labelled
        inside = any(ancestor.tag == "label" for ancestor in field.iterancestors())
        assert named or inside, f"a field without a label: {field.attrib}"
    assert not re.search(r"<[^>]+\sstyle=", page), "an inline style"
    assert not [s for s in document.iter("script") if not s.get("src") and s.get("type") != "application/json"], (
        "an inline script"
    )
