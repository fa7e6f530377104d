"""The search page, read in a language other than the one its records were entered in."""

from __future__ import annotations

from typing import Any


def test_what_is_found_says_its_number_once_in_any_language(adopted: Any, jobs: Any, idris: Any, browse: Any) -> None:
    jobs()
    for language, words in (("en", "experts"), ("fr", "experts"), ("ar", "خبراء")):
        idris.language = language
        idris.save(update_fields=["language"])
        page = browse(idris).get("/search/", {"q": words, "kind": "resolutions.mandate"}).content.decode()
        assert page.count("1/60-POL §2") == 1
        assert "<mark>" in page
