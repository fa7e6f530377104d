"""Citations in running text: numbers of resolutions, of the house and of others, and symbols of documents.

The words by which a number is known to be one of a resolution are data (`rules/citing.yaml`). Time is linear: each
number is judged by a window of fixed size around it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .citing_words import Body, citing_words, naming
from .document_symbols import HIDDEN, Citation, documents_in
from .letters import fold, folded, western_digits
from .references import NUMBER, Key, Letters, Printed, letters_of, printed_after

BEFORE, AFTER = 110, 110  # characters around a number in which the words that explain it stand
MOST_SESSIONS = 200
RANGE = 60  # resolutions that "1/58 to 4/58-POL" may span; more is a misprint

_CANDIDATE = re.compile(r"\d\s{0,3}[/(]|[A-Z]\w*/|(?:WHA|EB)\d")
_EASTERN = re.compile("[\u0660-\u0669\u06f0-\u06f9]+")
_ROMAN = re.compile(r"[ivxlc]+")


def announces_a_number(text: str) -> bool:
    """Whether a text says no more than "Resolution No.", or nothing: what may stand around a number asked for."""
    return citing_words().announcing.fullmatch(folded(text)) is not None


@dataclass(slots=True)
class _Found:
    """A number on its way to a citation: where it stands in the folded form, and what is known of it."""

    match: re.Match[str]
    after: Printed
    body: Body | None
    organ: str | None
    ranged: bool = False


def find_citations(text: str, organ: str | None = None, profile: Mapping[str, Any] | None = None) -> Iterator[Citation]:
    """Resolutions and documents cited in a text, in its order.

    `organ` is the organ meant where neither the number nor the words around it say one: that of the citing text.
    """
    if _CANDIDATE.search(text) is None:
        return
    clean = _EASTERN.sub(lambda match: western_digits(match.group()), HIDDEN.sub("", text))
    where = [i for i, c in enumerate(text) if not HIDDEN.match(c)] if len(clean) != len(text) else range(len(text))
    found = list(documents_in(clean))
    found += _Reader(clean, organ, letters_of(profile), [(one.start, one.end) for one in found]).citations()
    for one in sorted(found, key=lambda citation: (citation.start, citation.end)):
        start = where[one.start] if one.start < len(where) else len(text)
        end = where[one.end - 1] + 1 if one.end > one.start else start
        yield Citation(text[start:end] or one.printed, start, end, one.key, one.symbol, one.also)


class _Reader:
    """Goes through the numbers of one text, each judged by the words before it and by its neighbours."""

    def __init__(self, text: str, organ: str | None, known: Letters, taken: list[tuple[int, int]]) -> None:
        self.text, self.organ, self.known, self.taken = text, organ, known, taken
        self.whole = fold(text)
        self.form, self.words = self.whole.form, citing_words()
        self.names = naming(known)

    def citations(self) -> Iterator[Citation]:
        before: _Found | None = None
        row: list[_Found] = []
        places = iter(self.taken)
        taken = next(places, None)
        for match in NUMBER.finditer(self.form):
            at = self.whole.at[match.start()]
            while taken and taken[1] <= at:
                taken = next(places, None)
            if taken and taken[0] <= at:
                continue
            gap = self._gap(before, match)
            found = self._judged(match, before if gap else None)
            if found is None:
                continue
            if gap is None:
                yield from self._closed(row)
                row = []
            found.ranged = bool(gap and gap["to"])
            row.append(found)
            before = found
        yield from self._closed(row)

    def _gap(self, before: _Found | None, match: re.Match[str]) -> re.Match[str] | None:
        """What stands between two numbers of one list; None where they are not of one."""
        if before is None or match.start() - before.after.end > BEFORE:
            return None
        gap = self.words.gap.fullmatch(self.form, before.after.end, match.start())
        if gap is None and before.match["year"] and match["year"]:
            return self.words.said.fullmatch(self.form, before.after.end, match.start())
        return gap

    def _judged(self, match: re.Match[str], before: _Found | None) -> _Found | None:
        """The number with what the words around it say; None when it is none of a resolution."""
        head = self.form[max(0, match.start() - BEFORE) : match.start()]
        led = self.words.led.fullmatch(head)
        body, organ = self._whose(match, led)
        if led and led["between"].strip() and not (body or organ):
            led = None
        trusted = bool(led or before)
        if match["year"]:
            after = Printed(None, False, None, None, match.end())
            return _Found(match, after, body or (before.body if before else None), None) if trusted else None
        after = printed_after(self.form, match.end(), self.known, trusted=trusted)
        if len(match["session"]) > 3 or len(match["n"]) > 4:
            return None
        if after.letters is None and not self._of_that_body(match, body, led):
            return None
        if after.letters is None and not trusted:
            return None if not self._heads_a_list(match) else _Found(match, after, None, organ)
        if after.letters and not trusted and not (self._plausible(match) and self._in_capitals(match.end(), after.end)):
            return None
        return _Found(match, after, body or (before.body if before else None), organ)

    def _of_that_body(self, match: re.Match[str], body: Body | None, led: re.Match[str] | None) -> bool:
        """Whether a number without series can be of the body named, or, where none is named, of any."""
        if body is not None:
            return int(match["n"]) >= body.first or bool(match["special"])
        decided = led is not None and self.words.decision.match(led.string, self._word(led)) is not None
        return not (decided and len(match["n"]) == 4)

    def _word(self, led: re.Match[str]) -> int:
        """Where the word resolution stands in the text before a number."""
        return max(found.start() for found in self.words.word.finditer(led.string))

    def _heads_a_list(self, match: re.Match[str]) -> bool:
        """ "1/58 to 4/58-POL": the series stands at the last number only."""
        following = NUMBER.search(self.form, match.end(), match.end() + 20)
        if following is None or following["session"] != match["session"]:
            return False
        if not self.words.gap.fullmatch(self.form, match.end(), following.start()):
            return False
        return bool(printed_after(self.form, following.end(), self.known, trusted=False).letters)

    @staticmethod
    def _plausible(match: re.Match[str]) -> bool:
        """A number nobody announced: no resolution is printed with a nought before it, nor from a 651st session."""
        return match["n"][0] != "0" and int(match["session"]) < MOST_SESSIONS

    def _in_capitals(self, start: int, end: int) -> bool:
        """Whether the letters of a series are printed as such; Arabic has no capitals."""
        return self.whole.slice(start, end).upper() == self.whole.slice(start, end) or "(" in self.form[start:end]

    def _whose(self, match: re.Match[str], led: re.Match[str] | None) -> tuple[Body | None, str | None]:
        """The body named beside the word resolution, or after the number: of others, or of the house."""
        if led is not None:
            if named := self._named(led["between"]):
                return named
            if named := self._named(re.split(r"[;:]|\d", led.string[: self._word(led)])[-1][-70:], last=True):
                return named
        ahead = self.form[match.end() : match.end() + AFTER]
        beyond = re.split(r"[;:]|\d{1,4}\s?[/(]", ahead)[0]
        if re.search(r"(?:^|\s)(?:of|by|from|du|de|des|par|عن|في|ل\w+)\s", beyond[:60]) and (
            named := self._named(beyond)
        ):
            return named
        return None, None

    def _named(self, piece: str, *, last: bool = False) -> tuple[Body | None, str | None] | None:
        """The body named in a piece of folded text: the first, or the last."""
        found = self.names.findall(piece) if last else self.names.search(piece)
        if not found:
            return None
        name = " ".join((found[-1] if isinstance(found, list) else found.group()).split())
        return (None, self.known.names[name]) if name in self.known.names else (self.words.bodies[name], None)

    def _closed(self, row: list[_Found]) -> Iterator[Citation]:
        """A list of numbers is complete: a number without series has that of its neighbours."""
        donor = next((one for one in row if one.after.letters), None)
        body = next((one.body for one in row if one.body), None)
        last: Citation | None = None
        for one in row:
            one.body = one.body or (None if one.organ or donor else body)
            made = self._made(one, one if one.after.letters else donor)
            if one.ranged and last is not None:
                yield from self._between(last, made)
            if one.after.letters:
                donor = one
            yield from self._named_before(one, made)
            yield made
            last = made

    def _made(self, one: _Found, donor: _Found | None) -> Citation:
        start = self.whole.at[one.match.start()]
        end = self.whole.at[one.after.end] if one.after.end < len(self.form) else len(self.text)
        end = start + len(self.text[start:end].rstrip())
        printed = self.text[start:end]
        series = donor if donor and not (one.body and not one.after.letters) else None
        if one.match["year"] or one.match["special"] or (series is None and self._foreign(one)):
            return Citation(printed, start, end, None, self._symbol(one))
        letters = donor.after.letters if donor else None
        mark = one.after.organ or (donor.after.organ if donor else None)
        organ = mark or one.organ or self.organ or self.known.unmarked
        session, number = int(one.match["session"]), int(one.match["n"])
        if letters is None:
            return Citation(printed, start, end, Key(organ, session, None, number, one.after.revision))
        key = Key(organ, session, self.known.series(letters, organ), number, one.after.revision)
        others = () if mark or one.organ else self.known.alternatives(letters, organ)
        also = tuple(Key(o, session, self.known.series(letters, o), number, one.after.revision) for o in others)
        return Citation(printed, start, end, key, None, also)

    def _foreign(self, one: _Found) -> bool:
        """A number without series that a body beyond the house has adopted."""
        if one.body is not None or one.organ is not None:
            return one.body is not None
        first = int(one.match["n"])
        return any(first >= body.first > 1 for body in self.words.bodies.values())

    def _symbol(self, one: _Found) -> str:
        number, session, body = one.match["n"], one.match["session"], one.body
        if one.match["year"]:
            year = _roman(one.match["year"]).upper()
            stem = "S/RES" if year.isdigit() else body.symbol if body and not body.symbol.startswith("S/") else "A/RES"
            return f"{stem}/{int(number)}({year})"
        special = {"es": "ES-", "s": "S-", "داط": "ES-", "دا": "S-"}.get(one.match["special"] or "", "")
        yearly = len(number) == 4
        stem = body.symbol if body and not body.symbol.startswith("S/") else "E/RES" if yearly else "A/RES"
        if yearly != (stem == "E/RES"):
            stem = "E/RES" if yearly else "A/RES"
        return f"{stem}/{special}{int(number)}/{int(session)}"

    def _between(self, first: Citation, last: Citation) -> Iterator[Citation]:
        """The numbers that a range implies."""
        a, b = first.key, last.key
        if a is None or b is None or (a.organ, a.session, a.series) != (b.organ, b.session, b.series):
            return
        if not 0 < b.number - a.number <= RANGE:
            return
        printed = self.text[first.start : last.end]
        for number in range(a.number + 1, b.number):
            key = Key(b.organ, b.session, b.series, number)
            also = tuple(Key(o.organ, o.session, o.series, number) for o in last.also)
            yield Citation(printed, first.end, first.end, key, None, also)

    def _named_before(self, one: _Found, made: Citation) -> Iterator[Citation]:
        """ "Resolutions Nos. 1, 2 and 3/58-POL": numbers whose session stands at the last of them."""
        if made.key is None or one.after.letters is None:
            return
        start = max(0, one.match.start() - BEFORE)
        listed = self.words.listed.fullmatch(self.form, start, one.match.start())
        for number in re.finditer(r"\d{1,3}", listed["all"]) if listed else ():
            at = self.whole.at[listed.start("all") + number.start()] if listed else 0
            key = Key(made.key.organ, made.key.session, made.key.series, int(number.group()))
            also = tuple(Key(o.organ, o.session, o.series, int(number.group())) for o in made.also)
            yield Citation(number.group(), at, at + len(number.group()), key, None, also)


def _roman(session: str) -> str:
    """The session of a number in brackets: "iii" as it is, "د-3" as "iii", a year as it is."""
    if session.isdigit() or _ROMAN.fullmatch(session):
        return session
    number = int(re.sub(r"\D", "", session))
    signs = ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    out = ""
    for value, sign in signs:
        while number >= value:
            out, number = out + sign, number - value
    return f"es-{out}" if "ط" in session else out
