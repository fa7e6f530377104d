"""A paper as it will be printed: the office's template filled with the courtesy due to each addressee."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from diwan.clearance.models.authority import principal
from diwan.correspondence.models import Instruction
from diwan.documents.models import Version
from diwan.kernel.calendars import dual_date, gregorian_in_words, hijri_in_words
from diwan.organisation.models import organisation
from diwan.outgoing.courtesies import Courtesies, Whole
from diwan.outgoing.models.addressee import Addressee
from diwan.outgoing.models.paper import Paper
from diwan.outgoing.office_templates import template_for
from diwan.people.models import Person
from diwan.printing.docx_pdf import docx_to_pdf
from diwan.printing.letter_docx import LetterValues, places_of, render

LEVELS_PRINTED = 2
"""From this level up the level stands on the paper."""


@dataclass(frozen=True)
class Signature:
    """Under what a paper is printed: its number, the day, who signs, and for whom."""

    number: str = ""
    on: dt.date | None = None
    by: Any = None
    signed_for: Any = None


DRAFT = Signature()


class Printer:
    """Everything that many items of one paper have in common, read once: formulas, templates, texts, the house."""

    def __init__(self, outgoing: Any) -> None:
        self.outgoing, self.source = outgoing, outgoing.source
        self.courtesies = Courtesies()
        self.house = organisation()
        self.texts = outgoing.latest_texts()
        self._templates: dict[str, bytes] = {}
        self._titles: dict[int, Any] = {}

    @cached_property
    def addressed(self) -> list[Addressee]:
        """To whom it goes and who receives a copy."""
        return list(self.outgoing.addressees.select_related("correspondent__country", "unit"))

    @cached_property
    def copies(self) -> list[Addressee]:
        """Who receives a copy: of an item of a mailing those of the mailing."""
        if self.source is self.outgoing:
            return [one for one in self.addressed if one.role == "copy"]
        return list(self.source.addressees.filter(role="copy").select_related("correspondent", "unit"))

    @cached_property
    def enclosures(self) -> list[str]:
        """The titles of what is enclosed."""
        return [document.title for document in self.source.files("enclosure")]

    @cached_property
    def head(self) -> Any:
        """The Secretary General."""
        return principal()

    def whom(self, addressee: Addressee | None) -> list[Any]:
        """Those one print of it is addressed to: the one given where it goes to each separately, else all together."""
        if addressee is not None and (self.outgoing.separate or addressee.outgoing_id != self.outgoing.pk):
            return [addressee.correspondent or addressee.unit]
        to = [one.correspondent or one.unit for one in self.addressed if one.role == "to"]
        return to[:1] if self.outgoing.separate else to

    def values(self, language: str, addressee: Addressee | None, signature: Signature = DRAFT) -> LetterValues:
        """What is put into the places of the template. Raises NotNow where no formula of courtesy is known."""
        paper, text = self.outgoing, self.texts.get(language)
        said = self.courtesies.of(paper.paper, self.whom(addressee), language)
        sign = None if said.initialled else signature.by
        issuer = in_language(paper.unit.name, language)
        with override(language):
            return LetterValues(
                language=language,
                number=signature.number or _("[number at signature]"),
                date=gregorian_in_words(signature.on, language) if signature.on else _("[date at signature]"),
                hijri=hijri_in_words(signature.on, language) if signature.on else "",
                organisation=in_language(self.house.name, language) if self.house else "",
                issuer=issuer,
                sender=issuer if Paper(paper.paper).internal else "",
                addressee=said.addressee,
                address=said.address,
                subject=text.subject if text else paper.subject,
                salutation=said.salutation,
                opening=said.opening,
                body=text.body if text else "",
                closing=said.closing,
                courtesy=said.courtesy,
                signatory=in_language(sign.name, language) if sign else "",
                signatory_title=self._title(sign, language),
                signed_for=self._for(signature.signed_for, language) if sign else "",
                initials=_initials(signature.by) if said.initialled and signature.by else "",
                copies=[in_language(one.named.name, language) for one in self.copies],
                enclosures=self.enclosures,
                reference_line=self._reference_line(language),
                level=str(Person.Clearance(paper.confidentiality).label).upper()
                if paper.confidentiality >= LEVELS_PRINTED
                else "",
                urgency=str(paper.get_urgency_display()).upper() if paper.urgency != "routine" else "",
                instruction=str(Instruction(paper.instruction).label) if paper.instruction else "",
                item_address=f"{settings.ORIGIN}/where/?q={signature.number}" if signature.number else "",
            )

    def docx(self, language: str, addressee: Addressee | None, signature: Signature = DRAFT) -> bytes:
        """The paper in one language to one addressee. A draft handed in as DOCX is itself the template."""
        text = self.texts.get(language)
        if text is not None and text.version is not None:
            return _handed_in(text.version, self.values(language, addressee, signature))
        if language not in self._templates:
            self._templates[language] = template_for(self.outgoing.paper, language, self.outgoing.unit)
        return render(self._templates[language], self.values(language, addressee, signature))

    def pdf(self, language: str, addressee: Addressee | None, signature: Signature = DRAFT) -> bytes:
        """The same as PDF/A, set from the DOCX: what is read is what was drafted."""
        title = f"{signature.number} {self.outgoing.subject}".strip()
        return docx_to_pdf(self.docx(language, addressee, signature), language=language, title=title)

    def _reference_line(self, language: str) -> str:
        """What it answers, by the sender's own reference and day."""
        letter = self.outgoing.answers
        if letter is None or not letter.their_reference:
            return ""
        facts = {"reference": letter.their_reference}
        if letter.dated is None:
            return _("Your reference: %(reference)s") % facts
        return _("Your reference: %(reference)s of %(day)s") % {**facts, "day": dual_date(letter.dated, language)}

    def _title(self, person: Any, language: str) -> str:
        if person is None:
            return ""
        if person.pk not in self._titles:
            post = person.post
            self._titles[person.pk] = post.title if post else ""
        return in_language(self._titles[person.pk], language)

    def _for(self, person: Any, language: str) -> str:
        """“For the Secretary General”, when it is signed in somebody's place."""
        if person is None:
            return ""
        title = self._title(person, language) or in_language(person.name, language)
        if self.head and self.head.pk == person.pk:
            return _("For the %(title)s") % {"title": title}
        return _("For %(name)s, %(title)s") % {"name": in_language(person.name, language), "title": title}


