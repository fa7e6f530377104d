"""The difference of two texts in words, as a person would mark it: whole words, no confetti.

Both texts are compared as they are printed (`letters.printed`): without marks of direction, white space as one space.
The pieces that are "same" or "removed" give the old text so printed, "same" and "added" the new one. A piece never
begins or ends inside a word or a number such as 1/60-POL, so each can be isolated on a page in any direction.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from diwan.reading.letters import folded, printed

from .order import kept_in_order
from .words import empty

SAME, REMOVED, ADDED = "same", "removed", "added"
CLOSE = 300  # words up to which two stretches are compared each with each
REPEATED = 20_000  # pairs of equal words in two such stretches from which this would take too long
WHOLE = 6_000  # words from which whole sentences are compared first
DEEP = 12  # how often stretches between anchors are divided further

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
_TOKEN = re.compile(rf" ?(?:[^\W_](?:[\w{_MARKS}]|[-/'’.&](?=\w))*|.)", re.DOTALL)
_SENTENCE = re.compile(r"[^.;:؛]*[.;:؛]?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `kind` is "same", "removed" (only in the old text) or "added" (only in the new one)."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order, what was removed before what was added at the same place.

    Time grows about as the length: stretches without words of their own in common are not searched for chance
    agreements beyond 300 words, and texts of more than 6,000 words are compared by sentences first.
    """
    before, after = _tokens(printed(old)), _tokens(printed(new))
    if max(len(before), len(after)) > WHOLE:
        blocks = _by_sentences(before, after)
    else:
        blocks = _blocks(before, after, 0)
    return _pieces(_without_islands(_joined(blocks)))


Block = tuple[list[str], list[str]]  # words removed, words added; both the same list where nothing changed


def _tokens(text: str) -> list[str]:
    """Words and signs, each with the space before it; the first is given one, so that beginnings compare."""
    return _TOKEN.findall(f" {text}") if text else []


def _blocks(old: list[str], new: list[str], depth: int) -> list[Block]:
    """Stretches that agree and stretches that differ: the ends first, then words that stand once in both."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    same = old[:start]
    tail = old[len(old) - end :]
    middle = _middle(old[start : len(old) - end], new[start : len(new) - end], depth)
    return [(same, same), *middle, (tail, tail)]


def _middle(old: list[str], new: list[str], depth: int) -> list[Block]:
    if not old or not new:
        return [(old, new)]
    if max(len(old), len(new)) <= CLOSE:
        return _closely(old, new)
    anchors = _anchors(old, new)
    if not anchors or depth >= DEEP:
        return [(old, new)]
    blocks: list[Block] = []
    i = j = 0
    for at, to in [*anchors, (len(old), len(new))]:
        blocks += _blocks(old[i:at], new[j:to], depth + 1)
        i, j = at, to
    return blocks


def _closely(old: list[str], new: list[str]) -> list[Block]:
    times = Counter(new)
    if sum(times[word] for word in old) > REPEATED:
        return [(old, new)]
    blocks: list[Block] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        words = old[a:b]
        blocks.append((words, words) if kind == "equal" else (words, new[c:d]))
    return blocks


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places where the same three words stand, or failing that one word, once in each text, in the order of both."""
    for length in (3, 1):
        before, after = (list(zip(*(words[n:] for n in range(length)), strict=False)) for words in (old, new))
        once = _once(before) & _once(after)
        where = {words: i for i, words in enumerate(before) if words in once}
        pairs = [(where[words], j) for j, words in enumerate(after) if words in once]
        kept = kept_in_order([i for i, _ in pairs])
        if anchors := [pair for pair, stays in zip(pairs, kept, strict=True) if stays]:
            return anchors
    return []


def _once(words: Sequence[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return {one for one, times in Counter(words).items() if times == 1}


def _by_sentences(old: list[str], new: list[str]) -> list[Block]:
    """Whole sentences first; where a few differ, their words."""
    blocks: list[Block] = []
    for removed, added in _joined(_blocks(_sentences(old), _sentences(new), 0)):
        if removed is added:
            words = [word for one in removed for word in _TOKEN.findall(one)]
            blocks.append((words, words))
            continue
        before = [word for one in removed for word in _TOKEN.findall(one)]
        after = [word for one in added for word in _TOKEN.findall(one)]
        blocks += _blocks(before, after, DEEP - 1)
    return blocks


def _sentences(tokens: Iterable[str]) -> list[str]:
    return [one for one in _SENTENCE.findall("".join(tokens)) if one]


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Neighbouring blocks of one kind as one, empty ones left out."""
    found: list[Block] = []
    for removed, added in blocks:
        if not removed and not added:
            continue
        same = removed is added
        if found and (found[-1][0] is found[-1][1]) == same:
            before, after = found[-1]
            joined = before + removed
            found[-1] = (joined, joined if same else after + added)
        else:
            found.append((removed, removed if same else added))
    return found


def _without_islands(blocks: list[Block]) -> list[Block]:
    """A few words that agree between two changes, fewer than either of these, are read as part of the change."""
    found: list[Block] = []
    for at, (removed, added) in enumerate(blocks):
        island = removed is added and 0 < at < len(blocks) - 1
        if island and _said(removed) <= 2 and _lost(removed, found[-1], blocks[at + 1]):
            removed, added = list(removed), list(removed)
        if found and removed is not added and found[-1][0] is not found[-1][1]:
            found[-1] = (found[-1][0] + removed, found[-1][1] + added)
        else:
            found.append((removed, added))
    return found


def _lost(island: list[str], before: Block, after: Block) -> bool:
    """Whether words between two changes are better shown as changed too."""
    replaced = [bool(removed and added) for removed, added in (before, after)]
    if (said := _said(island)) == 0:
        return any(replaced) or not any(map(_wordlike, island))
    return all(replaced) and said < min(max(_said(removed), _said(added)) for removed, added in (before, after))


def _said(words: Iterable[str]) -> int:
    """How many of the words say something."""
    no = empty()
    return sum(_wordlike(word) and folded(word.strip()) not in no for word in words)


def _wordlike(token: str) -> bool:
    return any(character.isalnum() for character in token)


def _pieces(blocks: list[Block]) -> list[Piece]:
    found: list[Piece] = []
    for removed, added in blocks:
        if removed is added:
            found.append(Piece(SAME, "".join(removed)))
        else:
            found += [Piece(kind, "".join(words)) for kind, words in ((REMOVED, removed), (ADDED, added)) if words]
    return _without_first_space(found)


def _without_first_space(pieces: list[Piece]) -> list[Piece]:
    """Take back the space that the first word of each text was given."""
    if not pieces:
        return []
    found = [Piece(pieces[0].kind, pieces[0].text[1:]), *pieces[1:]]
    if found[0].kind != SAME and len(found) > 1:
        second = Piece(found[1].kind, found[1].text[1:])
        if found[1].kind == SAME:  # the text that begins with the first piece keeps its space, at the end of that piece
            found[:2] = [Piece(found[0].kind, f"{found[0].text} "), second]
        else:
            found[1] = second
    return [piece for piece in found if piece.text]
