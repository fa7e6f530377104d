"""Arabic as the text layer of a PDF gives it, put back into the order and letters of the page.

Seen in files of common office programs: the ligature lam-alef with its two letters exchanged ("خالل" for
"خلال"), stretching strokes as Latin letters inside a word, pieces of a line given from the left to the right,
vowel signs on a line of their own, numbers of paragraphs at the far end of the line, brackets torn off their
number, and whole words with their letters reversed.
"""

import re
from collections import Counter

from .letters import INVISIBLE, is_arabic
from .lexicon import lexicon

_LETTER = "\u0621-\u064a\u066e-\u06d3"
_RUN = re.compile("[\u202a\u202d]([^\u202a-\u202e]*)\u202c")
_LOOSE_SIGN = re.compile(r"[ ]+([\u064b-\u0652])")
# Fonts name the stroke by any Latin letter: n, m, …; within an Arabic word none can stand.
_STROKES = re.compile(
    rf"(?<=[{_LETTER}\u064b-\u0652])[\u202a-\u202e]*([A-Za-z])\1{{0,40}}[\u202a-\u202e]*(?=[{_LETTER}])"
)
_MARKS = re.compile("[\u202a-\u202e]")
_ONLY_SIGNS = re.compile("^[\\s\u064b-\u0652\u202a-\u202e]+$")
_LABEL_AT_END = re.compile(
    rf"^(\s*)(\S.*?\S)\s{{2,}}(\(?[-.–)]{{0,2}}\s?\d{{1,3}}\s?[-.–)]{{0,2}}\)?|\([{_LETTER}]\))\s*$"
)
_TORN = re.compile(r"\(\s*\)\s?(\d{1,4})(?!\d)")
_TORN_SYMBOL = re.compile(rf"-\s?(\d{{1,3}}\s?/\s?\d{{1,3}})\s?([{_LETTER}]{{1,2}})(?![{_LETTER}])")
_RANGE = re.compile(r"(?<![\d/])(\d{1,2})\s?-\s?(\d{1,2})(?![\d/])")
_SWAPPED = re.compile(rf"(?<![{_LETTER}])[وفبك]?ا(?:[أإآ]ل|ال)")
_FINAL_FORMS = "ةى"  # letters that stand only at the end of a word
ENOUGH = 3  # signs before a fault is believed


def mended(pages: list[str]) -> list[str]:
    """The pages of a PDF with their Arabic put right; pages without Arabic come back untouched."""
    arabic = re.compile(rf"[{_LETTER}]{{2}}")
    clean = [_unreversed(_in_order(page)) if arabic.search(page) else page for page in pages]
    if sum(len(_SWAPPED.findall(page)) for page in clean) >= ENOUGH:
        word = re.compile(rf"[{_LETTER}\u064b-\u0652\u0640]+")
        clean = [word.sub(lambda found: _unswapped(found.group()), page) for page in clean]
    return [
        "\n".join(_reordered(line) if is_arabic(line) else line for line in page.split("\n"))
        if arabic.search(page)
        else page
        for page in clean
    ]


def marked(text: str) -> bool:
    """Whether a text bears the marks of direction that pdftotext writes around what runs from the right."""
    return text.count("\u202b") >= ENOUGH


def _in_order(page: str) -> str:
    lines = [_from_the_right(line) for line in page.split("\n") if not line.strip() or not _ONLY_SIGNS.match(line)]
    page = _RUN.sub(lambda run: _inward(run[1]), _without_strokes("\n".join(lines)))
    return _LOOSE_SIGN.sub(r"\1", "\n".join(_side_by_side(page.translate(INVISIBLE).split("\n"))))


def _without_strokes(page: str) -> str:
    """A page without the letters that stand for strokes, also where a sign or a space tore them off their word."""
    times = Counter(stroke[1] for stroke in _STROKES.finditer(page))
    page = _STROKES.sub("", page)
    for letter in (letter for letter, found in times.items() if found >= ENOUGH):
        torn = rf"(?<=[{_LETTER}\u064b-\u0652])[\u202a-\u202e ]{{0,3}}{letter}{{1,40}}[\u202a-\u202e ]{{0,3}}(?=[{_LETTER}\u064b-\u0652])"
        page = re.sub(torn, "", page)
    return page


def _from_the_right(line: str) -> str:
    """The pieces of a line, which come as they stand from the left, in the order of reading."""
    pieces, depth, start = [], 0, 0
    for mark in _MARKS.finditer(line):
        depth += -1 if mark.group() == "\u202c" else 1
        if depth == 0:
            pieces.append(line[start : mark.end()])
            start = mark.end()
    if len(pieces) < 2 or depth or line[start:].strip() or not is_arabic(line):
        return line
    room = line[: len(line) - len(line.lstrip())]
    return room + " ".join(piece.strip() for piece in reversed(pieces))


