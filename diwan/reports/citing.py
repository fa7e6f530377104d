"""How reports are cited, by their symbol, and what they cite: only in what all may read, the latest issued version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from diwan.reading import symbol_key
from diwan.records.citing import Passage, Place
from diwan.reports.models import Report


def names_of(report: Report) -> Iterable[str]:
    """Its symbol, once it has been issued under it."""
    return [symbol_key(report.reference_printed)] if report.reference_id else []


def organ_meant(report: Report) -> str:
    """The organ whose resolutions it reports on, by its mark where its numbers bear one."""
    return report.session.organ.mark or report.session.organ.symbol


def passages_of(report: Report) -> Iterator[Passage]:
    """Its introduction, and what the units have written in the version issued last."""
    for code, text in report.introduction.items():
        yield Passage("introduction", "", code, text)
    editions = list(report.editions.all())
    for section in editions[0].content["sections"] if editions else ():
        for row in section["rows"]:
            for sentence in row["sentences"]:
                for code, text in sentence["texts"].items():
                    yield Passage(
                        f"{section['number']} {row['number']}", f"{section['number']} §{row['number']}", code, text
                    )


def place_in(report: Report, place: str, called: str, code: str) -> Place:
    """Its introduction, or what it says on a paragraph."""
    return Place(called or gettext("introduction"), report.get_absolute_url())
