"""Where a labelled paragraph stands: top number, letter under it, Roman under the letter."""

from dataclasses import dataclass

from .labels import Label, roman_value

_LOOKALIKES = {"S": 5, "s": 5, "I": 1, "l": 1, "Z": 2, "B": 8, "G": 6, "O": 0, "b": 6, "g": 9, "q": 9}
TOP_KINDS = ("digit", "ordinal", "decimal")


@dataclass(slots=True)
class Step:
    """One level of the numbering at work: the label last seen there and the whole number so far."""

    label: Label
    number: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label was put: its depth, its whole number ("4(b)(i)") and what is odd about it."""

    depth: int
    number: str
    odd: str | None = None


class Ladder:
    """The numbering of one resolution as it goes down the page."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def misread(self, label: Label) -> Label | None:
        """A digit that recognition took for a letter ("S." after 4), where it follows; None for what is a letter."""
        top = self.steps[0].label if self.steps else None
        value = _LOOKALIKES.get(label.short)
        if value is None or value != (top.value + 1 if top else 1) or (top and top.kind != "digit"):
            return None
        return Label(label.printed, "digit", value, label.style) if label.style == "." else None

    def quotes(self, label: Label) -> bool:
        """Whether a number like 6.6 stands in the text of paragraphs that are numbered 1, 2, 3."""
        top = self.steps[0] if self.steps else None
        return top is not None and top.label.kind == "digit" and not label.short.startswith(f"{top.number}.")

    def place(self, label: Label) -> Place:
        """Put a label on its level: it continues one, opens one beneath, or is odd."""
        if label.kind == "decimal":
            return self._decimal(label)
        readings = _readings(label)
        for same_style in (True, False):
            for depth in range(len(self.steps) - 1, -1, -1):
                last = self.steps[depth].label
                for reading in readings:
                    if (
                        reading.kind == last.kind
                        and reading.value == last.value + 1
                        and (not same_style or _style(reading) == _style(last))
                    ):
                        return self._set(depth, reading)
        for reading in readings:
            if reading.value == 1 and (not self.steps or not any(_alike(reading, step.label) for step in self.steps)):
                return self._set(len(self.steps), reading)
        for depth in range(len(self.steps)):
            last = self.steps[depth].label
            for reading in readings:
                if _alike(reading, last):
                    return self._set(depth, reading, _oddity(reading, last))
        first = readings[0]
        if self.steps and first.style.startswith("(") and not _style(self.steps[0].label).startswith("("):
            # "(6)" among (a) and (b) under "3.": badly read or misprinted, but no paragraph of its own
            return self._set(max(len(self.steps) - 1, 1), first, "number_gap")
        if first.kind in TOP_KINDS or not self.steps:
            odd = "number_gap" if first.value > 1 else None
            return self._set(0, first, odd)
        return self._set(len(self.steps), first, "number_gap" if first.value > 1 else None)

    def _decimal(self, label: Label) -> Place:
        """A number that carries its own ancestors: 1.3.2 stands under 1.3."""
        depth = next(
            (d for d in range(len(self.steps) - 1, -1, -1) if label.short.startswith(self.steps[d].number + ".")),
            -1,
        )
        return self._set(depth + 1, label)

    def _set(self, depth: int, label: Label, odd: str | None = None) -> Place:
        del self.steps[depth:]
        number = (
            label.short if depth == 0 or label.kind == "decimal" else f"{self.steps[depth - 1].number}({label.short})"
        )
        self.steps.append(Step(label, number))
        return Place(depth, number, odd)


def _style(label: Label) -> str:
    return label.style.replace(" ", "")


def _alike(one: Label, other: Label) -> bool:
    return one.kind == other.kind and _style(one) == _style(other)


def _oddity(label: Label, last: Label) -> str:
    if label.value == last.value:
        return "number_repeated"
    return "number_gap" if label.value > last.value else "number_restarts"


def _readings(label: Label) -> list[Label]:
    """A label as Roman numeral and as letter, where it may be both (i, v, x, c, d, l)."""
    short = label.short
    if label.kind in ("roman", "Roman") and len(short) == 1:
        letter = "letter" if label.kind == "roman" else "capital"
        return [label, Label(label.printed, letter, ord(short.lower()) - 96, label.style)]
    if label.kind in ("letter", "capital") and short.lower() in "ivxlc" and (value := roman_value(short)):
        return [
            label,
            Label(label.printed, "roman" if label.kind == "letter" else "Roman", value, label.style),
        ]
    return [label]
