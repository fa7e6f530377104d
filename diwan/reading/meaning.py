"""What an operative paragraph does: its verbs, whom it asks, by when, and what is to be reported.

Rules: the dossier, sections 4.2 to 4.4; the words themselves stand in `rules/`.
"""

import re

from .addressees import Named, addressee, agents, by_pronoun
from .clauses import CALL, CONSTITUTIVE, DECLARATORY, MANDATE, Clause, clauses
from .due import deadline, report
from .letters import Folded, fold, folded
from .lexicon import Lexicon
from .phrases import Found
from .texts import Annex, Doubt, Paragraph, Part, Resolution

_PRESENT = re.compile(r"([يت]\w{2,})\s+")
READ = 20_000  # characters of a paragraph that are understood; one so long is doubted in any case


def understand(resolution: Resolution, words: Lexicon, session: int | None) -> None:
    """Fill in verb, addressee, class, deadline and report of every operative paragraph and annex task."""
    year = int(resolution.date[:4]) if resolution.date and resolution.date[:4].isdigit() else None
    for part in resolution.all_parts():
        _understand_part(part, words, session, resolution.body, year)
    for annex in resolution.annexes:
        _understand_annex(annex, words, session)


def _understand_part(part: Part, words: Lexicon, session: int | None, body: str | None, year: int | None) -> None:
    above: list[Paragraph] = []
    listed = part.heading is not None
    leader: Paragraph | None = None  # "We recommend that all states:" without a number, above a numbered list
    for paragraph in part.operative:
        del above[paragraph.depth :]
        parent = above[-1] if above else (leader if paragraph.number else None)
        read_paragraph(paragraph, words, session, parent, listed=listed and parent is None, year=year)
        if body and paragraph.actionable and not paragraph.addressee and _acts_itself(paragraph, words):
            _name(paragraph, [Named(body, ())])
        if paragraph.number is None:
            leader = paragraph if paragraph.asked and paragraph.text.rstrip().endswith(":") else None
        above.append(paragraph)


def read_paragraph(
    paragraph: Paragraph,
    words: Lexicon,
    session: int | None,
    parent: Paragraph | None = None,
    *,
    listed: bool = False,
    year: int | None = None,
) -> None:
    """Understand one paragraph; a sub-paragraph inherits verb and addressee of the one above it."""
    text = fold(paragraph.text[:READ])
    found = clauses(text, words, paragraph.own)
    if not found and (noun := words.verbal_nouns.at(text.form, 0)) is not None and parent is None:
        found = [Clause(0, noun.end, len(text.form), noun.value, noun.value.asks)]
        _decide(paragraph, text, found, words)
        paragraph.because.append("verbal noun")
    elif (
        not found
        and parent is None
        and text.form.endswith(":")
        and (lead := words.sets["chapeaux"].first(text.form)) is not None
    ):
        paragraph.verb, paragraph.kind, paragraph.asked = text.slice(lead.start, lead.end), CALL, True
        paragraph.because.append(f"leads a list:{paragraph.verb}")
        one = addressee(text, lead.end, len(text.form), words)
        if one is not None and one.known:
            _name(paragraph, [one])
    elif not found and parent is not None and parent.asked and not parent.actionable:
        _inherit(paragraph, parent)
        paragraph.verb = re.sub(r"^[\d.\s]+", "", paragraph.text).split(" ", 1)[0].strip("،.:,")
    elif (
        not found
        and parent is not None
        and parent.verb
        and words.verbal_nouns.at(fold(parent.verb).form, 0) is not None
    ):
        _inherit(paragraph, parent)
        paragraph.verb = paragraph.text.split(" ", 1)[0].strip("،.:")
    elif not found and parent is not None and parent.verb:
        _inherit(paragraph, parent)
    elif (not found or _of_another(found[0], text, words)) and _duty(paragraph, text, words):
        pass
    elif not found and listed:
        _listed(paragraph, text, words)
    elif not found:
        _without_verb(paragraph, text, words)
    else:
        _decide(paragraph, text, found, words)
    if paragraph.actionable:
        first = min((clause.verb_end for clause in found if clause.asks), default=0)
        paragraph.deadline = deadline(text, first, words, session, year)
        paragraph.reporting = report(text, first, words)
        if paragraph.deadline:
            paragraph.because.append(f"deadline:{paragraph.deadline}")
        if paragraph.reporting:
            paragraph.because.append("report")


