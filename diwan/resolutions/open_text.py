"""Resolutions as open text: what is given out is one plain structure, from which every file is made.

The structure is the open JSON itself (docs/open-text.md): one paragraph for all languages, with its permanent name.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext, override

from diwan.kernel import clock
from diwan.organisation.models import organisation
from diwan.printing.akoma_ntoso import collection as akn_collection
from diwan.printing.akoma_ntoso import statement, work_of
from diwan.printing.resolution import ResolutionText, in_language
from diwan.printing.resolution_docx import resolutions_docx
from diwan.printing.resolution_pdf import resolutions_pdf
from diwan.reading import find_citations
from diwan.reading.open_text import VERSION
from diwan.reading.sniffing import OPEN_TEXT
from diwan.resolutions.house import house
from diwan.resolutions.models.lineage import Descent
from diwan.resolutions.models.resolution import Paragraph, ParagraphText, Resolution, whole
from diwan.trail.models import Event

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = {"xml": "application/akn+xml", "json": "application/json", "docx": _WORD, "pdf": "application/pdf"}
"""What a text is given out as, and the media type of each."""

SAID = ("number", "text", "verb", "addressee", "deadline", "reporting", "heading", "above")


def open_resolutions(resolutions: Any) -> list[dict[str, Any]]:
    """The open structure of these resolutions (a queryset), in nine statements whatever their number."""
    found = list(whole(resolutions).select_related("follows"))
    changed = _changed(found)
    served = organisation()
    body = {"code": served.code, "name": dict(served.name)} if served else {"code": "org", "name": {}}
    descents = _descents(found)
    letters = house()
    facts = []
    for one in found:
        organ, held = one.session.organ, _held(one)
        facts.append({
            "key": one.key, "address": one.get_absolute_url(), "organisation": body,
            "organ": {"code": organ.symbol, "name": dict(organ.name)},
            "session": {"key": one.session.key, "number": one.session.number, "name": dict(one.session.name)},
            "series": one.series.code if one.series else None, "number": one.number,
            "adopted_on": _day(one.adopted_on), "changed_on": _day(changed[one.pk]), "symbol": one.symbol,
            "printed": dict(one.printed), "title": dict(one.title), "opening": dict(one.opening),
            "follows": one.follows.key if one.follows_id else None,
            "paragraphs": [_paragraph(one, p, letters, descents.get(p.pk, []), held) for p in one.paragraphs.all()],
        })  # fmt: skip
    _link(facts)
    return facts


Held = dict[tuple[int, str], list[str]]
"""The names of what a language merges, by the paragraph that holds their text there."""


def _held(of: Resolution) -> Held:
    found: Held = {}
    for paragraph in of.paragraphs.all():
        for text in paragraph.texts.all():
            if text.within_id is not None:
                found.setdefault((text.within_id, text.language), []).append(paragraph.anchor)
    return found


def _paragraph(
    of: Resolution, paragraph: Paragraph, letters: Any, descents: list[Descent], held: Held
) -> dict[str, Any]:
    texts: dict[str, list[dict[str, Any]]] = {}
    for text in paragraph.texts.all():
        if text.text:
            texts.setdefault(text.language, []).append(_said(text, of.session.organ.symbol, letters))
    for language, pieces in texts.items():
        if names := held.get((paragraph.pk, language)):
            pieces[0]["holds"] = names
    return {
        "anchor": paragraph.anchor, "kind": paragraph.kind, "part": paragraph.part, "number": paragraph.number,
        "class": paragraph.legal_class, "actionable": paragraph.actionable,
        "repeats": [
            {"address": descent.earlier.get_absolute_url(), "relation": descent.relation} for descent in descents
        ],
        "texts": texts,
    }  # fmt: skip


def _said(text: ParagraphText, organ: str, letters: Any) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(text, name) for name in SAID if getattr(text, name) or name == "text"}
    if text.place is not None:
        said["place"] = text.place
    cites = [
        {"start": cited.start, "end": cited.end, "key": str(cited.key)}
        for cited in find_citations(text.text, organ, letters)
        if cited.key and cited.key.organ and cited.end > cited.start
    ]
    return said | ({"cites": cites} if cites else {})


def _link(facts: list[dict[str, Any]]) -> None:
    """Say where each citation leads: the work where it is in the registers, else the address it would have."""
    cited = [
        cite
        for one in facts
        for paragraph in one["paragraphs"]
        for pieces in paragraph["texts"].values()
        for said in pieces
        for cite in said.get("cites") or []
    ]
    keys = {cite["key"] for cite in cited}
    known = {
        key: work_of({"key": key, "adopted_on": _day(day), "organisation": facts[0]["organisation"], "organ": {"code": symbol}})
        for key, day, symbol in Resolution.objects.filter(key__in=keys, adopted_on__isnull=False).values_list(
            "key", "adopted_on", "session__organ__symbol"
        )
    } if keys else {}  # fmt: skip
    for cite in cited:
        cite["href"] = known.get(cite["key"]) or f"/resolutions/{cite['key'].lower()}/"


def _descents(found: Sequence[Resolution]) -> dict[int, list[Descent]]:
    by_paragraph: dict[int, list[Descent]] = {}
    rows = Descent.objects.filter(paragraph__resolution__in=found).select_related("earlier__resolution")
    for descent in rows:
        by_paragraph.setdefault(descent.paragraph_id, []).append(descent)
    return by_paragraph


def _changed(found: Sequence[Resolution]) -> dict[int, dt.datetime]:
    """When each was entered or corrected last."""
    label = Resolution._meta.label_lower
    events = Event.objects.filter(
        record_type=label, record_id__in=[one.pk for one in found], verb__in=("enter", "correct")
    )
    last = dict(events.values_list("record_id").annotate(Max("at")))
    return {one.pk: last.get(one.pk) or clock.now() for one in found}


def _day(value: dt.date | dt.datetime | None) -> str | None:
    return value.strftime("%Y-%m-%d") if value else None


def languages_of(facts: Iterable[dict[str, Any]]) -> list[str]:
    """The languages that have a text, those of the house first and in its order."""
    present = {language for one in facts for paragraph in one["paragraphs"] for language in paragraph["texts"]}
    served = organisation()
    ordered = list(served.languages) if served else []
    return [language for language in dict.fromkeys([*ordered, *sorted(present)]) if language in present]


def file_name(key: str, language: str, form: str) -> str:
    """What the file is called: ``cfm-60-pol-1-en.xml``."""
    return "-".join(filter(None, [key.replace("/", "-").lower(), language])) + f".{form}"


# files -------------------------------------------------------------------------------------------------------------
def written(
    form: str, facts: Sequence[dict[str, Any]], language: str = "", collection: dict[str, Any] | None = None
) -> bytes:
    """The file of one or several resolutions in a language; JSON without one holds them all.

    ``collection`` (key, title, symbol) is the volume that they make up. Raises KeyError for another form.
    """
    title = str((collection or {}).get("title") or "")
    with override(language or None):
        annex = gettext("Annex")
    texts = _texts(facts, language) if language else []
    make: dict[str, Callable[[], bytes]] = {
        "json": lambda: _json(facts, language, collection),
        "xml": lambda: _akn(texts, collection),
        "docx": lambda: resolutions_docx(texts, _akn(texts, collection), title=title, annex=annex),
        "pdf": lambda: resolutions_pdf(texts, _akn(texts, collection), title=title, annex=annex),
    }
    return make[form]()


def _texts(facts: Sequence[dict[str, Any]], language: str) -> list[ResolutionText]:
    """The layouts of those that have a text in the language."""
    every = [in_language(one, language) for one in facts]
    return [text for text in every if next(text.walk(), None)]


def _akn(texts: Sequence[ResolutionText], collection: dict[str, Any] | None) -> bytes:
    return akn_collection(texts, collection) if collection else statement(texts[0])


def _json(facts: Sequence[dict[str, Any]], language: str, collection: dict[str, Any] | None) -> bytes:
    """The open JSON; restricted to one language it says no word of the others."""
    chosen = [_in(one, language) for one in facts] if language else list(facts)
    found = {
        "format": OPEN_TEXT, "version": VERSION, "languages": [language] if language else languages_of(facts),
        "collection": collection, "resolutions": chosen,
    }  # fmt: skip
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _in(one: dict[str, Any], language: str) -> dict[str, Any]:
    """One resolution in one language: paragraphs without a text in it are left out."""
    paragraphs = [
        {**paragraph, "texts": {language: paragraph["texts"][language]}}
        for paragraph in one["paragraphs"]
        if language in paragraph["texts"]
    ]
    said = {name: {k: v for k, v in one[name].items() if k == language} for name in ("printed", "title", "opening")}
    return {**one, **said, "paragraphs": paragraphs}
