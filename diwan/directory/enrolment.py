"""What the foundations need to know of directory."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diwan.directory.models import Correspondent
from diwan.records.enrolment import Card


def _words(correspondent: Correspondent) -> dict[str, tuple[str, str]]:
    """Its name in each language; what else it is called, its domains and its code in every one. Merged ones are gone."""
    if correspondent.state == Correspondent.State.MERGED:
        return {}
    more = [*correspondent.aliases, correspondent.email, *correspondent.domains, correspondent.code or ""]
    body = "\n".join(filter(None, more))
    return {language: (name, body) for language, name in correspondent.name.items()}


CARDS = [
    Card(
        model=Correspondent,
        icon="building-bank",
        kind=_("Correspondent"),
        searchable=_words,
        changes_words=frozenset({"enter", "change", "merge", "take_in", "reopen"}),
        api_name="correspondents",
        api_fields=("id", "code", "kind", "country_id", "unit_id", "name", "rank", "language", "address", "email", "fax",
                    "channel", "aliases", "merged_into_id", "state"),
        api_filters=("state", "kind", "country"),
    )
]  # fmt: skip
