"""The certificate of clearance: on one page, who concurred, who checked what, who signed and by what authority."""

from __future__ import annotations  # typst names its types only in its stub file

import json
from collections.abc import Sequence
from dataclasses import dataclass

import typst

from diwan.printing.marks import square_code
from diwan.printing.pdf import TEMPLATES, PrintingError, fonts, shown
from diwan.printing.phrases import phrases
from diwan.printing.report import direction_of


@dataclass(frozen=True)
class Visa:
    """One visa: of which unit or office, by whom, what was answered and when. ``remark`` is what was said with it."""

    unit: str
    person: str
    answer: str
    at: str
    remark: str = ""


@dataclass(frozen=True)
class Check:
    """One point of the Cabinet's checklist, and its answer by a named person."""

    point: str
    answer: str
    person: str
    at: str
    remark: str = ""


@dataclass(frozen=True)
class Delegation:
    """One link of the chain under which it was signed: who delegated to whom, by what, how long."""

    delegator: str
    delegate: str
    terms: str = ""


@dataclass(frozen=True)
class ClearanceFacts:
    """What the certificate says, every word in its language. ``digest`` is that of the text that was cleared (SHA-256, hexadecimal).

    ``signed_for`` is empty for who signs in his own right; ``address`` is that of the paper, in the square code.
    """

    organisation: str
    paper: str
    number: str
    title: str
    digest: str
    circuit: str = ""
    drafter: str = ""
    visas: Sequence[Visa] = ()
    checks: Sequence[Check] = ()
    signer: str = ""
    signed_at: str = ""
    signed_for: str = ""
    chain: Sequence[Delegation] = ()
    address: str = ""
    level: str = ""
    issued: str = ""


def certificate_pdf(facts: ClearanceFacts, language: str) -> bytes:
    """The certificate as PDF/A, one page: with many visas its letters grow smaller, down to 5.5 points. Raises PrintingError."""
    words = phrases(language)
    named = [
        (words["paper"], facts.paper, ""), (words["number"], facts.number, "own"), (words["title"], facts.title, "title"),
        (words["drafter"], facts.drafter, ""), (words["circuit"], facts.circuit, ""), (words["digest"], _cut(facts.digest), "code"),
    ]  # fmt: skip
    given = {
        "language": language.split("-")[0], "dir": direction_of(language), "words": words,
        "organisation": shown(facts.organisation), "number": shown(facts.number), "level": shown(facts.level), "issued": shown(facts.issued),
        "facts": [[name, shown(value), kind] for name, value, kind in named if value],
        "visas": [[shown(part) for part in (one.unit, one.person, one.answer, one.at, one.remark)] for one in facts.visas],
        "checks": [[shown(part) for part in (one.point, one.person, one.answer, one.at, one.remark)] for one in facts.checks],
        "signer": shown(facts.signer), "signed_at": shown(facts.signed_at), "signed_for": shown(facts.signed_for),
        "chain": [
            [shown(words["delegated"].format(delegator=one.delegator, delegate=one.delegate)), shown(one.terms)] for one in facts.chain
        ],
        "code": square_code(facts.address) if facts.address else "",
    }  # fmt: skip
    try:
        made = typst.compile(
            TEMPLATES / "certificate.typ", root=TEMPLATES, font_paths=fonts(), format="pdf", pdf_standards=["a-2b"], pdf_tags=False,
            sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
        )  # fmt: skip
    except RuntimeError as refusal:
        raise PrintingError(getattr(refusal, "diagnostic", "") or str(refusal)) from refusal
    if not isinstance(made, bytes):
        raise PrintingError("the compiler gave no single file")
    return made


def _cut(digest: str) -> str:
    """In groups of eight, as a person compares it."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
