"""The operative verb at the head of a paragraph, past its adverbs and past the name of the body."""

from .letters import folded
from .lexicon import Lexicon


def past_subject(form: str, words: Lexicon) -> int:
    """Where the words after "The Security Council" begin when a paragraph opens with the body; else 0."""
    start = words.starts.match(form.lstrip("\"' "))
    lead = len(form) - len(form.lstrip("\"' "))
    if start is None:
        return 0
    body = words.sets["body_words"].first(form, lead, lead + 70)
    return body.end + 1 if body is not None and form[body.end : body.end + 1] == " " else 0


def verb_at_start(text: str, words: Lexicon) -> int | None:
    """Where the operative verb at the head of a text ends (folded), after its adverbs; None without."""
    form = folded(text[:160])
    position = past_subject(form, words)
    for _ in range(4):
        while position < len(form) and not form[position].isalnum():
            position += 1
        found = words.verbs.at(form, position)
        if found is not None:
            return found.end
        adverb = words.verb_adverbs.at(form, position) or words.sets["inserted"].at(form, position)
        if adverb is None:
            return None
        position = adverb.end
    return None
