"""From the lines of one resolution to its parts: title, opening, recitals, operative paragraphs, annexes."""

from dataclasses import replace

from .annexes import take_annexed
from .dates import dates_in
from .divisions import is_bare_letter, is_part, is_section
from .labels import Label, bare_number, computed, inner_label, take_label
from .letters import folded
from .lexicon import Lexicon
from .lines import Line
from .numbering import Ladder
from .segments import Segment, is_annex_heading
from .signs import (
    HEADING,
    LONGEST,
    begins_body,
    capital,
    closes,
    late_opening,
    leads_recommendations,
    lone_verb,
    opening_goes_on,
    stopped,
    titles_part,
    unended,
    unmarked,
)
from .texts import Annex, Doubt, Paragraph, Part, Resolution
from .verbs import declares, says_itself, verb_at_start

FAR = 200  # lines in which the next letter is looked for
LONG = 1800  # characters; an operative paragraph beyond this deserves a look


class Builder:
    """Reads the lines of a resolution one by one, remembering in which of its regions it is."""

    def __init__(self, segment: Segment, words: Lexicon) -> None:
        self.words = words
        self.resolution = Resolution(symbol=segment.symbol, page=segment.page)
        self.titles: list[str] = []
        if segment.rest and any(dates := dates_in(segment.rest, words)) and len(segment.rest) < 40:
            self.resolution.date = dates[0]
        elif segment.rest:
            self.titles.append(segment.rest)
        self.part = self.resolution.whole
        self.ladder = Ladder()
        self.state = "title"
        self.annex: Annex | None = None
        self.section: str | None = None
        self.pending: Label | None = None
        self.lines = segment.lines
        self.at = 0  # the line at hand
        texts = [line.text for line in self.lines if line.kind != "row"]
        self.recommends = any(leads_recommendations(text, words) for text in texts)  # until the list is led
        self.own = False  # a declaration: "We, the ministers, …"
        # A statement in paragraphs without numbers: "The Council reiterates …"
        self.stated = not any(take_label(text) for text in texts) and sum(says_itself(t, words) for t in texts) > 1

    def build(self) -> Resolution:
        for i, line in enumerate(self.lines):
            self.at = i
            if line.kind != "row" and line.text:
                self.take(line, self.lines[i + 1] if i + 1 < len(self.lines) else None)
        self.resolution.title = self._title()
        for part in self.resolution.all_parts():
            part.opening = unmarked(part.opening) if part.opening else None
            part.preambular = [unmarked(text) for text in part.preambular]
            for item in part.operative:
                item.text = unmarked(item.text)
        return self.resolution

    def take(self, line: Line, following: Line | None) -> None:
        form = folded(line.text)
        label, text = self._labelled(line, following)
        if label is not None and not text and (self.state != "title" or label.kind == "ordinal"):
            self.pending = label
            return
        running = self.state in ("preamble", "operative")
        if running and label is not None and (digit := self.ladder.misread(label)) is not None and self._verb(text):
            label = digit
        if self._is_annex(line, form):
            self._begin_annex(line)
        elif self.annex is not None:
            take_annexed(self.annex, self.ladder, line, label, text, self.words)
        elif self._is_part(line, label, text, following):
            self._begin_part(label, text)
        elif self.state == "title":
            self._titled(line, form, label, text, following)
        elif self.state == "preamble":
            self._recited(line, form, label, text, following)
        else:
            self._operated(line, form, label, text, following)

    def _labelled(self, line: Line, following: Line | None) -> tuple[Label | None, str]:
        if self.pending is not None:
            waiting, self.pending = self.pending, None
            return waiting, line.text
        if line.label and (label := computed(line.label)) is not None:
            return label, line.text
        if (found := take_label(line.text)) is not None:
            return found[0], found[1].strip()
        return self._bare_number(line, following) or (None, line.text)

    def _bare_number(self, line: Line, following: Line | None) -> tuple[Label, str] | None:
        """A number without any mark that is due here, before an operative verb: "2 Requests …", or on its own line."""
        found = bare_number(line.text) if self.state in ("preamble", "operative") else None
        if found is None:
            return None
        top = self.ladder.steps[0].label if self.ladder.steps else None
        last = top.value if top is not None else 0
        said = found[1] or (following.text if following is not None else "")
        bare = top is not None and not top.style  # those before had no mark either: no verb need be known
        due = found[0].value in (1, last + 1) and (bare or self._verb(said) is not None)
        return found if due and capital(said) else None

    # Regions ------------------------------------------------------------------------------------
    def _titled(self, line: Line, form: str, label: Label | None, text: str, following: Line | None) -> None:
        if declares(line.text, self.words):
            self.own = True
            self.part.opening = line.text
            self.state = "preamble"
        elif self.words.opening(form) or (self.words.opening(form, loose=True) and begins_body(following, self.words)):
            self.part.opening = line.text
            self.state = "preamble"
        elif self.words.recital(form) and len(form) > 15 and not line.centred:
            self.state = "preamble"
            if self.titles and self.titles[-1].endswith((",", "،")) and len(self.titles[-1]) < 80:
                self.part.opening = self.titles.pop()
            self.part.preambular.append(line.text)
        elif (
            label is not None
            and label.kind in ("digit", "ordinal", "decimal")
            and (self._verb(text) or label.kind != "digit")
        ):
            self.state = "preamble"
            self._recited(line, form, label, text, None)
        elif (
            label is None
            and len(text) > 40
            and text.rstrip('”"»')[-1:] in ";.,؛،"
            and self._verb(text)
            and capital(text)
        ):
            self._to_operative(line, None, text)
        elif leads_recommendations(text, self.words):
            self._to_operative(line, label, text)
        elif self.recommends and len(text) > 160 and stopped(text):
            self.state = "preamble"
            self.part.preambular.append(text)
        elif len(self.titles) < 8:
            self.titles.append(line.text)

    def _recited(self, line: Line, form: str, label: Label | None, text: str, following: Line | None) -> None:
        if label is None and self.words.opening(form) and self.part.opening is None and not self.part.preambular:
            self.part.opening = line.text
        elif label is None and titles_part(self.part, line, form, self.words):
            self.part.title = line.text
        elif label is None and opening_goes_on(self.part, line, form, self.words):
            self.part.opening = f"{self.part.opening} {line.text}"
        elif (
            label is not None
            and label.kind in ("ordinal", "Roman")
            and is_section(line, label, text, following, self.part, self.words)
        ):
            self._begin_section(line.text)
        elif label is not None and label.kind == "decimal" and not leads_recommendations(line.text, self.words):
            self.part.preambular.append(line.text)
        elif label is not None and label.kind in ("digit", "ordinal", "decimal"):
            if self.words.recital(folded(text[:200])) and not self.part.operative and not self._verb(text):
                self.part.preambular.append(text)
            elif label.kind == "digit" and label.style == "()" and unended(self.part.preambular):
                self._prolong_recital(line)
            else:
                self._to_operative(line, label, text)
        elif label is None and lone_verb(form, self.words):
            self.part.heading = line.text
            self.state = "operative"
        elif label is None and self.recommends:
            if leads_recommendations(line.text, self.words):
                self._to_operative(line, None, line.text)
            elif len(line.text) > 60:
                self.part.preambular.append(line.text)
        elif label is None and self.part.opening is None and late_opening(form, following, self.words):
            self.part.opening = line.text
        elif label is None and self.words.recital(form):
            self.part.preambular.append(line.text)
        elif label is None and self._verb(line.text) and capital(line.text):
            self._to_operative(line, None, line.text)
        elif is_section(line, label, text, following, self.part, self.words):
            self._begin_section(line.text)
        elif self.part.preambular and (label is not None or unended(self.part.preambular)):
            self._prolong_recital(line)
        elif line.text[0].isalpha() and (len(line.text) > 120 or (len(line.text) > 40 and not stopped(line.text))):
            self.part.preambular.append(line.text)

    def _to_operative(self, line: Line, label: Label | None, text: str) -> None:
        self.state = "operative"
        self.recommends = self.recommends and not leads_recommendations(text, self.words)
        self._item(line, label, text)

    def _operated(self, line: Line, form: str, label: Label | None, text: str, following: Line | None) -> None:
        items = self.part.operative
        if closes(form, self.words):
            self.state = "closed"
            self.resolution.date = self.resolution.date or dates_in(line.text, self.words)[0]
        elif is_section(line, label, text, following, self.part, self.words):
            self._begin_section(line.text)
        elif label is not None and label.kind == "decimal" and self.ladder.quotes(label):
            if items:
                self._prolong(line)  # "6.6 Where the total …": a rule quoted in paragraph 2
        elif label is not None and label.kind not in ("capital", "Roman", "name"):
            if self.state == "closed" and label.value == 1:
                return
            self.state = "operative"
            self._item(line, label, text)
        elif self.state == "closed":
            if len(form) < 60:  # "50th plenary meeting", and the date on a line of its own
                self.resolution.date = self.resolution.date or dates_in(line.text, self.words)[0]
        elif label is None and self.part.heading and not self.part.numbered:
            if not items or not stopped(items[-1].text) or self._verb(line.text):
                self._item(line, None, line.text)
        elif label is None and lone_verb(form, self.words):
            self.part.heading = line.text
        elif label is None and self._recital_again(line, form):
            self.part.preambular.append(line.text)
        elif (
            label is None
            and self._verb(line.text)
            and capital(line.text)
            and (not items or not unended([items[-1].text]))
            and not (items and items[-1].number and items[-1].text[-1:] in ",،")
        ) or (label is None and self._states(line, form)):
            self._item(line, None, line.text)
        elif items and (not stopped(items[-1].text) or (len(form) > 60 and self._more_numbers())):
            self._prolong(line)

    def _recital_again(self, line: Line, form: str) -> bool:
        """Whether a recital stands below operative paragraphs: recognised out of order, or that of a new section."""
        if not self.words.recital(form) or self._verb(line.text):
            return False
        fresh = self.section is not None and (
            not self.part.operative or self.part.operative[-1].section != self.section
        )
        return fresh or line.text[-1:] in ",،"

    def _prolong_recital(self, line: Line) -> None:
        if len(self.part.preambular[-1]) < LONGEST:
            self.part.preambular[-1] += " " + line.text
        else:
            self.part.preambular.append(line.text)

    def _prolong(self, line: Line) -> None:
        last = self.part.operative[-1]
        if len(last.text) < LONGEST:
            last.text += " " + line.text
        else:
            self._item(line, None, line.text)

    def _states(self, line: Line, form: str) -> bool:
        """Whether a paragraph of a statement without numbers stands for itself, though it names no verb."""
        items = self.part.operative
        return (
            self.stated and len(form) > 60 and bool(items) and not unended([items[-1].text])
            and stopped(line.text)
        )  # fmt: skip

    def _item(self, line: Line, label: Label | None, text: str) -> None:
        item = Paragraph(text, page=line.page, section=self.section, own=self.own)
        if label is not None:
            place = self.ladder.place(label)
            if (inner := inner_label(label, text)) is not None:  # "خامساً: ١- …", "3. (a) …"
                place = self.ladder.place(inner[0])
                item.text = text = inner[1].strip()
                label = replace(label, printed=f"{label.printed} {inner[0].printed}")
            item.number, item.depth, item.printed = place.number, place.depth, label.printed
            self.part.numbered = True
            if label.kind == "decimal":
                item.text = line.text
            if label.kind == "digit" and not any(map(str.isdigit, label.printed)):
                item.doubts.append(Doubt("number_misread", f"The number is printed as {label.printed}"))
            if place.odd:
                item.doubts.append(
                    Doubt(place.odd, f"The printed number {label.printed} does not follow the one before.")
                )
        elif self.part.operative and not self.part.heading and self.part.numbered:
            item.doubts.append(Doubt("no_number", "The paragraph has no number while others have."))
        if len(text) > LONG:
            item.doubts.append(Doubt("very_long", "The paragraph is unusually long: two may have run together."))
        self.part.operative.append(item)

    # Parts, sections, annexes -----------------------------------------------------------------------
    def _is_part(self, line: Line, label: Label | None, text: str, following: Line | None) -> bool:
        if is_bare_letter(line.text):
            return self.state == "title" or line.text.strip() != "A" or not self.part.operative
        if not is_part(line, label, text, following, self.resolution, self.words):
            return False
        return bool(self.resolution.parts) or not self._runs_on(label)

    def _runs_on(self, label: Label | None) -> bool:
        """Whether the numbers run on below the next letter: lettered headings over one numbering are sections."""
        below = self.lines[self.at + 1 : self.at + FAR]
        for i, line in enumerate(below):
            found = take_label(line.text) if line.kind != "row" and len(line.text) < HEADING else None
            if label is None or found is None or found[0].kind != label.kind or found[0].value != label.value + 1:
                continue
            numbers = (self._labelled(other, None)[0] for other in below[i + 1 : i + 12])
            first = next((number for number in numbers if number is not None and number.kind == "digit"), None)
            return first is not None and first.value > 1
        return False

    def _begin_part(self, label: Label | None, text: str) -> None:
        letter = chr(64 + label.value) if label is not None else (text.strip() or None)
        self.part = Part(letter=letter, title=text.strip() if label is not None else None)
        if self.resolution.whole.opening and not self.resolution.parts:
            self.part.opening = self.resolution.whole.opening
        self.resolution.parts.append(self.part)
        self.ladder = Ladder()
        self.section = None
        self.state = "preamble"

    def _begin_section(self, text: str) -> None:
        self.section = text
        self.part.sections.append(text)

    def _is_annex(self, line: Line, form: str) -> bool:
        if self.state == "title" or not is_annex_heading(line.text, self.words):
            return False
        return not stopped(line.text) and self._verb(line.text) is None

    def _begin_annex(self, line: Line) -> None:
        self.annex = Annex(line.text)
        self.resolution.annexes.append(self.annex)
        self.ladder = Ladder()

    # Signs ------------------------------------------------------------------------------------------
    def _verb(self, text: str) -> int | None:
        return verb_at_start(text, self.words, self.own)

    def _more_numbers(self) -> bool:
        """Whether numbered paragraphs of this sequence still follow below."""
        at = self.at
        top = self.ladder.steps[0].label if self.ladder.steps else None
        for other in self.lines[at + 1 : at + 12]:
            found = take_label(other.text)
            if top is not None and found is not None and found[0].kind == top.kind and found[0].value == top.value + 1:
                return True
        return False

    def _title(self) -> str | None:
        adopted = tuple(self.words.words("adopted_words")[:1])
        text = " ".join(line for line in self.titles if not folded(line).startswith(adopted))
        form = folded(text)
        for word in sorted(self.words.words("title_words"), key=len, reverse=True):
            if form.startswith(word + " "):
                text = text[len(word) :].strip() if len(form) == len(text) else text.split(" ", 1)[1]
                break
        return text.strip(" :") or None
