"""From the kept content of a report to the document that is printed in one language. Pure: no table is asked."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diwan.kernel.calendars import dual_date, gregorian_in_words, hijri_in_words
from diwan.kernel.multilingual import Texts
from diwan.printing.report import (
    Chart,
    Figure,
    MissingRow,
    ReportDocument,
    Row,
    Section,
    Sentence,
    Series,
    direction_of,
)
from diwan.reports.content import STANDING_TONES, STANDINGS, TONES, standing, standings
from diwan.reports.labels import labels, standing_word

#: As many units as a chart shows; the others are counted together beneath them.
CHARTED = 14


def document_of(content: dict[str, Any], language: str) -> ReportDocument:
    """The printed report in ``language`` from the content of an edition or of a draft (``content_of``).

    What a language lacks is printed in the language that has it, and marked so. Words of the house come from the
    catalogue of the language where there is one, else they stand in English.
    """
    with translation.override(language):
        day = dt.date.fromisoformat(content["date"])
        title, _code = _said(content["title"], language)
        return ReportDocument(
            language=language,
            direction=direction_of(language),
            organisation=_name(content["organisation"], language),
            title=title or _("Implementation of resolutions"),
            symbol=content["symbol"],
            session_title=_("Report of the Secretary General"),
            prepared_for=_meeting(content["presented_to"], language),
            date_gregorian_text=gregorian_in_words(day, language),
            date_hijri_text=hijri_in_words(day, language),
            state="issued" if content["issued"] else "draft",
            version=content["version"],
            labels=labels(language, content["languages"]),
            introduction=[p for p in re.split(r"\n\s*\n", content["introduction"].get(language, "")) if p.strip()],
            figures=_figures(content),
            charts=_charts(content, language),
            sections=[_section(section, content["units"], language) for section in content["sections"]],
            missing=[_missing(one, content["units"], language) for one in content["missing"]],
        )


def _section(section: dict[str, Any], units: dict[str, Any], language: str) -> Section:
    title, code = _said(section["title"], language)
    return Section(
        number_printed=_("Resolution %(number)s") % {"number": section["number"]},
        title=title,
        adopted_text=_adopted(section, language),
        rows=[_row(row, units, language) for row in section["rows"]],
        title_language="" if code == language else code,
    )


def _adopted(section: dict[str, Any], language: str) -> str:
    if not section["adopted_on"]:
        return ""
    day = dual_date(dt.date.fromisoformat(section["adopted_on"]), language)
    if place := section["place"].get(language):
        return _("Adopted in %(place)s on %(day)s") % {"place": place, "day": day}
    return _("Adopted on %(day)s") % {"day": day}


def _row(row: dict[str, Any], units: dict[str, Any], language: str) -> Row:
    decision, code = _said(row["decision"], language)
    number = row["number"]
    where = standing(row["status"], row["state"])
    return Row(
        paragraph_number=f"{number}." if number[-1:].isalnum() else number,
        decision=decision,
        decision_language=code,
        implementation=[sentence for said in row["sentences"] for sentence in _sentences(said, language)],
        status_word=standing_word(where, row["state"]),
        status_tone=TONES.get(row["state"], "idle") if row["status"] == "done" else STANDING_TONES[where],  # type: ignore[arg-type]
        lead=_unit(row["unit"], units, language),
    )


def _sentences(said: dict[str, Any], language: str) -> list[Sentence]:
    """A contribution as sentences: each line of it stands for itself, with the same source and date."""
    text, code = _said(said["texts"], language)
    source = said["source"].get(code) or _name(said["source"], language)
    day = gregorian_in_words(dt.date.fromisoformat(said["on"]), language) if said["on"] else ""
    return [Sentence(line.strip(), code, source, day) for line in text.splitlines() if line.strip()]


def _missing(one: dict[str, Any], units: dict[str, Any], language: str) -> MissingRow:
    subject, _code = _said(one["subject"], language)
    return MissingRow(
        contributor=_unit(one["unit"], units, language) or _("Cabinet"),
        subject=subject if len(subject) < 160 else f"{subject[:157].rstrip()}…",
        reference=one["reference"],
        due=gregorian_in_words(dt.date.fromisoformat(one["due"]), language, "short") if one["due"] else "",
        status_word=_("Late") if one["late"] else _("Awaited"),
        status_tone="late" if one["late"] else "idle",
    )


# figures -----------------------------------------------------------------------------------------------------------
def _figures(content: dict[str, Any]) -> list[Figure]:
    whole, _by_unit = standings(content)
    total = sum(whole.values())
    share = {name: f"{round(100 * n / total)}%" for name, n in whole.items() if total}
    sections = len(content["sections"])
    resolutions = ngettext("in %(n)s resolution", "in %(n)s resolutions", sections) % {"n": sections}
    found = [Figure(_("Mandates"), str(total), resolutions)]
    for name in ("implemented", "in_progress", "late"):
        found.append(Figure(standing_word(name), str(whole[name]), share.get(name, ""), STANDING_TONES[name]))  # type: ignore[arg-type]
    return found


def _charts(content: dict[str, Any], language: str) -> list[Chart]:
    whole, by_unit = standings(content)
    present = [name for name in STANDINGS if whole[name]]
    if not present:
        return []
    said = _("Of %(total)s mandates: %(parts)s.") % {
        "total": sum(whole.values()),
        "parts": _(", ").join(f"{standing_word(name)} {whole[name]}" for name in present),
    }
    ranked = sorted(by_unit.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    shown, rest = ranked[:CHARTED], ranked[CHARTED:]
    categories = [_unit(code, content["units"], language) or _("No lead unit") for code, _counts in shown]
    counts = [found for _code, found in shown]
    if rest:
        categories.append(_("Other units"))
        counts.append(sum((found for _code, found in rest[1:]), rest[0][1]))
    by_word = [
        Series(standing_word(name), [found[name] for found in counts], STANDING_TONES[name])  # type: ignore[arg-type]
        for name in present
    ]
    return [
        Chart(
            "segments",
            _("State of implementation"),
            [Series(s.label, [sum(s.values)], s.tone) for s in by_word],
            description=said,
        ),
        Chart("stacked", _("By lead unit"), by_word, categories, said),
    ]


# words -------------------------------------------------------------------------------------------------------------
def _said(texts: dict[str, str], language: str) -> tuple[str, str]:
    """The text in the language, or in the one that has it, and which it is."""
    return Texts(texts).in_language(language)


def _name(texts: dict[str, str], language: str) -> str:
    return _said(texts, language)[0]


def _unit(code: str, units: dict[str, Any], language: str) -> str:
    return (_name(units[code], language) or code) if code in units else code


def _meeting(session: dict[str, Any] | None, language: str) -> str:
    return (_name(session["name"], language) or session["key"]) if session else ""
