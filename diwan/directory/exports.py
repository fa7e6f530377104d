"""The directory as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diwan.directory.forms import spoken


def heads(languages: list[str]) -> list[str | Promise]:
    """The columns, a name and an address for each language of the house."""
    return [
        _("Code"), _("Kind"), pgettext_lazy("a country", "State"),
        *(_("Name, %(language)s") % {"language": spoken(code)} for code in languages),
        _("Rank"), _("Written to in"), _("Sent by"), _("E-mail"), _("Fax"),
        *(_("Address, %(language)s") % {"language": spoken(code)} for code in languages),
        _("Also called"), _("E-mail domains"), _("Standing"), _("Note"),
    ]  # fmt: skip


def rows(correspondents: Any, languages: list[str]) -> Iterator[list[Any]]:
    """A row for each, in the reader's language; one statement."""
    for one in correspondents.select_related("country"):
        yield [
            one.code or "", one.get_kind_display(), str(one.country or ""),
            *(one.name.get(code, "") for code in languages),
            one.get_rank_display(), spoken(one.language), one.get_channel_display(), one.email, one.fax,
            *(one.address.get(code, "") for code in languages),
            "; ".join(one.aliases), "; ".join(one.domains), one.get_state_display(), one.note,
        ]  # fmt: skip
