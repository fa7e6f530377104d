"""From the lines of one resolution to its parts: title, opening, recitals, operative paragraphs, annexes."""

import re

from .dates import dates_in
from .labels import Label, computed, take_label
from .letters import folded
from .lexicon import Lexicon
from .lines import Line
from .numbering import Ladder
from .segments import Segment, is_annex_heading
from .signs import begins_body, capital, closes, leads_recommendations, lone_verb, unended
from .texts import Annex, Doubt, Paragraph, Part, Resolution
from .verbs import verb_at_start

_STOP = re.compile(r"[.؟?!]\s*[»”\")]?$")
LONG = 1800  # characters; an operative paragraph beyond this deserves a look
HEADING = 160


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

    def build(self) -> Resolution:
        for i, line in enumerate(self.lines):
            if line.kind != "row" and line.text:
                self.take(line, self.lines[i + 1] if i + 1 < len(self.lines) else None)
        self.resolution.title = self._title()
        return self.resolution

    def take(self, line: Line, following: Line | None) -> None:
        form = folded(line.text)
        label, text = self._labelled(line)
        if label is not None and not text and self.state != "title":
            self.pending = label
            return
        if self._is_annex(line, form):
            self._begin_annex(line)
        elif self.annex is not None:
            self._annexed(line, label, text)
        elif self._is_part(line, label, text, following):
            self._begin_part(label, text)
        elif self.state == "title":
            self._titled(line, form, label, text, following)
        elif self.state == "preamble":
            self._recited(line, form, label, text, following)
        else:
            self._operated(line, form, label, text, following)

    def _labelled(self, line: Line) -> tuple[Label | None, str]:
        if self.pending is not None:
            waiting, self.pending = self.pending, None
            return waiting, line.text
        if line.label and (label := computed(line.label)) is not None:
            return label, line.text
        if (found := take_label(line.text)) is not None:
            return found[0], found[1].strip()
        return None, line.text

    # Regions ------------------------------------------------------------------------------------
    def _titled(self, line: Line, form: str, label: Label | None, text: str, following: Line | None) -> None:
        if self.words.opening(form) or (self.words.opening(form, loose=True) and begins_body(following, self.words)):
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
        elif label is None and len(text) > 40 and text[-1] in ";.,؛،" and self._verb(text) and capital(text):
            self._to_operative(line, None, text)
        elif len(self.titles) < 8:
            self.titles.append(line.text)

    def _recited(self, line: Line, form: str, label: Label | None, text: str, following: Line | None) -> None:
        if label is None and self.words.opening(form) and self.part.opening is None and not self.part.preambular:
            self.part.opening = line.text
        elif (
            label is not None and label.kind in ("ordinal", "Roman") and self._is_section(line, label, text, following)
        ):
            self._begin_section(line.text)
        elif label is not None and label.kind == "decimal" and not leads_recommendations(line.text, self.words):
            self.part.preambular.append(line.text)
        elif label is not None and label.kind in ("digit", "ordinal", "decimal"):
            if self.words.recital(folded(text[:200])) and not self.part.operative and not self._verb(text):
                self.part.preambular.append(text)
            elif label.kind == "digit" and label.style == "()" and unended(self.part.preambular):
                self.part.preambular[-1] += " " + line.text
            else:
                self._to_operative(line, label, text)
        elif label is None and lone_verb(form, self.words):
            self.part.heading = line.text
            self.state = "operative"
        elif label is None and self.words.recital(form):
            self.part.preambular.append(line.text)
        elif label is None and self._verb(line.text) and capital(line.text):
            self._to_operative(line, None, line.text)
        elif self._is_section(line, label, text, following):
            self._begin_section(line.text)
        elif self.part.preambular and (label is not None or unended(self.part.preambular)):
            self.part.preambular[-1] += " " + line.text
        elif line.text[0].isalpha() and (
            len(line.text) > 120 or (len(line.text) > 40 and not _STOP.search(line.text[-6:]))
        ):
            self.part.preambular.append(line.text)

    def _to_operative(self, line: Line, label: Label | None, text: str) -> None:
        self.state = "operative"
        self._item(line, label, text)

    def _operated(self, line: Line, form: str, label: Label | None, text: str, following: Line | None) -> None:
        items = self.part.operative
        if closes(form, self.words):
            self.state = "closed"
        elif self._is_section(line, label, text, following):
            self._begin_section(line.text)
        elif label is not None and label.kind not in ("capital", "Roman", "name"):
            if self.state == "closed" and label.value == 1:
                return
            self.state = "operative"
            self._item(line, label, text)
        elif self.state == "closed":
            return
        elif label is None and self.part.heading and not any(item.number for item in items):
            if not items or not _STOP.search(items[-1].text[-6:]) or self._verb(line.text):
                self._item(line, None, line.text)
        elif label is None and lone_verb(form, self.words):
            self.part.heading = line.text
        elif (
            label is None
            and self._verb(line.text)
            and capital(line.text)
            and (not items or not unended([items[-1].text]))
        ):
            self._item(line, None, line.text)
        elif items and (not _STOP.search(items[-1].text[-6:]) or (len(form) > 60 and self._more_numbers(line))):
            items[-1].text += " " + line.text

    def _item(self, line: Line, label: Label | None, text: str) -> None:
        item = Paragraph(text, page=line.page, section=self.section)
        if label is not None:
            place = self.ladder.place(label)
            item.number, item.depth, item.printed = place.number, place.depth, label.printed
            if label.kind == "decimal":
                item.text = line.text
            if place.odd:
                item.doubts.append(
                    Doubt(place.odd, f"The printed number {label.printed} does not follow the one before.")
                )
        elif self.part.operative and not self.part.heading and any(p.number for p in self.part.operative):
            item.doubts.append(Doubt("no_number", "The paragraph has no number while others have."))
        if len(text) > LONG:
            item.doubts.append(Doubt("very_long", "The paragraph is unusually long: two may have run together."))
        self.part.operative.append(item)

    # Parts, sections, annexes -----------------------------------------------------------------------
    def _is_part(self, line: Line, label: Label | None, text: str, following: Line | None) -> bool:
        bare = re.fullmatch(r"[A-H]", line.text.strip()) is not None
        if bare:
            return self.state == "title" or line.text.strip() != "A" or not self.part.operative
        if label is None or label.kind not in ("capital", "name") or len(text) > HEADING or text[-1:] in ";؛.,،":
            return False
        if self._verb(text) or self.words.recital(folded(text)) or following is None:
            return False
        expected = len(self.resolution.parts) + 1
        return label.value == expected or (bool(self.resolution.parts) and label.value > expected)

    def _begin_part(self, label: Label | None, text: str) -> None:
        letter = chr(64 + label.value) if label is not None else (text.strip() or None)
        self.part = Part(letter=letter, title=text.strip() if label is not None else None)
        if self.resolution.whole.opening and not self.resolution.parts:
            self.part.opening = self.resolution.whole.opening
        self.resolution.parts.append(self.part)
        self.ladder = Ladder()
        self.section = None
        self.state = "preamble"

    def _is_section(self, line: Line, label: Label | None, text: str, following: Line | None) -> bool:
        if label is None:
            return (
                (line.bold or line.centred) and len(line.text) < 100 and line.text[-1:] not in ";؛.,،:"
                and not self._verb(line.text) and following is not None
                and (not self.part.operative or not unended([self.part.operative[-1].text]))
            )  # fmt: skip
        if label.kind not in ("Roman", "ordinal", "capital", "name") or len(text) > HEADING or text[-1:] in ";؛.,،:":
            return False
        if label.kind == "ordinal" and (self._verb(text) or len(text) > 90):
            return False
        after = following and (following.label or take_label(following.text))
        return not self._verb(text) and bool(after)

    def _begin_section(self, text: str) -> None:
        self.section = text
        self.part.sections.append(text)

    def _is_annex(self, line: Line, form: str) -> bool:
        if self.state == "title" or not is_annex_heading(line.text, self.words):
            return False
        return not _STOP.search(line.text[-6:]) and self._verb(line.text) is None

    def _begin_annex(self, line: Line) -> None:
        self.annex = Annex(line.text)
        self.resolution.annexes.append(self.annex)
        self.ladder = Ladder()

    def _annexed(self, line: Line, label: Label | None, text: str) -> None:
        annex = self.annex
        if annex is None:
            return
        form = folded(line.text)
        first = form.split(" ", 1)[0].strip(":.-")
        if first in self.words.words("article_words") and len(line.text) < HEADING:
            annex.articles = True
        annex.text.append(line.text)
        if label is not None and label.kind in ("digit", "letter", "roman", "abjad") and len(text) > 12:
            place = self.ladder.place(label)
            annex.tasks.append(
                Paragraph(text, number=place.number, printed=label.printed, depth=place.depth, page=line.page)
            )
        elif annex.tasks and not _STOP.search(annex.tasks[-1].text[-6:]) and unended([annex.tasks[-1].text]):
            annex.tasks[-1].text += " " + line.text
        elif annex.title is None and not annex.tasks and len(line.text) < 250:
            annex.title = line.text

    # Signs ------------------------------------------------------------------------------------------
    def _verb(self, text: str) -> int | None:
        return verb_at_start(text, self.words)

    def _more_numbers(self, line: Line) -> bool:
        """Whether numbered paragraphs of this sequence still follow below."""
        at = next((i for i, other in enumerate(self.lines) if other is line), len(self.lines))
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
