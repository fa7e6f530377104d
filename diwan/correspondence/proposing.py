"""What is proposed for a letter to be registered: each field with its confidence and the reason. A person decides."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from diwan.correspondence.because import Because
from diwan.correspondence.letter_text import Found, LetterText
from diwan.correspondence.models import Letter
from diwan.correspondence.models.letter import key_of
from diwan.directory.folded import folded
from diwan.directory.models import Correspondent
from diwan.directory.recognition import recognise
from diwan.reading.languages import language_of
from diwan.references.models import Reference

EARLIER = 12
"""Letters of the same sender that are looked at."""
_REPLY = re.compile(r"^\s*(?:(?:re|fwd?|tr|aw|رد|إعادة توجيه)\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True)
class Proposed:
    """A value, how sure it is (0 to 100), and why."""

    value: Any
    confidence: int
    because: Any

    @property
    def sure(self) -> bool:
        """Whether it may stand without a second look."""
        return self.confidence >= 85


@dataclass(frozen=True)
class Envelope:
    """What an e-mail says of itself."""

    subject: str = ""
    sent: dt.datetime | None = None
    sender: str = ""


@dataclass
class Proposal:
    """What is proposed, field by field, as the form of registration names them; and whom else it may be from."""

    fields: dict[str, Proposed] = field(default_factory=dict)
    correspondent: Correspondent | None = None
    others: list[Correspondent] = field(default_factory=list)

    def add(self, name: str, value: Any, confidence: int, because: Any) -> None:
        """Propose a value, unless a surer one is there."""
        if value in (None, ""):
            return
        if name not in self.fields or confidence > self.fields[name].confidence:
            self.fields[name] = Proposed(value, confidence, because)

    @property
    def initial(self) -> dict[str, Any]:
        """The values alone."""
        return {name: one.value for name, one in self.fields.items()}

    def __getitem__(self, name: str) -> Proposed:
        return self.fields[name]

    def __contains__(self, name: str) -> bool:
        return name in self.fields


def propose(text: str, *, address: str = "", language: str = "", message: Envelope | None = None) -> Proposal:
    """Read a letter's text (and the e-mail it came in) and propose what is entered of it: a dozen queries at most."""
    found, letter = Proposal(), LetterText(text)
    if message is not None:
        _from_message(found, message)
        address = address or message.sender
    if letter:
        _language(found, text, language)
        _facts(found, letter)
        _answers(found, letter)
    _sender(found, letter, text, address, message.sender if message else "")
    _from_earlier(found, bool(letter))
    return found


def _language(found: Proposal, text: str, language: str) -> None:
    code, shares = language_of(text.splitlines()[:400])
    words = len(text.split())
    found.add("language", code, 97 if shares.get(code, 0) > 0.5 and words > 25 else 70, Because("text"))
    if language and language != code:
        found.add("language", language, 60, Because("text"))


def _facts(found: Proposal, letter: LetterText) -> None:
    for name, read in (("their_reference", letter.their_reference()), ("copied_to", letter.copied_to())):
        if read:
            found.add(name, read.value, read.sure, _line(read))
    _dates(found, letter)
    if subject := letter.subject():
        because = _line(subject) if subject.sure > 90 else Because("words", subject.label) if subject.label else None
        found.add("subject", subject.value, subject.sure, because or Because("first"))
    if kind := letter.kind():
        found.add("kind", kind.value, kind.sure, Because("words", kind.label))
    if enclosed := letter.enclosures():
        found.add("enclosures", enclosed[0], enclosed[1].sure, _line(enclosed[1]))
        found.add("enclosures_note", enclosed[1].value, enclosed[1].sure, _line(enclosed[1]))
    if haste := letter.urgency():
        found.add("urgency", haste.value, haste.sure, Because("words", haste.label))
    if mark := letter.mark():
        found.add("confidentiality", mark[0], mark[1].sure, Because("words", mark[1].value))
    if signed := letter.signatory():
        found.add("signatory", signed.value, signed.sure, Because("signed"))


def _line(read: Found) -> Because:
    return Because("line", read.label)


def _dates(found: Proposal, letter: LetterText) -> None:
    printed, gregorian, hijri = letter.dated()
    if printed is None:
        return
    sure, because = printed.sure, _line(printed)
    if gregorian and hijri:
        apart = abs((gregorian - hijri).days)
        sure, because = (min(99, sure + 4), Because("both")) if apart <= 1 else (45, Because("apart"))
    elif hijri:
        sure, because = sure - 4, Because("hijri")
    found.add("dated", gregorian or hijri, sure, because)
    found.add("dated_printed", printed.value, sure, because)


def _answers(found: Proposal, letter: LetterText) -> None:
    """The first number in it that is in one of our registers, of what went out before what came in."""
    numbers = list(dict.fromkeys(letter.numbers()))[:60]
    if not numbers:
        return
    known = dict(
        Reference.objects.filter(printed__in=numbers, state=Reference.State.GIVEN).values_list("printed", "record_type")
    )
    ours = [
        number for number in numbers if number in known and known[number].startswith(("outgoing.", "correspondence."))
    ]
    ours.sort(key=lambda number: not known[number].startswith("outgoing."))
    if ours:
        found.add("answers", ours[0], 92 if known[ours[0]].startswith("outgoing.") else 60, Because("answers"))


