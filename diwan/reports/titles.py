"""The usual title of a report, in each language of the organisation that the interface speaks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from diwan.kernel.multilingual import Texts
from diwan.organisation.models import organisation


def languages() -> list[str]:
    """The languages of the organisation, in the order of its profile."""
    found = organisation()
    return list(found.languages) if found else [settings.LANGUAGE_CODE]


def spoken(language: str) -> bool:
    """Whether the interface has words in a language; what it does not speak is written by a person."""
    return language in dict(settings.LANGUAGES)


def usual_title(session: Any, series: Any = None) -> Texts:
    """“Implementation of the resolutions of the … session”, with the series where there is one."""
    found = Texts()
    for language in filter(spoken, languages()):
        with translation.override(language):
            name = session.name.get(language) or session.key
            title = _("Implementation of the resolutions of the %(session)s") % {"session": name}
            if series is not None:
                title = _("%(title)s: %(series)s") % {
                    "title": title,
                    "series": series.name.get(language) or series.code,
                }
        found[language] = title
    return found
