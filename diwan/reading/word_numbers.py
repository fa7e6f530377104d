"""The numbers that Word prints without writing them: numbering.xml worked out paragraph by paragraph.

Source of the rules: ECMA-376 part 1, section 17.9 (numbering definitions and levels).
"""

from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
ALPHA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def roman(number: int) -> str:
    """Lower-case Roman numerals; beyond 3999 the plain number."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, sign in _ROMAN:
        while number >= value:
            out += sign
            number -= value
    return out


def _letters(number: int, alphabet: str) -> str:
    index = (number - 1) % len(alphabet)
    return alphabet[index] * ((number - 1) // len(alphabet) % 20 + 1)


def formatted(number: int, form: str) -> str:
    """One counter in one of Word's number formats; an unknown format counts in digits."""
    if form in ("lowerLetter", "upperLetter"):
        text = _letters(max(number, 1), "abcdefghijklmnopqrstuvwxyz")
        return text.upper() if form == "upperLetter" else text
    if form in ("lowerRoman", "upperRoman"):
        return roman(number).upper() if form == "upperRoman" else roman(number)
    if form == "arabicAbjad":
        return _letters(max(number, 1), ABJAD)
    if form == "arabicAlpha":
        return _letters(max(number, 1), ALPHA)
    if form == "hindiNumbers" or form == "hindiCounting":
        return "".join(chr(0x0660 + int(digit)) for digit in str(number))
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


@dataclass(slots=True)
class Level:
    form: str = "decimal"
    pattern: str = "%1."
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """The lists of a document; `label` must be asked once per numbered paragraph, in order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, num: str, depth: int) -> str | None:
        """The printed number of the next paragraph of list `num` at `depth`; None for a bullet."""
        key = self.abstract.get(num)
        if key is None:
            return None
        levels, counts = self.levels.get(key, {}), self._counts.setdefault(key, {})
        level = levels.get(depth, Level())
        if (num, depth) in self.starts and (num, depth) not in self._begun:
            counts[depth] = self.starts[num, depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._begun.add((num, depth))
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.form in ("bullet", "none"):
            return None
        text = level.pattern
        for d in range(depth, -1, -1):
            upper = levels.get(d, Level())
            text = text.replace(f"%{d + 1}", formatted(counts.get(d, upper.start), upper.form))
        return text.strip() or None


def read_numbering(root: etree._Element | None) -> Numbering:
    """The numbering definitions of a document; none when it has no numbering part."""
    found = Numbering()
    if root is None:
        return found
    for node in root.iterfind(f"{W}abstractNum"):
        found.levels[node.get(f"{W}abstractNumId") or ""] = dict(map(_level, node.iterfind(f"{W}lvl")))
    for node in root.iterfind(f"{W}num"):
        num = node.get(f"{W}numId") or ""
        link = node.find(f"{W}abstractNumId")
        found.abstract[num] = (link.get(f"{W}val") or "") if link is not None else ""
        for override in node.iterfind(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                found.starts[num, _number(override.get(f"{W}ilvl"))] = _number(start.get(f"{W}val"), 1)
    return found


def _level(node: etree._Element) -> tuple[int, Level]:
    def value(name: str, default: str) -> str:
        child = node.find(f"{W}{name}")
        found = child.get(f"{W}val") if child is not None else None
        return default if found is None else found

    level = Level(value("numFmt", "decimal"), value("lvlText", "%1."), _number(value("start", "1"), 1))
    return _number(node.get(f"{W}ilvl")), level


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.lstrip("-").isdigit() and len(text) < 7 else default
