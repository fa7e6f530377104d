"""Volumes of a next session made from one that exists, with the lineage known: the texts are our own demonstration's.

Everything is drawn from `random.Random(seed)`, so that a figure can be measured again.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from diwan.comparison.lineage import Passage, Subject
from diwan.comparison.words import empty, normalised
from diwan.reading import read
from diwan.reading.texts import Resolution

PROJECT = Path(__file__).resolve().parents[1]
VOLUMES = PROJECT / "diwan" / "demonstration" / "volumes"
ORDINALS = {
    "en": ["Fifty-fifth", "Fifty-sixth", "Fifty-seventh", "Fifty-eighth", "Fifty-ninth", "Sixtieth", "Sixty-first", "Sixty-second", "Sixty-third"],
    "fr": [
        "cinquante-cinquième", "cinquante-sixième", "cinquante-septième", "cinquante-huitième", "cinquante-neuvième",
        "soixantième", "soixante et unième", "soixante-deuxième", "soixante-troisième",
    ],
    "ar": [
        "الخامسة والخمسين", "السادسة والخمسين", "السابعة والخمسين", "الثامنة والخمسين", "التاسعة والخمسين", "الستين",
        "الحادية والستين", "الثانية والستين", "الثالثة والستين",
    ],
}  # fmt: skip
AND = {"en": " and ", "fr": " et ", "ar": "، و"}


@dataclass
class Truth:
    """What became of the paragraphs of one resolution."""

    new: list[Passage]
    relation: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)


def passages(resolution: Resolution) -> list[Passage]:
    """The paragraphs of a resolution as lineage takes them; ids are places, "P1", "O3", "O4(a)", "T1"."""
    found: list[Passage] = []
    for part in resolution.all_parts():
        letter, top = part.letter or "", 0
        for n, text in enumerate(part.preambular, 1):
            found.append(Passage(f"{letter}P{n}", "preambular", f"P{n}", text, letter))
        for paragraph in part.operative:
            number = paragraph.number or ""
            top += "(" not in number
            place = f"{top}{number[number.index('(') :]}" if "(" in number else str(top)
            found.append(Passage(f"{letter}O{place}", "operative", number, paragraph.text, letter))
    for annex in resolution.annexes:
        found += [
            Passage(f"T{n}", "task", task.number or "", task.text, annex.heading)
            for n, task in enumerate(annex.tasks, 1)
        ]
    return found


def subjects(name: str, language: str) -> list[Subject]:
    """The resolutions of one of the demonstration's volumes."""
    found = []
    for resolution in read(VOLUMES / name).resolutions:
        organ, rest = (resolution.number or "-").split("-", 1)
        session, series, number, *_ = rest.split("/")
        title = {language: resolution.title or ""}
        found.append(
            Subject(resolution.number, organ, int(session), series, number, title, passages(resolution), language)
        )
    return found


