"""Arabic as tesseract recognises it, put right by plain rules.

Seen with its models for Arabic (5.3, data of 2019): marks of direction inside words, Arabic-Indic digits in reversed
order (tesseract#4544), Persian letters for Arabic ones, the comma taken for a guillemet or a hamza, closing brackets
turned round, and Latin symbols and Western digits lost. The last two are filled in from a second reading of the same
page by the English model, word by word where both stand in the same place.
"""

import re
from collections.abc import Sequence

from .letters import is_arabic, printed, western_digits
from .lexicon import lexicon
from .recognised import UNKNOWN, Row, Word

_LETTER = "\u0621-\u064a\u066e-\u06d3"
_PERSIAN = str.maketrans("کھہ۰۱۲۳۴۵۶۷۸۹", "كهه٠١٢٣٤٥٦٧٨٩")
_EASTERN = re.compile("[٠-٩][٠-٩.,٬٫]*[٠-٩]")
_FINAL_YEH = re.compile(f"(?<=[{_LETTER}])ی(?![{_LETTER}])")
_HAMZA = re.compile("^(.*[^اويئآى\u064b\u064e\\W\\d])ء$")
_SYMBOL = re.compile(r"^\W{0,2}(?=[A-Z0-9./()\-]*[A-Z]{2})(?=[A-Z0-9./()\-]*[/\d])[A-Z0-9./()\-]{4,}\W{0,2}$")
_NUMBER = re.compile(r"\d[\d/.,\-]*\d|\d")
SURE = 60
"""Confidence of the English model from which its number or symbol stands instead of the Arabic one's."""


def repaired(rows: list[Row], latin: Sequence[Word] = ()) -> list[Row]:
    """The lines of an Arabic page put right; `latin` are the words that the English model found on it."""
    text = " ".join(row.text for row in rows)
    eastern = len(re.findall("[٠-٩]", text)) > 2 and not re.search("[٢-٩]", text)  # its model knows ٠ and ١ only
    open_quotes = text.count("«") * 2 >= text.count("»")
    out: list[Row] = []
    for row in rows:
        row = _filled(row, [word for word in latin if abs(word.middle - row.middle) < 0.5 * row.height])
        for word in row.words:
            if _mixed(word.text) or (eastern and any(map(str.isdigit, word.text))):
                word.confidence = min(word.confidence, UNKNOWN)
            word.text = _word(word.text, open_quotes)
        if words := [word for word in row.words if word.text]:
            out.append(Row(words))
    return out


def _mixed(text: str) -> bool:
    return re.search("[٠-٩]", text) is not None and re.search("[0-9]", text) is not None


def _word(text: str, quoted: bool) -> str:
    """One word in the letters, digits and signs of the page."""
    plain = printed(text.translate(_PERSIAN))
    rules = lexicon("ar").rules
    plain = _FINAL_YEH.sub(lambda m: "ى" if plain.strip("،؛.,") in _with_persian(rules["final_alef"]) else "ي", plain)
    plain = plain.replace("ی", "ي")
    if not any(map(str.isalpha, plain)):
        return re.sub(r"^\)(\d{1,3})\($", r"(\1)", plain)
    if not is_arabic(plain):
        return plain
    if text[:1] != "\u200e":  # the program itself says when it turned a number round already
        plain = _EASTERN.sub(lambda m: in_order(m.group()) if re.search(f"[{_LETTER}]", plain) else m.group(), plain)
    plain = re.sub(rf"^\)([{_LETTER}]|\d{{1,3}})\($", r"(\1)", plain)
    plain = re.sub(rf"(?<=[{_LETTER}\d])\((?=\W*$)", ")", plain)
    plain = re.sub(rf"^\)(?=[{_LETTER}\d])", "(", plain)
    plain = re.sub(rf"(?<=[{_LETTER})])[,](?=\W*$)", "،", plain)
    if not quoted and "«" not in plain:
        plain = re.sub(r"(?<=[\w)])»(?=[؛،.]?$)", "،", plain)
    if (found := _HAMZA.match(plain)) is not None and plain.removeprefix("و").removeprefix("ال") not in rules[
        "final_hamza"
    ]:
        plain = f"{found[1]}،"
    return plain


def _with_persian(words: Sequence[str]) -> set[str]:
    return {word[:-1] + "ی" for word in words}


def in_order(digits: str) -> str:
    """Arabic-Indic digits in the order in which they are read.

    The program gives them reversed inside a word with letters. Where one order gives a year and the other does not,
    the year is believed.
    """
    turned = digits[::-1]
    return digits if _is_year(digits) and not _is_year(turned) else turned


def _is_year(digits: str) -> bool:
    """A year of either calendar: 1300–1499 or 1900–2099."""
    return re.fullmatch(r"1[34]\d\d|19\d\d|20\d\d", western_digits(digits)) is not None


def _filled(row: Row, latin: Sequence[Word]) -> Row:
    """The line with the symbols and Western numbers that the English model read with confidence."""
    sure = [word for word in latin if word.confidence >= SURE]
    symbols = [word for word in sure if _SYMBOL.match(word.text)]
    words: list[Word] = []
    for word in row.words:
        over = [symbol for symbol in symbols if _overlap(word, symbol) > 0.5]
        if over:
            words += [symbol for symbol in over if symbol not in words]
            continue
        inside = [number for number in sure if _overlap(word, number) > 0.5 and _NUMBER.search(number.text)]
        if len(inside) == 1 and _NUMBER.search(western_digits(word.text)):
            word.text = _with_number(word, inside[0])
        words.append(word)
    return Row(_left_to_right(words, symbols))


def _overlap(word: Word, other: Word) -> float:
    """The share of the narrower one's width that both cover."""
    both = min(word.left + word.width, other.left + other.width) - max(word.left, other.left)
    return both / max(min(word.width, other.width), 1)


def _with_number(word: Word, other: Word) -> str:
    """The word with the number that the English model read in its place."""
    found, mine = _NUMBER.findall(other.text), list(_NUMBER.finditer(word.text))
    if len(found) != 1 or len(mine) != 1:
        return word.text
    number = str(found[0])
    if len(number) == 5 and number.isdigit() and _is_year(number[1:]):
        number = number[1:]  # the letter after a year was taken for a digit
    word.confidence = max(word.confidence, other.confidence)
    return word.text[: mine[0].start()] + number + word.text[mine[0].end() :]


def _left_to_right(words: list[Word], symbols: Sequence[Word]) -> list[Word]:
    """Runs of Latin symbols in a line that is read from the right, in their own order."""
    out: list[Word] = []
    run: list[Word] = []
    for word in [*words, None]:
        if word is not None and any(word is symbol for symbol in symbols):
            run.append(word)
            continue
        out += sorted(run, key=lambda one: one.left)
        run = []
        if word is not None:
            out.append(word)
    return out