# Who, by when, what is reported -----------------------------------------------------------------------
def _decide(paragraph: Paragraph, text: Folded, found: list[Clause], words: Lexicon) -> None:
    verbs = [text.slice(clause.start, clause.verb_end).strip(" ,،:") for clause in found]
    paragraph.verb = "; ".join(verbs)
    asking = [clause for clause in found if clause.asks]
    named: list[Named] = []
    for clause in asking:
        before = found[found.index(clause) - 1] if clause is not found[0] else None
        if before is not None:
            reach = (before.verb_end, before.end)
            meant = by_pronoun(text, reach, clause.start, clause.verb_end, words)
            if meant is not None:
                named.append(meant)
                continue
        named += _named(text, clause, words)
    if not any(clause.verb.kind != CONSTITUTIVE for clause in asking):
        for clause in found:
            if clause not in asking:
                named += agents(text, clause.verb_end, clause.end, words) if asking else []
    paragraph.actionable = bool(asking)
    paragraph.asked = bool(asking)
    leading = next((c for c in asking if c.verb.kind != CONSTITUTIVE), asking[0] if asking else found[0])
    paragraph.because.append(f"verb:{verbs[found.index(leading)]}")
    _name(paragraph, named)
    house = any(body.kind == "house" for one in named for body in one.known)
    paragraph.kind = leading.verb.kind
    if leading.verb.kind in (MANDATE, CALL) and asking:
        paragraph.kind = MANDATE if house else CALL
    if len(found) > 1 and asking and asking[0] is not found[0]:
        paragraph.doubts.append(Doubt("hidden_request", f"A request follows a paragraph that begins with {verbs[0]}."))
    if not asking and any(clause.verb.asks for clause in found):
        paragraph.because.append("no task")  # "decides to remain seized": the verb asks, its object does not
    if not asking and (hint := words.sets["hidden"].first(text.form, found[0].verb_end)) is not None:
        paragraph.doubts.append(
            Doubt("hidden_request", f"It may ask for something: “{text.slice(hint.start, hint.end)}”.")
        )
    if asking and not named and leading.verb.kind in (MANDATE, CALL):
        paragraph.doubts.append(Doubt("no_addressee", "Nobody is named as asked."))


def _named(text: Folded, clause: Clause, words: Lexicon) -> list[Named]:
    if clause.verb.kind == CONSTITUTIVE:
        return agents(text, clause.verb_end, clause.end, words) or _bound(text, clause, words)
    verb = text.form[clause.start : clause.verb_end].strip(" ,:")
    one = addressee(text, clause.verb_end, clause.end, words, verb=verb)
    if words.sets["no_addressee"].first(verb) is not None and not (one and _known_first(one, text, clause, words)):
        return []  # "proposes a study"; but "proposes that Member States …", "propose aux États membres …"
    return [one] if one else []


def _bound(text: Folded, clause: Clause, words: Lexicon) -> list[Named]:
    """Whom a decision binds: "Decides that all States shall …"; nobody where no known body is the subject."""
    if not text.form.startswith(tuple(words.words("that_words")), clause.verb_end + 1):
        return []
    one = addressee(text, clause.verb_end, clause.end, words)
    form = folded(one.text) if one else ""
    body = words.addressees.at(form, 0)
    return [one] if one is not None and body is not None and body.end == len(form) else []


def _known_first(one: Named, text: Folded, clause: Clause, words: Lexicon) -> bool:
    """Whether a known body is named at once behind the verb, and a preposition or "that" leads to it."""
    led = text.form.startswith(tuple(words.words("asked_through")), clause.verb_end + 1)
    return led and words.addressees.at(folded(one.text), 0) is not None


def _name(paragraph: Paragraph, named: list[Named]) -> None:
    texts = list(dict.fromkeys(one.text for one in named))
    keys = list(dict.fromkeys(body.key for one in named for body in one.known))
    if texts:
        paragraph.addressee = "; ".join(texts)
        paragraph.addressee_keys = keys or ["OTHER"]
        paragraph.because.append(f"addressee:{paragraph.addressee}")


def _acts_itself(paragraph: Paragraph, words: Lexicon) -> bool:
    """Whether the body is to act itself: "Decides to establish under its authority …"."""
    return paragraph.kind == CONSTITUTIVE and words.sets["itself"].first(folded(paragraph.text)) is not None


def _inherit(paragraph: Paragraph, parent: Paragraph) -> None:
    paragraph.verb, paragraph.kind = parent.verb, parent.kind
    paragraph.addressee, paragraph.addressee_keys = parent.addressee, list(parent.addressee_keys)
    paragraph.actionable = paragraph.asked = parent.asked
    paragraph.because.append(f"under:{parent.number or parent.verb}")


