"""How somebody is addressed: the formula that counts, with its places filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from diwan.directory.grammar import in_sentence, placed
from diwan.directory.models import Correspondent, Formula
from diwan.kernel.decisions import YES, Decision, NotNow, no
from diwan.organisation.models import organisation

Kind = Correspondent.Kind

#: A note verbale goes from state to state, and between states and their organisations (dossier, section 6).
NO_NOTES: dict[str, Any] = {
    Kind.NGO: _("A note verbale is not sent to a non-governmental organisation: write a letter."),
    Kind.COMPANY: _("A note verbale is not sent to a company: write a letter."),
    Kind.PERSON: _("A note verbale is not sent to a person: write a letter."),
    Kind.UN_BODY: _("A note verbale is not sent to a body of the United Nations: write a letter."),
}


def note_verbale_allowed(correspondent: Correspondent | None) -> Decision:
    """Whether a note verbale may be addressed to it; a no says what to write instead. To no one in particular: yes."""
    refusal = NO_NOTES.get(correspondent.kind) if correspondent else None
    return no(refusal) if refusal else YES


@dataclass(frozen=True)
class Spoken:
    """The words of a formula for one addressee. ``named_in`` is the language of the name: not always that asked for."""

    formula: Formula
    language: str
    named_in: str
    address: list[str]
    salutation: str
    opening: str
    closing: str
    courtesy: str

    @property
    def initialled(self) -> bool:
        """Whether it bears initials and no signature."""
        return self.formula.signed == Formula.Signed.INITIALS


class Formulary:
    """All formulas, read once: for one paper or for the same note to fifty-seven missions."""

    def __init__(self, formulas: Iterable[Formula] | None = None) -> None:
        self.formulas = list(Formula.objects.all() if formulas is None else formulas)
        house = organisation()
        self.house = house.name if house else {}

    def find(self, paper: str, correspondent: Correspondent | None, language: str) -> Formula:
        """The most particular formula: one for its kind before one for its rank, that before one for anybody.

        Raises NotNow when there is none in that language: courtesy is not borrowed from another one.
        """
        kind, rank = (correspondent.kind, correspondent.rank) if correspondent else ("", None)
        fitting = [
            formula
            for formula in self.formulas
            if (formula.paper, formula.language) == (paper, language)
            and formula.kind in ("", kind)
            and formula.rank in (None, rank)
        ]
        if not fitting:
            raise NotNow(
                _("There is no formula of courtesy for this paper in this language. Write one among the formulas.")
            )
        return max(fitting, key=lambda formula: (bool(formula.kind), formula.rank is not None))

    def speak(
        self, paper: str, correspondent: Correspondent | None, language: str, *, sender: str = "", addressee: str = ""
    ) -> Spoken:
        """The formula with its places filled. ``sender`` and ``addressee`` override the names, as within a sentence."""
        formula = self.find(paper, correspondent, language)
        name, named_in = correspondent.name.in_language(language) if correspondent else ("", language)
        whom = addressee or (in_sentence(name, correspondent.kind, named_in) if correspondent else formula.everyone)
        who = sender or formula.sender or in_sentence(self.house.get(language, ""), "organisation", language)
        own = correspondent.salutation.get(language, "") if correspondent else ""
        salutation = placed(own or formula.salutation, language, sender=who, addressee=whom)
        title = salutation.rstrip(" ,،:;.")

        def said(text: str) -> str:
            return placed(text, language, sender=who, addressee=whom, title=title)

        ending = correspondent.courtesy.get(language, "") if correspondent else ""
        return Spoken(
            formula,
            language,
            named_in,
            _address(formula, correspondent, language, name, "" if own else said(formula.style)),
            salutation,
            said(formula.opening),
            said(formula.closing),
            said(ending or formula.courtesy),
        )


def _address(formula: Formula, correspondent: Correspondent | None, language: str, name: str, style: str) -> list[str]:
    """The lines of the address, in the order of the formula; what is not known leaves no empty line.

    Who has a salutation of one's own bears the style in the name: “His Majesty the King of …”.
    """
    if correspondent is None:
        return [style] if style else []
    wanted = list(formula.lines)
    if not style and Formula.Line.NAME not in wanted:
        wanted.insert(0, Formula.Line.NAME)
    lines = {
        Formula.Line.STYLE: style,
        Formula.Line.NAME: name,
        Formula.Line.ADDRESS: correspondent.address.in_language(language)[0],
        Formula.Line.FAX: correspondent.fax,
        Formula.Line.EMAIL: correspondent.email,
    }
    found = [lines[Formula.Line(line)] for line in wanted if line in Formula.Line.values]
    return [part for text in found for line in text.splitlines() if (part := line.strip())]


def formula_for(paper: str, correspondent: Correspondent | None, language: str) -> Formula:
    """The most particular formula for a paper, an addressee and a language. Raises NotNow when there is none."""
    return Formulary().find(paper, correspondent, language)


def speak(
    paper: str, correspondent: Correspondent | None, language: str, *, sender: str = "", addressee: str = ""
) -> Spoken:
    """The words for one paper; for many addressees make one ``Formulary`` and ask that."""
    return Formulary().speak(paper, correspondent, language, sender=sender, addressee=addressee)