def a_session_later(text: str, language: str) -> str:
    """The text with its references to sessions moved on by one."""
    western = text.translate({0x660 + i: str(i) for i in range(10)})
    if western != text:
        digits = {ord(str(i)): chr(0x660 + i) for i in range(10)}
        return a_session_later(western, language).translate(digits)
    text = re.sub(r"(\d{1,3}/)(\d\d)(-\w)", lambda m: f"{m[1]}{int(m[2]) + 1}{m[3]}", text)
    text = re.sub(r"(CFM-)(\d+)/(\d{4})", lambda m: f"{m[1]}{int(m[2]) + 1}/{int(m[3]) + 1}", text)
    text = re.sub(r"\b(\d\d)(?:st|nd|rd|th) ([Ss]ession)", lambda m: f"{_th(int(m[1]) + 1)} {m[2]}", text)
    text = re.sub(r"\b(\d\d)ème session", lambda m: f"{int(m[1]) + 1}ème session", text)
    said = ORDINALS[language]
    ordinal = "|".join(sorted(said[:-1], key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{ordinal})(?!\w)", lambda m: said[said.index(m[0]) + 1], text)


def _th(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') if number % 100 // 10 != 1 else 'th' }"


class Session:
    """The next session's hand: drops, rewords, merges, moves and adds paragraphs."""

    def __init__(self, language: str, seed: int, donors: Sequence[str]) -> None:
        self.language, self.chance, self.donors = language, random.Random(seed), list(donors)

    def next(self, old: Sequence[Passage]) -> Truth:
        """A resolution as it may be adopted a year later, and what became of each paragraph."""
        rows: list[tuple[Passage, str, tuple[str, ...]]] = []
        truth = Truth([])
        skip = False
        for at, passage in enumerate(old):
            if skip:
                skip = False
                continue
            follower = old[at + 1] if at + 1 < len(old) else None
            lot = self.chance.random()
            id = str(passage.id)
            if lot < 0.08:
                truth.dropped.add(id)
            elif lot < 0.11:
                truth.dropped.add(id)
                rows.append((replace(passage, text=self._donor(passage)), "new", ()))
            elif lot < 0.16 and follower and self._mergeable(passage) and self._mergeable(follower):
                rows.append(
                    (replace(passage, text=self._both(passage.text, follower.text)), "merged", (id, str(follower.id)))
                )
                skip = True
            elif lot < 0.34 and len(passage.text.split()) >= 8:
                rows.append((replace(passage, text=self._reworded(passage.text)), "reworded", (id,)))
            else:
                rows.append((passage, "unchanged", (id,)))
            if self.chance.random() < 0.06 and passage.depth == 0:
                rows.append((replace(passage, text=self._donor(passage)), "new", ()))
        self._move(rows)
        counts = {"preambular": 0, "operative": 0, "task": 0}
        for n, (passage, relation, sources) in enumerate(rows):
            text = a_session_later(passage.text, self.language)
            if relation == "unchanged" and normalised(text) != normalised(passage.text):
                relation = "sessions"
            counts[passage.kind] += passage.depth == 0
            number = passage.number if passage.depth else str(counts[passage.kind])
            truth.new.append(replace(passage, id=f"N{n}", number=number, text=text))
            truth.relation[f"N{n}"] = (relation, sources)
        return truth

    def _mergeable(self, passage: Passage) -> bool:
        return passage.kind == "operative" and passage.depth == 0 and len(passage.text.split()) >= 9

    def _donor(self, passage: Passage) -> str:
        return self.chance.choice(self.donors)

    def _both(self, first: str, second: str) -> str:
        """The first with most of its words and the end of the second, as drafters merge."""
        one, two = first.rstrip(" .;؛").split(), second.split()
        one = one[: max(6, int(len(one) * self.chance.uniform(0.6, 1)))]
        two = two[int(len(two) * self.chance.uniform(0.1, 0.45)) :]
        return " ".join(one) + AND[self.language] + " ".join(two)

    def _reworded(self, text: str) -> str:
        words = text.split()
        way = self.chance.random()
        if way < 0.35:  # a few words of it
            for _ in range(max(1, len(words) // 8)):
                words[self.chance.randrange(len(words))] = self._word()
        elif way < 0.6:  # a clause is added
            words += [AND[self.language].strip(" ،") or "", *self._clause(len(words) // 2)]
        elif way < 0.8:  # a clause is cut
            words = words[: max(6, int(len(words) * self.chance.uniform(0.55, 0.85)))]
        else:  # begun anew and ended otherwise
            keep = max(5, int(len(words) * self.chance.uniform(0.5, 0.7)))
            start = self.chance.randrange(0, len(words) - keep + 1)
            words = [*self._clause(3), *words[start : start + keep], *self._clause((len(words) - keep) // 2)]
        return " ".join(words)

    def _clause(self, length: int) -> list[str]:
        words = self.chance.choice(self.donors).split()
        start = self.chance.randrange(max(1, len(words) - length))
        return words[start : start + length]

    def _word(self) -> str:
        words = [
            word for word in self.chance.choice(self.donors).split() if normalised(word) not in empty(self.language)
        ]
        return self.chance.choice(words)

    def _move(self, rows: list[tuple[Passage, str, tuple[str, ...]]]) -> None:
        plain = [n for n, (passage, _, _) in enumerate(rows) if passage.depth == 0 and passage.kind != "task"]
        if len(plain) > 4 and self.chance.random() < 0.5:
            at = self.chance.choice(plain)
            kind = rows[at][0].kind
            targets = [n for n in plain if rows[n][0].kind == kind and abs(n - at) in (1, 2, 3)]
            if targets:
                row = rows.pop(at)
                rows.insert(self.chance.choice(targets), row)


def earlier_sessions(
    count: int, paragraphs: int, *, unheard_of: int = 0, seed: int = 60
) -> tuple[list[Subject], list[Subject]]:
    """`count` sessions with about so many paragraphs each, every one made from the one before; and the next session.

    The subjects are those of the demonstration's volume, told apart by words of their own: each replaces half of the
    words of the matter with words of its own, so that two subjects share the drafting and not the matter. Subjects
    of `unheard_of` paragraphs more stand only in the next session.
    """
    chance = random.Random(seed)
    base = subjects("CFM60_POL_RES_FINAL_en.docx", "en")
    current: list[Subject] = []
    while sum(len(subject.texts) for subject in current) < paragraphs:
        current.append(_of_its_own(chance.choice(base), len(current), chance))
    donors = [passage.text for subject in current[:40] for passage in subject.texts if len(passage.text.split()) > 8]
    first = 61 - count
    old = list(current)
    for session in range(first + 1, 62):
        hand = Session("en", session, donors)
        older, current = current, []
        for n, subject in enumerate(older):
            texts = [replace(p, id=(session, n, p.id), text=p.text) for p in hand.next(subject.texts).new]
            while len(texts) > 18:
                texts.pop(chance.randrange(len(texts)))
            while len(texts) < 12:
                texts.append(Passage((session, n, f"A{len(texts)}"), "operative", "90", chance.choice(donors)))
            current.append(replace(subject, id=(session, n), session=session, number=str(n + 1), texts=texts))
        if session < 61:
            old += current
    added = 0
    while added < unheard_of:
        subject = _of_its_own(chance.choice(base), 700 + len(current), chance)
        current.append(replace(subject, session=61))
        added += len(subject.texts)
    return current, old


def _of_its_own(subject: Subject, n: int, chance: random.Random) -> Subject:
    """The subject with half of the words of its matter replaced by words that no other subject has."""
    own: dict[str, str] = {}
    no = empty("en")

    def word(match: re.Match[str]) -> str:
        said = match[0]
        if len(said) < 5 or said.lower() in no:
            return said
        if said.lower() not in own:
            own[said.lower()] = f"{said.lower()[:3]}{_name(n)}{_name(len(own))[-1]}" if chance.random() < 0.5 else said
        return own[said.lower()]

    texts = [replace(p, id=(1, n, p.id), text=re.sub(r"[^\W\d_]+", word, p.text)) for p in subject.texts]
    title = {"en": re.sub(r"[^\W\d_]+", word, subject.title["en"])}
    return replace(subject, id=(1, n), session=1, number=str(n + 1), title=title, texts=texts)


def _name(n: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in f"{n:03d}")
