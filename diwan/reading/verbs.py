"""The operative verb at the head of a paragraph, past its adverbs and past the name of the body."""

from .labels import take_label
from .letters import folded
from .lexicon import Lexicon
from .phrases import Phrases


def past_subject(form: str, words: Lexicon) -> int:
    """Where the words after "The Security Council" begin when a paragraph opens with the body; else 0.

    An insertion may stand before it: "In this regard, the Council …".
    """
    lead = len(form) - len(form.lstrip("\"' "))
    if (inserted := words.sets["inserted"].at(form, lead)) is not None:
        lead = inserted.end + len(form[inserted.end :]) - len(form[inserted.end :].lstrip(" ,"))
    if words.starts.match(form, lead) is None:
        return 0
    body = words.sets["body_words"].first(form, lead, lead + 70)
    return body.end + 1 if body is not None and form[body.end : body.end + 1] == " " else 0


def own_verbs(form: str, words: Lexicon, own: bool = False) -> tuple[Phrases, int]:
    """The verbs a paragraph may open with, and where to look for them.

    Who declares ("We, the ministers") says "we reaffirm", or only "Reaffirm" in a numbered list (`own`).
    """
    said = words.first_person.match(form)
    if said is not None:
        return words.own_verbs, said.end()
    return (words.own_verbs if own else words.verbs), past_subject(form, words)


def declares(text: str, words: Lexicon) -> bool:
    """Whether a paragraph is the opening of a declaration: "We, the ministers and heads of delegation, …"."""
    form = folded(text)
    said = words.first_person.match(form)
    if said is None or form.rstrip()[-1:] not in ",:;" or take_label(text) is not None:
        return False
    return form[said.end() - 1] == "," or words.own_verbs.at(form, said.end()) is None


def says_itself(text: str, words: Lexicon) -> bool:
    """Whether a paragraph names the body and its verb: "The Council reiterates …", as statements do."""
    form = folded(text[:200])
    position = past_subject(form, words)
    return position > 0 and verb_at_start(text, words) is not None


def verb_at_start(text: str, words: Lexicon, own: bool = False) -> int | None:
    """Where the operative verb at the head of a text ends (folded), after its adverbs; None without."""
    form = folded(text[:160])
    verbs, position = own_verbs(form, words, own)
    for _ in range(4):
        while position < len(form) and not form[position].isalnum():
            position += 1
        found = verbs.at(form, position)
        if found is not None:
            return found.end
        adverb = words.verb_adverbs.at(form, position) or words.sets["inserted"].at(form, position)
        if adverb is None:
            return None
        position = adverb.end
    return None
