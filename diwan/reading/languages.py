"""In which language a document is written, told from the words all documents of a language have."""

from collections import Counter
from itertools import chain

from .letters import folded, letters_in
from .lexicon import lexicon

SAMPLE = 60_000  # characters from which the language is told


def language_of(texts: list[str]) -> tuple[str, dict[str, float]]:
    """The main language of some paragraphs and the share of each; "en" when nothing is recognised."""
    sample, room = [], SAMPLE
    for text in texts:
        sample.append(folded(text[:room]))
        room -= len(text) + 1
        if room <= 0:
            break
    tokens = Counter(chain.from_iterable(map(letters_in, sample)))
    total = sum(tokens.values()) or 1
    arabic = sum(n for word, n in tokens.items() if "\u0600" <= word[0] <= "\u06ff") / total
    shares = {"ar": arabic}
    latin = total * (1 - arabic) or 1
    for language in ("en", "fr"):
        hits = sum(tokens[word] for word in lexicon(language).words("detect"))
        shares[language] = (1 - arabic) * hits / latin * 3
    best = "ar" if arabic > 0.5 else max(("en", "fr"), key=lambda name: shares[name])
    return best, shares
