"""Reading a letter: where it says what it is, of which day, under which number. Pure; nothing is looked up.

Each reader gives the words as printed and how sure they are (0 to 100): a labelled line is surer than a guess.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from diwan.correspondence import letter_words as says
from diwan.kernel.calendars import Hijri, parse_gregorian, parse_hijri, to_gregorian
from diwan.kernel.folding import fold, fold_with_places
from diwan.kernel.printed_dates import mark_months

HEAD, FOOT = 22, 14
"""Lines in which a letter's head and foot are looked for, at most."""
LONG = 60_000
"""Letters of a text that are looked at: what a letter is, it says at its beginning or its end."""
_SPACES = re.compile(r"[^\S\n]+")
_CLAUSE = re.compile(r"[.;؛]|,\s(?:and|et|و)")
_INFORMS = re.compile(r"^(?:to\s+)?(?:refer\s+to|inform|convey|transmit|acknowledge\s+receipt\s+of)\s+", re.IGNORECASE)
_TOKEN = re.compile(r"\S+")
_SENTENCE = re.compile(r"(?<!\b[NnMD]o\.)(?<!\b[Mm]r\.)(?<!\bMs\.)(?<!\b[A-Z]\.)(?<=[.!?؟])\s+(?=\S)")


@dataclass(frozen=True)
class Found:
    """Words read in a letter: what they say, where they stood (the label before them), how sure that is."""

    value: str
    sure: int
    label: str = ""


LONG_SUBJECT = 120
"""Characters from which a line that says what a letter is about may hold more than that."""


