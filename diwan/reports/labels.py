"""The fixed words of the printed report, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diwan.printing.report import Labels
from diwan.resolutions.models import Mandate

STANDING_WORDS = {
    "implemented": gettext_lazy("Implemented"),
    "partially": gettext_lazy("Partially implemented"),
    "in_progress": gettext_lazy("In progress"),
    "waiting": gettext_lazy("Waiting for others"),
    "late": gettext_lazy("Late"),
    "not_started": gettext_lazy("Not started"),
    "unassigned": gettext_lazy("Not assigned"),
    "not_implemented": gettext_lazy("Not implemented"),
    "ended": gettext_lazy("Ended otherwise"),
}


def standing_word(standing: str, state: str = "") -> str:
    """The word for where a mandate stands; the state itself where it ended in one of several ways."""
    if standing == "ended" and state in Mandate.State.values:
        word = str(Mandate.State(state).label)
        return word[:1].upper() + word[1:]
    return str(STANDING_WORDS[standing])


def language_name(code: str, language: str) -> str:
    """The name of a language in the words of another; its code where either is unknown."""
    try:
        return str(Locale.parse(code, sep="-").get_display_name(language) or code)
    except (UnknownLocaleError, ValueError):
        return code


def own_name(code: str) -> str:
    """The name of a language in its own words, as a title: ``Français``."""
    name = language_name(code, code)
    return name[:1].upper() + name[1:]


def labels(language: str, languages: Iterable[str]) -> Labels:
    """The labels of a report in ``language``, with the marks for texts printed in the other ``languages``."""
    others = [code for code in languages if code != language]
    only = _("Available in %(language)s only")
    return Labels(
        decision=_("Decision"),
        implementation=_("Implementation"),
        source=_("Source"),
        page=_("Page"),
        of=_("of"),
        contents=_("Contents"),
        introduction=_("Introduction"),
        figures=_("In figures"),
        resolutions=_("Resolutions"),
        missing=_("Missing contributions"),
        draft=_("Draft"),
        issued=_("Issued"),
        version=_("version"),
        prepared_for=_("Prepared for"),
        lead=_("Lead unit"),
        nothing_reported=_("No contribution has been received."),
        nothing_to_report=_("This resolution asks nothing of the General Secretariat."),
        contributor=_("Contributor"),
        subject=_("Subject"),
        reference=_("Paragraph"),
        due=_("Wanted by"),
        status=_("Status"),
        only_in={code: only % {"language": language_name(code, language)} for code in others},
    )
