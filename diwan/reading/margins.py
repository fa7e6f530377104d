"""The margin of recognised pages: numbers of paragraphs that were misread, lines of the edge that were read unlike."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from .letters import folded, is_arabic, western_digits
from .recognised import UNKNOWN, Page, Row, Word

GUESSED = UNKNOWN + 1
"""Confidence of a number that was put by the order of those around it."""
UNSURE = 80
"""Confidence under which a number that does not follow is not believed; …"""
SURE = 90
"""… and under which a word in the margin that is no number is taken for one."""
SCRAP = 60
"""Confidence under which a few letters apart from the end of their line are taken for dirt."""
_SPECK = re.compile(r"^[|¦_—–~‘’'`.,:;«»=+*]{1,3}$")
_STROKE = re.compile(r"^[|¦_~]{1,3}$")
_SIGN = re.compile(r"[.)\-–]")
_NUMBER = re.compile(r"^\(?(\d{1,3})\s?[.)\-–,:;]{0,2}$|^[.)\-–](\d{1,3})$")
_HEADING = re.compile(r"(?:draft |projet de )?(?:resolution|(?:ال)?قرار|مشروع)\b.*\d")
_LETTERED = re.compile(r"^\(?(?:[a-h]|[ivx]{1,4}|[\u0621-\u064a])[.)]$")
_MOST = 6  # characters of a number with its signs
_ALIKE = 0.75  # likeness of two lines at the edge of their pages from which they are one running header
_EDGE = 2  # lines at each end of a page among which it is looked for


def tidied(pages: list[Page]) -> None:
    """Put right, page by page, what the reader of laid-out text relies on: numbers, headers."""
    for page in pages:
        solid = [Row([word for word in row.words if not _SPECK.match(word.text)] or row.words) for row in page.rows]
        starts = [row.start(page.width, is_arabic(row.text)) for row in solid if len(row.words) > 6]
        margin = sorted(starts)[len(starts) // 4] if starts else 0
        for row in page.rows:
            row.words = _without_specks(row, page.width, margin)
        page.rows = [row for row in page.rows if not all(_SPECK.match(word.text) for word in row.words)]
    _number(pages)
    _liken(pages)


def _without_specks(row: Row, width: int, margin: int) -> list[Word]:
    """A line without what dirt leaves: strokes, signs out in the margin, signs and scraps after its end."""
    words, turned, room = list(row.words), is_arabic(row.text), row.height
    while len(words) > 1 and (_STROKE.match(words[0].text) or _is_outside(words[0], width, margin - room, turned)):
        words = words[1:]
    while len(words) > 1 and (_STROKE.match(words[-1].text) or _is_scrap(words[-1], words[-2], room)):
        words = words[:-1]
    if len(words) > 2 and _number_of(words[0]) is not None and _SPECK.match(words[1].text):
        words = [words[0], *words[2:]]
    return words


def _is_outside(word: Word, width: int, margin: float, turned: bool) -> bool:
    start = width - word.left - word.width if turned else word.left
    return start < margin and _SPECK.match(word.text) is not None


def _is_scrap(word: Word, before: Word, room: float) -> bool:
    """A sign or a few doubtful letters after the end of a line, apart from it."""
    gap = max(word.left - before.left - before.width, before.left - word.left - word.width)
    scrap = _SPECK.match(word.text) is not None or (len(word.text) < 4 and word.confidence < SCRAP)
    return scrap and (gap > room or (word.confidence < SCRAP and gap > 0.5 * room))


def _number_of(word: Word) -> int | None:
    if word.confidence <= UNKNOWN:
        return None
    found = _NUMBER.match(western_digits(word.text))
    return int(found[1] or found[2]) if found else None


def _number(pages: list[Page]) -> None:
    """Numbers in the margin that cannot be, by the order of those around them.

    A number is believed where it follows the one before it, or begins a count (1), or was clearly read: a number that
    the document itself repeats or leaves out stays so.
    """
    for place, margin in enumerate(_counts(pages)):
        begun = 0 if place else None  # after the heading of a resolution the first number is 1
        signs = Counter(found[0] for row in margin if (found := _SIGN.search(row.words[0].text)))
        sign = signs.most_common(1)[0][0] if signs else "."
        values = [_number_of(row.words[0]) for row in margin]
        for n, row in enumerate(margin):
            before = values[n - 1] if n else begun
            after = values[n + 1] if n + 1 < len(margin) else None
            value, word = values[n], row.words[0]
            expected = _expected(before, after)
            if value is not None and not _SIGN.search(word.text) and (expected == value or after == value + 1):
                word.text = f"{value}{sign}"  # the sign after it was taken for another, or lost
            if expected is None or value == expected or not _misread(value, expected, word):
                continue
            word.text, word.confidence = f"{expected}{sign}", GUESSED
            values[n] = expected


def _counts(pages: list[Page]) -> list[list[Row]]:
    """The lines that begin with a number in the margin, resolution by resolution."""
    counts: list[list[Row]] = [[]]
    for page in pages:
        for row in page.rows:
            if len(row.text) < 60 and _HEADING.match(folded(row.text)):
                counts.append([])
            elif _hangs(row, page) or _follows(row, page, counts[-1]):
                counts[-1].append(row)
    return counts


def _misread(value: int | None, expected: int, word: Word) -> bool:
    """Whether a number in the margin is rather the one expected."""
    if value is None:
        return word.confidence < SURE
    if expected > 9 and str(value) in (str(expected)[0], str(expected)[-1]):
        return True  # one of its two digits was lost
    return value != 1 and word.confidence < UNSURE


def _expected(before: int | None, after: int | None) -> int | None:
    """The number between two: the one that both ask for, or the only one asked for where a count begins or ends."""
    if after == 2:
        return 1
    if before is None:
        return after - 1 if after is not None and after > 1 else None
    return before + 1 if after in (None, 1, before + 2) else None


def _follows(row: Row, page: Page, count: list[Row]) -> bool:
    """Whether a line without a hanging indent begins at the margin with the number after the last one, or with 1."""
    value = _number_of(row.words[0])
    if value is None or len(row.words) < 3 or not _at_margin(row, page, is_arabic(row.text)):
        return False
    last = next((number for one in reversed(count) if (number := _number_of(one.words[0])) is not None), None)
    return value == 1 if last is None else value in (1, last + 1)


def _at_margin(row: Row, page: Page, turned: bool) -> bool:
    starts = sorted(one.start(page.width, turned) for one in page.rows if len(one.words) > 6)
    return bool(starts) and row.start(page.width, turned) < starts[len(starts) // 4] + 1.5 * row.height


def _hangs(row: Row, page: Page) -> bool:
    """Whether a line begins with a short word in the margin, apart from its text."""
    if len(row.words) < 3 or len(row.words[0].text) > _MOST:
        return False
    first, second = row.words[0], row.words[1]
    room = max(second.left - first.left - first.width, first.left - second.left - second.width)
    if room < 0.9 * row.height or _LETTERED.match(first.text):
        return False
    return _at_margin(row, page, second.left < first.left)


def _liken(pages: list[Page]) -> None:
    """Running headers that were read a little differently on each page, as most pages have them."""
    if len(pages) < 3:
        return
    edges = [row for page in pages for row in [*page.rows[:_EDGE], *page.rows[-_EDGE:]] if len(row.text) > 8]
    counted = Counter(row.text for row in edges)
    for row in edges:
        like = (text for text, times in counted.most_common(6) if times > counted[row.text] and _alike(text, row.text))
        if (most := next(like, None)) is not None:
            first = row.words[0]
            right = max(word.left + word.width for word in row.words)
            left = min(word.left for word in row.words)
            row.words = [Word(most, left, first.top, right - left, first.height, round(_mean(row.words)))]


def _mean(words: Iterable[Word]) -> float:
    given = [word.confidence for word in words]
    return sum(given) / len(given)


def _alike(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) < 12 and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