class Line:
    """A line as printed and as it is compared."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.form, self._places = fold_with_places(text)

    def place(self, folded: int) -> int:
        """Where in the text as printed a place of the folded one is."""
        return self._places[folded]

    def after(self, match: re.Match[str]) -> str:
        """What is printed after a match in the folded line."""
        return self.text[self._places[match.end()] :].strip() if match.end() < len(self._places) else ""

    def printed(self, match: re.Match[str]) -> str:
        """A match as it is printed, without the sign after it."""
        end = self._places[match.end() - 1] + 1 if match.end() else 0
        return self.text[self._places[match.start()] : end].strip(" :.،,(-–")


class LetterText:
    """The lines of a letter: its head up to the salutation, its body, its foot."""

    def __init__(self, text: str) -> None:
        cleaned = _SPACES.sub(" ", text[:LONG].replace("\r", "\n").replace("\f", "\n"))
        whole = [Line(line.strip()) for line in cleaned.split("\n") if line.strip()]
        self.lines = [part for n, line in enumerate(whole) for part in _parted(line, n, len(whole))]

    def __bool__(self) -> bool:
        return bool(self.lines)

    @cached_property
    def head(self) -> list[Line]:
        """Its lines up to the salutation or the first long paragraph."""
        found = []
        for line in self.lines[:HEAD]:
            if says.SALUTATION.search(line.form) or says.COMPLIMENTS.search(line.form):
                break
            if len(line.text) > 220 and not says.SUBJECT.search(line.form):
                break
            found.append(line)
        return found

    @cached_property
    def body(self) -> list[Line]:
        """What comes after the head."""
        return self.lines[len(self.head) :]

    @cached_property
    def foot(self) -> list[Line]:
        """The last lines, none of the head."""
        return self.body[-FOOT:]

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences of the body, as printed, whether or not its lines are broken where the paper was."""
        lines = [line.text for line in self.body if len(line.text) > 60 or not says.SALUTATION.search(line.form)]
        return [one.strip() for one in _SENTENCE.split(" ".join(lines)) if one.strip()]

    def their_reference(self) -> Found | None:
        """The number under which the sender knows it."""
        for line in [*self.head, *self.foot]:
            ours = [match.span() for match in says.OURS.finditer(line.form)]
            for match in says.THEIRS.finditer(line.form):
                if any(start <= match.start() < end for start, end in ours):
                    continue
                if says.NO_REFERENCE.search(line.form[: match.start()]):
                    continue
                if number := number_in(line.after(match)):
                    return Found(number, 95 if match[0].strip().endswith(":") else 88, line.printed(match))
        return None

    def numbers(self) -> Iterator[str]:
        """Whatever in it may be a number of ours: the caller knows which are."""
        for line in self.lines:
            for match in _TOKEN.finditer(line.text):
                word = match[0].strip(".,;:()[]«»“”\"'،؛")
                if "/" in word or "-" in word:
                    digits = fold(word)
                    if any(sign.isdigit() for sign in digits):
                        yield digits.upper()

    def dated(self) -> tuple[Found | None, dt.date | None, dt.date | None]:
        """The date as printed, and the Gregorian days of its two calendars, each if printed."""
        places = [(self.head, 94), (self.foot, 86)]
        for lines, sure in places:
            gregorian = hijri = None
            printed: list[str] = []
            label, certain = "", 0
            for line in lines:
                if says.OURS.search(line.form):
                    continue  # the day of our letter
                for words, name, labelled in _date_places(line):
                    day, moon = parse_gregorian(words), parse_hijri(words)
                    if day is None and moon is None:
                        continue
                    if day is not None and gregorian is not None and moon is None:
                        continue
                    certain = certain or (sure if labelled else sure - 10)
                    gregorian = gregorian or day
                    if moon is not None and hijri is None:
                        hijri = _day_of(moon)
                    printed.append(words)
                    label = label or name
            if gregorian or hijri:
                return Found(" – ".join(dict.fromkeys(printed))[:120], certain, label), gregorian, hijri
        return None, None, None

    def subject(self) -> Found | None:
        """The line that says what it is about; else what its first sentences say that they concern."""
        for n, line in enumerate(self.lines[: HEAD + 6]):
            if match := says.SUBJECT.search(line.form):
                words = line.after(match)
                following = self.lines[n + 1] if n + 1 < len(self.lines) else None
                if following and _goes_on(words, following):
                    words = f"{words} {following.text}"
                if words:
                    return Found(_subject(words), 96, line.printed(match))
        for sentence in self.sentences[:4]:
            line = Line(sentence)
            match = says.ABOUT.search(line.form)
            if match and (words := _subject(_CLAUSE.split(line.after(match))[0])):
                return Found(words, 55, line.printed(match))
        for sentence in self.sentences[:3]:
            line = Line(sentence)
            if (match := says.HONOUR.search(line.form)) and (words := _subject(_INFORMS.sub("", line.after(match)))):
                return Found(words, 40, "")
        return None

    def kind(self) -> Found | None:
        """What kind of paper it is, by its title and its formulas."""
        head = [line for line in self.head if len(line.text) < 120]
        for line in head:
            for kind, pattern in says.KIND_IN_HEAD:
                if (match := pattern.search(line.form)) and not (kind == "report" and says.SUBJECT.search(line.form)):
                    return Found(kind, 95, line.printed(match))
        for sentence in [*self.lines[: HEAD + 4], *map(Line, self.sentences[:3])]:
            if match := says.COMPLIMENTS.search(sentence.form):
                return Found("note_verbale", 93, sentence.printed(match)[:80])
        subject = self.subject()
        if subject and subject.sure > 90:
            form = fold(subject.value)
            for kind, pattern in (("invitation", says.INVITES), ("petition", says.APPEALS)):
                if match := pattern.search(form):
                    return Found(kind, 90, Line(subject.value).printed(match))
        for line in map(Line, self.sentences[:5]):
            if match := says.INVITES.search(line.form):
                return Found("invitation", 72, line.printed(match)[:80])
        salutation = next((line for line in self.lines[: HEAD + 2] if says.SALUTATION.search(line.form)), None)
        return Found("letter", 80, salutation.text[:80]) if salutation else None

    def enclosures(self) -> tuple[int, Found] | None:
        """How many there are, and what."""
        for line in [*reversed(self.foot), *self.head]:
            match = says.ENCLOSED.search(line.form)
            if not match:
                continue
            words = line.after(match).rstrip(") ")
            first = re.match(r"\W*(\d{1,3})(?!\d|[/.]\d)\)?\s*", fold(words))
            if first:
                note = words[first.end() :].strip(" .–-") if len(fold(words)) == len(words) else ""
                return int(first[1]), Found(_first_line(note)[:300], 92, line.printed(match))
            if words and len(words) < 200:
                parts = [part for part in re.split(r"\s*[;؛]\s*|\s*\(?\d\)\s*", words) if part]
                return max(1, len(parts)), Found(words[:300], 80, line.printed(match))
        return None

    def urgency(self) -> Found | None:
        """What it says of its haste, in its head and subject alone: a body may speak of urgent needs."""
        subject = self.subject()
        lines = [line for line in self.head if len(line.text) < 80 and not says.SUBJECT.search(line.form)]
        for degree, pattern in says.URGENT:
            for line in lines:
                if match := pattern.search(line.form):
                    return Found(degree, 88, line.printed(match))
        if subject and subject.sure > 90:
            line = Line(subject.value)
            for degree, pattern in says.URGENT:
                if match := pattern.search(line.form):
                    return Found(degree, 70, line.printed(match))
        return None

    def mark(self) -> tuple[int, Found] | None:
        """Its level of confidentiality as printed on it."""
        for level, pattern in says.MARKS:
            for line in [*self.head, *self.lines[-3:]]:
                if len(line.text) < 60 and (match := pattern.search(line.form)):
                    return level, Found(line.printed(match), 90, "")
        return None

    def copied_to(self) -> Found | None:
        """To whom the sender copied it."""
        for line in reversed(self.foot):
            if (match := says.COPIED.search(line.form)) and (words := line.after(match)):
                return Found(words[:300], 85, line.printed(match))
        return None

    def presenter(self) -> Found | None:
        """Who presents its compliments."""
        for line in [*map(Line, self.sentences[:3]), *self.lines[: HEAD + 4]]:
            for pattern in says.PRESENTERS:
                if (match := pattern.search(line.text)) and len(match[1]) < 200:
                    return Found(match[1].strip(" ,،"), 75, line.text[:0])
        return None

    def signatory(self) -> Found | None:
        """Who signed: the line after the courtesy that is no title."""
        after = False
        if any(says.COMPLIMENTS.search(line.form) for line in self.lines[: HEAD + 4]):
            return None  # a note is initialled
        for n, line in enumerate(self.body):
            if says.COURTESY.search(line.form):
                after = True
                continue
            if not after or len(line.text) > 90 or re.search(r"\d|:|\.$", line.form):
                continue
            title = says.TITLES.search(line.form)
            if title and title.start() > 3:
                return Found(line.text[: line._places[title.start()]].strip(" ,،-–"), 55)
            if not title and 1 < len(line.text.split()) <= 8:
                following = self.body[n + 1] if n + 1 < len(self.body) else None
                return Found(line.text, 80 if following and says.TITLES.search(following.form) else 50)
        return None