def _side_by_side(lines: list[str]) -> list[str]:
    """Halves of one line that a vowel sign set at two heights, as the line they are.

    The left half, printed first, does not reach the right margin; the right half begins where it ends.
    """
    margin = max((len(line) for line in lines), default=0)
    out: list[str] = []
    for line in lines:
        before = out[-1] if out else ""
        indent = len(line) - len(line.lstrip())
        if (
            before.strip() and indent > 8 and not before[:1].isspace() and len(before) < 0.7 * margin
            and indent >= len(before) - 6 and is_arabic(before) and len(line) > 0.8 * margin
        ):  # fmt: skip
            out[-1] = f"{line.strip()} {before.strip()}"
        else:
            out.append(line)
    return out


def _inward(run: str) -> str:
    """A left-to-right run inside an Arabic line: the room and signs at its ends change sides."""
    found = re.match(r"^([\W_]*)(.*?)([\W_]*)$", run, re.S)
    return f"{found[3][::-1]}{found[2]}{found[1][::-1]}" if found and found[2] else run[::-1]


def _reordered(line: str) -> str:
    """Numbers back to the head of their paragraph, brackets and ranges back in order."""
    line = _TORN.sub(r"(\1) ", line)
    line = _TORN_SYMBOL.sub(r"\1-\2", line)
    line = _RANGE.sub(lambda m: f"{m[2]}-{m[1]}" if 31 >= int(m[1]) > int(m[2]) else m[0], line)
    if (found := _LABEL_AT_END.match(line)) is not None:
        label = found[3].strip()
        turned = re.fullmatch(r"([-.–)]{1,2})\s?(\d{1,3})", label)
        label = f"{turned[2]}{turned[1]}" if turned else label
        return f"{found[1]}{label} {found[2]}"
    return re.sub(r"^(\s*)([-.–)])\s?(\d{1,3})(?:\s+(?=\D)|\s*$)", r"\1\3\2 ", line)


def _unswapped(word: str) -> str:
    """One word with the two letters of its lam-alef in the right order."""
    rules = lexicon("ar").rules
    if word in rules["lam_alef_kept"]:
        return word
    head = re.sub(r"ا([أإآ])ل", r"ال\1", word)
    head = re.sub(r"^([وف]?)ل([أإآ])ل", r"\1لل\2", head)
    head = re.sub(r"^([وف]?)([أإآ])ل(?!ى)", r"\1ل\2", head) if head == word and not _kept(word, rules) else head
    head = head.replace("الال", "اللا") if "الال" in head else head.replace("اال", "الا")
    head = re.sub(r"^([وف]?)الست(?!ين|ون|ة|ا)", r"\1لاست", head)
    head = re.sub(r"^([وف]?)الجئ", r"\1لاجئ", head)
    head = re.sub(r"الً$", "لاً", head)
    head = re.sub(r"^([وف]?)لال", r"\1للا", head)
    found = re.match(r"[وف]?[بك]?ال", head)
    article = found.end() if found else 0
    for right in rules["lam_alef"]:
        wrong = right.replace("لا", "ال")
        at = head.find(wrong)
        if at >= 0 and at + wrong.find("ال") >= article:
            head = head.replace(wrong, right)
    if head in ("ال", "وال", "فال"):
        head = head.replace("ال", "لا")
    return head.replace("إال", "إلا") if head in ("إال", "وإال") else head


def _kept(word: str, rules: dict[str, list[str]]) -> bool:
    bare = word.removeprefix("و").removeprefix("ف")
    return any(bare.startswith(known) for known in rules["lam_alef_kept"])


def _unreversed(page: str) -> str:
    """Words whose letters came reversed, turned round.

    A page is taken for reversed when words that begin with teh marbuta, or that end in a reversed
    article, outnumber those rightly written.
    """
    words = [word for word in page.split() if is_arabic(word)]
    wrong = sum(word[0] in _FINAL_FORMS or word.endswith("لا") for word in words)
    right = sum(word[-1] in _FINAL_FORMS or word.startswith("ال") for word in words)
    if wrong <= 2 * right or wrong < ENOUGH:
        return page
    return "\n".join(_turned(line) for line in page.split("\n"))


def _turned(line: str) -> str:
    room = line[: len(line) - len(line.lstrip())]
    words = [word[::-1] if is_arabic(word) else word for word in line.split()]
    # Whole lines come reversed too: then the sentence ends on the left, where the line begins.
    if line.strip()[:1] in "؛،.:":
        words.reverse()
    return room + " ".join(words)
