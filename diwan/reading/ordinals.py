"""Numbers of sessions in words and figures: "Sixty-first", "61ème", "الحادية والستين"."""

import re

from .lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\b(\d{1,3})\s?([a-z]{1,4})?\b")


def ordinal_in(form: str, words: Lexicon) -> int | None:
    """The first ordinal number in a folded text, in words or figures; None when there is none."""
    known: dict[str, int] = words.rules["ordinals_folded"] if "ordinals_folded" in words.rules else _prepared(words)
    ends = set(words.words("ordinal_ends"))
    for match in _FIGURE.finditer(form):
        if match.group(2) in ends and int(match.group(1)) > 0:
            return int(match.group(1))
    joins = words.words("ordinal_joins")
    total, count, last = 0, 0, ""
    for match in _WORD.finditer(form):
        word = match.group()
        value = known.get(word)
        if value is None and words.language == "ar":
            value = next(
                (known[tail] for tail in (word[1:], word[2:], word[3:]) if word[:1] in "ولباف" and tail in known),
                None,
            )
        if value is not None:
            total += 80 if value == 20 and last == "quatre" else value  # quatre-vingts
            count += 1
            if count == 3:
                break
        elif count and word not in joins:
            break
        last = word
    return total or None


def _prepared(words: Lexicon) -> dict[str, int]:
    from .letters import folded

    known = {folded(str(name)): int(value) for name, value in words.rules["ordinals"].items()}
    words.rules["ordinals_folded"] = known
    return known