def _parted(line: Line, place: int, of: int) -> list[Line]:
    """A line at the beginning or the end of a letter, parted where a label or the salutation shows that it was several."""
    if HEAD < place < of - FOOT or len(line.text) > 4_000:
        return [line]
    at = [0, *(line.place(match.start()) for match in says.BREAKS.finditer(line.form)), len(line.text)]
    parts = [line.text[a:b].strip() for a, b in itertools.pairwise(at)]
    return [line] if len(parts) < 2 else [Line(part) for part in parts if part]


def _day_of(moon: Hijri) -> dt.date | None:
    try:
        return to_gregorian(moon)
    except ValueError:
        return None


def number_in(words: str) -> str:
    """The number that begins here: words are taken until one has a digit and the next is no part of it."""
    found = ""
    tokens = words.split()
    for n, token in enumerate(tokens[:9]):
        bare = token.rstrip(".,;:،؛)")
        if found and not (_open(found) or _has_digit_none(found) or bare[:1] in "/-–"):
            break
        if len(bare) > 60 or (not found and not any(sign.isalnum() for sign in bare)):
            return ""
        found = f"{found} {bare}".strip()
        if n > 5 and _has_digit_none(found):
            return ""
        if bare != token and not _has_digit_none(found):
            break
    return "" if _has_digit_none(found) else found[:120]


def _open(found: str) -> bool:
    return found.endswith(("/", "-", "–"))


def _has_digit_none(found: str) -> bool:
    return not any(sign.isdigit() for sign in found)


def _date_places(line: Line) -> Iterator[tuple[str, str, bool]]:
    """Where in a line a date of the letter may stand: after its label, after a place, or alone."""
    any_label = False
    for match in says.DATE.finditer(line.form):
        words = line.after(match)
        following = says.DATE.search(fold(words))
        if following and following.start() > 0:
            words = Line(words).text[: Line(words)._places[following.start()]].strip(" –-")
        if len(words) < 90:
            any_label = True
            yield words, line.printed(match), True
    if any_label:
        return
    if (placed := says.PLACE_AND_DATE.search(line.form)) and len(line.text) < 160:
        words = line.after(placed)
        if len(words) < 60:
            yield words, "", True
            return
    if len(line.text) < 50 and not says.SUBJECT.search(line.form) and "@" in mark_months(line.text):
        yield line.text, "", False


def _goes_on(words: str, following: Line) -> bool:
    if len(words) < 45 or words.endswith((".", "؟", "?", ")", "»", "”")) or says.SALUTATION.search(following.form):
        return False
    return len(following.text) < 90 and following.text[:1].islower()


def _subject(words: str) -> str:
    if len(words) > LONG_SUBJECT:  # a reader of files has joined the body to the line: it begins with a sentence
        words = says.BODY.split(words, maxsplit=1)[0]
    words = words.strip(' .:-–،,«»"“”')
    return words if len(words) <= 300 else f"{words[:297].rsplit(' ', 1)[0]}…"


def _first_line(words: str) -> str:
    return re.split(r"(?<=[.])\s|\n", words)[0]