def _listed(paragraph: Paragraph, text: Folded, words: Lexicon) -> None:
    """An item under a lone "Decides:"; an infinitive or verbal noun says what is decided."""
    form = text.form
    found = words.infinitives.at(form, 0)
    paragraph.because.append("under:decides")
    if found is not None:
        one = addressee(text, found.end, len(form), words)
        _name(paragraph, [one] if one else [])
        house = bool(one and any(body.kind == "house" for body in one.known))
        paragraph.kind = MANDATE if house else CALL
        paragraph.actionable = True
        return
    paragraph.kind = CONSTITUTIVE
    paragraph.actionable = words.sets["no_task"].at(form, 0) is None
    if words.language == "ar":
        paragraph.verb = paragraph.text.split(" ", 1)[0].strip("،.:")  # a verbal noun or a verb in the passive
    if paragraph.actionable:
        _name(paragraph, agents(text, 0, len(form), words))


def _of_another(clause: Clause, text: Folded, words: Lexicon) -> bool:
    """Whether the verb has a subject of its own: "يقترح مجلس إدارة الهيئة", where the body would only propose."""
    verb = text.form[clause.start : clause.verb_end]
    return words.language == "ar" and (
        words.sets["no_addressee"].at(verb, 0) is not None or verb in words.words("verbs_of_offices")
    )


def _duty(paragraph: Paragraph, text: Folded, words: Lexicon) -> bool:
    """A verb with the office that shall act behind it, as decisions of cabinets command: "تعد الهيئة دليلاً"."""
    form = text.form
    verb = _PRESENT.match(form) if words.language == "ar" else None
    if verb is None:
        return False
    office = words.sets["offices"].at(form, verb.end())
    known = words.addressees.at(form, verb.end())
    if office is None and known is None:
        return False
    one = addressee(text, verb.end(), len(form), words)
    paragraph.verb = text.slice(verb.start(1), verb.end(1))
    paragraph.because.append(f"verb:{paragraph.verb}")
    _name(paragraph, [one] if one else [])
    house = bool(one and any(body.kind == "house" for body in one.known))
    paragraph.kind, paragraph.actionable, paragraph.asked = (MANDATE if house else CALL), True, True
    return True


def _without_verb(paragraph: Paragraph, text: Folded, words: Lexicon) -> None:
    paragraph.kind = DECLARATORY
    paragraph.because.append("no verb")
    paragraph.doubts.append(Doubt("no_verb", "No operative verb was found."))
    must = words.sets["annex_must"].first(text.form, 0, 200)
    named = words.addressees.first(text.form, 0, must.start) if must else None
    if must is not None and named is not None:
        paragraph.kind, paragraph.actionable = MANDATE if named.value.kind == "house" else CALL, True
        _name(paragraph, [Named(text.slice(named.start, named.end), (named.value,))])


# Annexes ----------------------------------------------------------------------------------------------
def _understand_annex(annex: Annex, words: Lexicon, session: int | None) -> None:
    if annex.articles:
        annex.tasks = []
        return
    for task in annex.tasks:
        text = fold(task.text[:READ])
        found = words.sets["annex_must_first"].at(text.form, 0) or words.sets["annex_must"].first(text.form, 0, 240)
        if found is None:
            found_clauses = clauses(text, words)
            if found_clauses and any(c.asks for c in found_clauses):
                _decide(task, text, found_clauses, words)
            continue
        subject, task.actionable = _subject(text, found, words)
        if task.actionable:
            task.kind = MANDATE
            task.addressee = subject
            task.because = [f"must:{text.slice(found.start, found.end)}", f"addressee:{subject}"]
            task.deadline = deadline(text, 0, words, session)
            task.reporting = report(text, 0, words)


def _subject(text: Folded, must: Found, words: Lexicon) -> tuple[str | None, bool]:
    """Who shall act: the words before the verb (after it in Arabic); a passive names nobody."""
    form = text.form
    if words.language == "ar":
        match = re.compile(r"\s*((?:\S+\s?){1,2})").match(form, must.end)
        subject = text.slice(match.start(1), match.end(1)).strip(" ،,") if match else None
        return subject, subject is not None
    subject = text.slice(0, must.start).strip(" ,")
    passive = re.match(r"\s*(?:be|also be|not be)\s+\w+(?:ed|en|ne|d)\b", form[must.end :]) is not None
    return subject or None, bool(subject) and not passive
