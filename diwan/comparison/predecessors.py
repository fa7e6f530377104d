"""Which resolution of earlier sessions each new one follows: by its content and its title, not by its number alone.

A resolution of one title recurs yearly, its number shifts and its title changes. Titles say whom to look at; what
the paragraphs have in common decides.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from diwan.reading.citing import find_citations
from diwan.reading.languages import language_of

from .kinship import Words
from .passages import Passage
from .sessions import sessionless

TITLE, BODY = 0.45, 0.55  # what each counts in the likeness of two resolutions
CONVINCING = 0.5  # likeness from which one follows the other
SAME_SUBJECT = 0.75  # a title from which little of the text need remain
LITTLE = 0.15  # how little
OVERHAULED = 0.55  # a text that convinces under any title
SAME_NUMBER, CITED = 0.03, 0.05  # what a kept number, and a recital that names it, add to the rank
A_SESSION_AGO = 0.04  # what each session between takes from the rank: the latest of a row is the one followed
LOOKED_AT = 16  # candidates whose texts are compared


@dataclass(frozen=True, slots=True)
class Subject:
    """A resolution as its subject: where it was adopted, its titles by language and its paragraphs in one language."""

    id: Hashable
    organ: str
    session: int
    series: str
    number: str
    title: Mapping[str, str]
    texts: Sequence[Passage] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """The resolution followed, how like they are (0 to 1), and why: codes "title", "body", "number", "cited"."""

    id: Hashable
    likeness: float
    reasons: Mapping[str, Any] = field(default_factory=dict)


def predecessors(
    new: Sequence[Subject], old: Sequence[Subject], house: Mapping[str, Any] | None = None
) -> dict[Hashable, Candidate]:
    """The earlier resolution of the same organ that each new one follows; those that follow none are left out.

    No two new resolutions of one session follow the same; the more convincing pair is taken first.
    """
    search = _Search(old, house)
    ranked = sorted(
        ((rank, at, found) for at, subject in enumerate(new) for rank, found in search.candidates(subject)),
        key=lambda row: (-row[0], row[1]),
    )
    result: dict[Hashable, Candidate] = {}
    taken: set[tuple[int, Hashable]] = set()
    for _, at, found in ranked:
        subject = new[at]
        if subject.id not in result and (subject.session, found.id) not in taken:
            result[subject.id] = found
            taken.add((subject.session, found.id))
    return {subject.id: result[subject.id] for subject in new if subject.id in result}


class _Search:
    """The earlier resolutions, found by words of their titles and, failing that, by paragraphs that recur."""

    def __init__(self, old: Sequence[Subject], house: Mapping[str, Any] | None) -> None:
        self.old, self.house = old, house
        self._titles: dict[str, list[int]] = defaultdict(list)
        self._numbers: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        self._bodies: dict[str, list[int]] | None = None
        self._known: dict[int, Words] = {}
        for at, subject in enumerate(old):
            for word in {word for one in _titles(subject).values() for word in one.weights}:
                self._titles[word].append(at)
            self._numbers[subject.organ, subject.series, subject.number].append(at)

    def candidates(self, subject: Subject) -> list[tuple[float, Candidate]]:
        """Convincing ones with their ranks, those of the titles first; paragraphs are asked when no title convinces."""
        mine = _body(subject, self.house)
        looked: set[int] = set()
        found: list[tuple[float, Candidate]] = []
        for places in (self._by_title, self._by_body):
            for at in places(subject):
                if at not in looked and self._earlier(at, subject):
                    looked.add(at)
                    found += self._judged(at, subject, mine)
            if found:
                break
        return found

    def _earlier(self, at: int, subject: Subject) -> bool:
        return self.old[at].organ == subject.organ and self.old[at].session < subject.session

    def _judged(self, at: int, subject: Subject, mine: Words) -> list[tuple[float, Candidate]]:
        other = self.old[at]
        title = _title_likeness(subject, other)
        body = mine.likeness(self._words(at))
        if not subject.texts or not other.texts:
            convincing, likeness = title >= CONVINCING, title
        else:
            likeness = TITLE * title + BODY * body
            convincing = likeness >= CONVINCING or body >= OVERHAULED or (title >= SAME_SUBJECT and body >= LITTLE)
        if not convincing:
            return []
        reasons: dict[str, Any] = {"title": round(title, 3), "body": round(body, 3)}
        rank = likeness - A_SESSION_AGO * (subject.session - other.session - 1)
        if (subject.series, subject.number) == (other.series, other.number):
            reasons["number"] = other.number
            rank += SAME_NUMBER
        if self._cites(subject, other):
            reasons["cited"] = f"{other.number}/{other.session}-{other.series}"
            rank += CITED
        return [(rank, Candidate(other.id, round(likeness, 3), reasons))]

    def _cites(self, subject: Subject, other: Subject) -> bool:
        recitals = (passage.text for passage in subject.texts if passage.kind == "preambular")
        return any(
            citation.key is not None
            and (str(citation.key.number), citation.key.session) == (other.number, other.session)
            and citation.key.series in (None, other.series)
            for text in recitals
            for citation in find_citations(text, other.organ, self.house)
        )

    def _by_title(self, subject: Subject) -> list[int]:
        """Those that share the rarest words of the title, then those of the same number, the latest first."""
        votes: dict[int, float] = defaultdict(float)
        for word in {word for one in _titles(subject).values() for word in one.weights}:
            having = self._titles.get(word, ())
            for at in having:
                if self._earlier(at, subject):
                    votes[at] += 1 / len(having)
        best = sorted(votes, key=lambda at: (-votes[at], -self.old[at].session))[:LOOKED_AT]
        return best + self._numbers.get((subject.organ, subject.series, subject.number), [])[-2:]

    def _by_body(self, subject: Subject) -> list[int]:
        """Those in which most of the paragraphs recur; one that many resolutions have says little."""
        if self._bodies is None:
            self._bodies = defaultdict(list)
            for at, other in enumerate(self.old):
                for form in {sessionless(passage.text, self.house) for passage in other.texts}:
                    self._bodies[form].append(at)
        votes: dict[int, float] = defaultdict(float)
        for form in {sessionless(passage.text, self.house) for passage in subject.texts}:
            having = self._bodies.get(form, ())
            for at in having:
                votes[at] += 1 / len(having)
        return sorted(votes, key=lambda at: (-votes[at], -self.old[at].session))[:LOOKED_AT]

    def _words(self, at: int) -> Words:
        if at not in self._known:
            other = self.old[at]
            self._known[at] = _body(other, self.house)
        return self._known[at]


def _body(subject: Subject, house: Mapping[str, Any] | None) -> Words:
    language = subject.language or (language_of([passage.text for passage in subject.texts[:8]])[0])
    return Words.together(Words.of_form(sessionless(passage.text, house), language) for passage in subject.texts)


def _titles(subject: Subject) -> dict[str, Words]:
    return {language: Words.of(title, language) for language, title in subject.title.items() if title}


def _title_likeness(one: Subject, other: Subject) -> float:
    """The likest of the languages both have; 0 when they have none in common."""
    mine, theirs = _titles(one), _titles(other)
    return max((mine[language].likeness(theirs[language]) for language in mine.keys() & theirs.keys()), default=0.0)
