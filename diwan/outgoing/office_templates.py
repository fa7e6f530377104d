"""Which template a paper is printed from, and whether one that the office hands in can be used."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from diwan.documents.kinds import Unacceptable
from diwan.printing.letter_docx import (
    LetterValues,
    TemplateUnusable,
    check_template,
    examine_docx,
    office_template,
    places_of,
    render,
)
from diwan.reading import Unreadable, plain_text

SHIPPED = ("en", "fr", "ar")
LARGEST = 20_000_000
"""Bytes of a template or a draft handed in; a letter with pictures has two millions."""


def template_for(paper: str, language: str, unit: Any = None) -> bytes:
    """The unit's own template, else that of the house, else the one that ships with Diwan."""
    template = in_use(paper, language, unit)
    return template.version.file.path.read_bytes() if template else shipped(paper, language)


def in_use(paper: str, language: str, unit: Any = None) -> Any:
    """The template of the office that counts for a unit; None where the shipped one does."""
    from diwan.outgoing.models.template import Template

    rows = Template.objects.filter(paper=paper, language=language, state=Template.State.IN_USE, version__isnull=False)
    found = {row.unit_id: row for row in rows.select_related("version__file")}
    return (found.get(unit.pk) if unit else None) or found.get(None)


def shipped(paper: str, language: str) -> bytes:
    """The template that ships with Diwan; in English for a language for which none ships."""
    return office_template(paper, language if language in SHIPPED else "en")


def sample(paper: str, language: str) -> LetterValues:
    """Values that are nobody's, to see a template with."""
    body = _("The first paragraph of the text.") + "\n\n" + _("The second paragraph, with a number: 1/60-POL.")
    return LetterValues(
        language=language, paper=paper, number=_("[number]"), date=_("[date]"), hijri=_("[Hijri date]"),
        organisation=_("[organisation]"), issuer=_("[unit]"), sender=_("[unit]"), addressee=_("[addressee]"),
        address=[_("[addressee]"), _("[address]")], subject=_("[subject]"), salutation=_("[salutation]"),
        opening=_("[opening]"), body=body, closing=_("[closing]"), courtesy=_("[formula of courtesy]"),
        signatory=_("[signatory]"), signatory_title=_("[title]"), copies=[_("[copy]")], enclosures=[_("[enclosure]")],
        reference_line=_("[your reference]"), level=_("[level]"), urgency=_("[urgency]"), instruction=_("[instruction]"),
    )  # fmt: skip


def usable_template(upload: IO[bytes], paper: str) -> None:
    """Examine a template that the office hands in, and leave it at its beginning. Raises Unacceptable, naming what is wrong."""
    content = _taken(upload)
    try:
        check_template(content, paper)
        render(content, sample(paper, "en"))
    except TemplateUnusable as wrong:
        raise Unacceptable(wrong.code, said(wrong)) from wrong


def words_of(upload: IO[bytes]) -> str:
    """The words of a draft handed in as DOCX, which is left at its beginning. Raises Unacceptable for what may not be used."""
    content = _taken(upload)
    try:
        if codes := examine_docx(content):
            raise TemplateUnusable("refused", codes=codes)
        places_of(content)
    except TemplateUnusable as wrong:
        raise Unacceptable(wrong.code, said(wrong)) from wrong
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(content)
        file.flush()
        try:
            words = plain_text(Path(file.name)).replace("\0", "")
        except Unreadable as refusal:
            if refusal.code in ("empty", "scanned"):
                words = ""
            else:
                raise Unacceptable(
                    "unreadable", _("This DOCX cannot be read. Save it again and hand it in anew.")
                ) from refusal
    if not words.strip():
        raise Unacceptable("empty", _("There are no words in this DOCX. A scan is enclosed, it is no draft."))
    return words


def _taken(upload: IO[bytes]) -> bytes:
    upload.seek(0)
    content = upload.read(LARGEST + 1)
    upload.seek(0)
    if len(content) > LARGEST:
        raise Unacceptable("too_large", _("The file is too large for a letter. Take pictures out, or enclose them."))
    return content


def said(wrong: TemplateUnusable) -> str:
    """What is wrong with a template, and what to do, in the reader's language."""
    facts = wrong.particulars
    if wrong.code == "unknown_place":
        return (
            _("The template has a place that is not known: %(place)s. The places that are filled in are listed below.")
            % facts
        )
    if wrong.code == "missing_place":
        return _("The template has no place for: %(place)s. Write {{ %(place)s }} where it belongs.") % facts
    if wrong.code == "forbidden":
        return (
            _(
                "The template does something that is not allowed: %(place)s. Use places, conditions and loops over places only."
            )
            % facts
        )
    if wrong.code == "broken":
        return _("A place in the template is not closed or not written rightly, near “%(near)s”.") % facts
    if wrong.code == "too_large":
        return _("The template is too large to be filled in. Take pictures and styles out that are not needed.")
    told = {
        "macros": _("The file holds macros. Save it as DOCX without macros."),
        "encrypted": _("The file is locked by a password. Save it without one."),
        "external": _("The file fetches something from outside. Insert it into the file instead."),
        "remote_template": _("The file is bound to a template elsewhere. Detach it and save again."),
        "embedded_object": _("The file holds another file. Take it out, and enclose it on its own."),
        "fetching_field": _("The file holds a field that fetches something. Replace it by its text."),
        "bomb": _("The file unpacks to far too much. Save it again as DOCX."),
    }
    codes = facts.get("codes", ())
    return next(
        (words for code, words in told.items() if code in codes),
        _("This is no DOCX that can be used. Save it again as DOCX."),
    )