def _sender(found: Proposal, letter: LetterText, text: str, address: str, written: str) -> None:
    guesses = recognise(text, address=address)
    if guesses:
        found.correspondent = guesses[0].correspondent.current
        found.others = [guess.correspondent for guess in guesses[1:4]]
        sender = found.correspondent.name
        code = found.fields["language"].value if "language" in found else ""
        found.add("sender", sender.get(code) or str(sender), guesses[0].confidence, guesses[0].because)
        return
    if "their_reference" in found and (earlier := _by_prefix(found["their_reference"].value)):
        found.correspondent = earlier[0].sender
        found.add("sender", earlier[0].sender_name, 70, Because("prefix", earlier[1]))
    if letter and letter.head and "sender" not in found:
        presenter = letter.presenter()
        if presenter:
            found.add("sender", presenter.value, presenter.sure, Because("compliments"))
        known = _earlier_name([line.text for line in letter.head[:6]])
        if known:
            found.add("sender", known[0], 82, Because("earlier", count=known[1]))
        elif not presenter:
            found.add("sender", _letterhead(letter)[:300], 40, Because("line", ""))
    named = re.sub(r"\s*<.*", "", written).strip(' "') or written
    if named and ("sender" not in found or found["sender"].confidence < 50):
        found.add("sender", named[:300], 52, Because("mail"))


def _letterhead(letter: LetterText) -> str:
    """The first lines of the head, up to the first that is no name."""
    lines = []
    for line in letter.head[:3]:
        if any(sign.isdigit() for sign in line.form) or ":" in line.text or len(line.text) > 110:
            break
        lines.append(line.text)
    return ", ".join(lines)


def _by_prefix(reference: str) -> tuple[Letter, str] | None:
    """The sender of earlier letters whose references begin as this one does, when it is always the same."""
    prefix = re.match(r"\D{4,}", reference)
    if not prefix or sum(sign.isalpha() for sign in prefix[0]) < 3:
        return None
    rows = _open_letters().filter(their_key__startswith=key_of(prefix[0]))
    found = list(rows.select_related("sender")[:20])
    if not found or len({letter.sender_id or folded(letter.sender_name) for letter in found}) > 1:
        return None
    return found[0], prefix[0].rstrip("/-. ")


def _earlier_name(lines: list[str]) -> tuple[str, int] | None:
    """The name under which a letterhead like this one was entered before, and how often."""
    wanted = {line.casefold(): line for line in lines if 5 < len(line) < 200}
    wanted |= {f"{a}, {b}".casefold(): f"{a}, {b}" for a, b in itertools.pairwise(lines)}
    if not wanted:
        return None
    rows = (
        _open_letters()
        .filter(sender__isnull=True, sender_name__in=[*wanted.values()])
        .values_list("sender_name", flat=True)[:50]
    )
    named = Counter(rows).most_common(1)
    return named[0] if named else None


def _from_message(found: Proposal, message: Envelope) -> None:
    subject = _REPLY.sub("", message.subject).strip()
    found.add("subject", " ".join(subject.split())[:300], 75, Because("mail"))
    found.add("channel", "email", 99, Because("mail"))
    if message.sent and 1990 <= message.sent.year <= 2400:
        found.add("dated", message.sent.date(), 65, Because("mail"))


def _from_earlier(found: Proposal, has_text: bool) -> None:
    """What the last letters of the same sender all were: for a scan that cannot be read, and for doubtful fields."""
    if found.correspondent is None:
        return
    rows = list(
        _open_letters()
        .filter(sender__in=Correspondent.objects.same_as(found.correspondent))
        .order_by("-received_at")
        .values_list("kind", "language", "channel")[:EARLIER]
    )
    if not rows:
        return
    kind, n = Counter(row[0] for row in rows).most_common(1)[0]
    if n * 3 >= len(rows) * 2:
        found.add("kind", kind, min(80, 50 + 5 * n), Because("earlier", count=n))
    language, n = Counter(row[1] for row in rows if row[1]).most_common(1)[0] if any(r[1] for r in rows) else ("", 0)
    if language and not has_text:
        found.add("language", language, min(80, 45 + 5 * n), Because("earlier", count=n))
    channel, n = Counter(row[2] for row in rows).most_common(1)[0]
    if n * 3 >= len(rows) * 2:
        found.add("channel", channel, min(75, 45 + 5 * n), Because("earlier", count=n))


def _open_letters() -> Any:
    """Letters from which anybody of the registry may learn: none that is closed, none that was made void."""
    return Letter.objects.filter(compartment="", confidentiality__lte=1).exclude(state=Letter.State.VOID)


def day_in(words: str) -> dt.date | None:
    """The Gregorian day that is typed, in either calendar and any of the languages; None when it cannot be read.

    "8 Sha'ban 1447", "٨ شعبان ١٤٤٧", "27/01/2026", "2026-01-27", and in figures also of the Hijri year: "8/8/1447".
    """
    from diwan.kernel.calendars import Hijri, parse_gregorian, parse_hijri, to_gregorian
    from diwan.kernel.folding import fold

    if day := parse_gregorian(words):
        return day
    moon = parse_hijri(words)
    if moon is None and (figures := re.fullmatch(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\D{0,3}", fold(words))):
        year = int(figures[3])
        if 1300 <= year <= 1600:
            try:
                moon = Hijri(year, int(figures[2]), int(figures[1]))
            except ValueError:
                return None
    try:
        return to_gregorian(moon) if moon else None
    except ValueError:
        return None  # the table of Umm al-Qura does not reach there