# for one paper -----------------------------------------------------------------------------------------------------
def values_for(
    outgoing: Any, language: str, addressee: Addressee | None = None, *, number: str = "", on: dt.date | None = None,
    signatory: Any = None, signed_for: Any = None,
) -> LetterValues:  # fmt: skip
    """What is put into the places of the template for one print. For many make one ``Printer``."""
    return Printer(outgoing).values(language, addressee, Signature(number, on, signatory, signed_for))


def docx_of(outgoing: Any, language: str, addressee: Addressee | None = None, signature: Signature = DRAFT) -> bytes:
    """One paper in one language as DOCX."""
    return Printer(outgoing).docx(language, addressee, signature)


def pdf_of(outgoing: Any, language: str, addressee: Addressee | None = None, signature: Signature = DRAFT) -> bytes:
    """One paper in one language as PDF/A."""
    return Printer(outgoing).pdf(language, addressee, signature)


def around(outgoing: Any, language: str) -> Whole:
    """The words of courtesy around its text in one language, for its first addressee. Raises NotNow."""
    printer = Printer(outgoing)
    return printer.courtesies.of(outgoing.paper, printer.whom(None), language)


def _handed_in(version: Version, values: LetterValues) -> bytes:
    """A draft handed in: its places are filled; one without any is printed as it is (its number is stamped on the PDF)."""
    content = version.file.path.read_bytes()
    return render(content, values) if places_of(content) else content


def has_number_place(version: Version) -> bool:
    """Whether a draft handed in says itself where its number goes."""
    return "number" in places_of(version.file.path.read_bytes())


def in_language(texts: Any, language: str) -> str:
    """A text of the house in a language."""
    return str(texts.in_language(language)[0]) if hasattr(texts, "in_language") else str(texts or "")


def _initials(person: Any) -> str:
    latin = person.name.get("en") or person.name.get("fr") or str(person)
    return "".join(word[0] for word in latin.replace("-", " ").split() if word[:1].isalpha()).upper()


def printed_for(outgoing: Any) -> Iterator[Addressee | None]:
    """The addressees for whom a paper is printed: each of a mailing, else the first in the name of all."""
    rows = outgoing.addressees.filter(role="to").select_related("correspondent", "unit")
    addressed = list(rows.order_by("order", "pk"))
    if outgoing.separate:
        yield from addressed
    else:
        yield addressed[0] if addressed else None


def as_file(content: bytes, name: str) -> io.BytesIO:
    """Bytes as an upload is given."""
    file = io.BytesIO(content)
    file.name = name
    return file
