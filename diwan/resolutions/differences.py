"""Where the languages of a volume differ, said in the words of the reader, each with the place in the review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from diwan.interface.components import marks
from diwan.resolutions.gathering import Gathered, Row
from diwan.resolutions.models.resolution import Paragraph
from diwan.resolutions.models.review import DraftParagraph, DraftResolution


@dataclass(frozen=True)
class Remark:
    """One difference: what is said of which language, and where it is to be seen."""

    kind: str
    language: str
    says: str
    url: str


@dataclass(frozen=True)
class Differing:
    """A resolution whose languages differ."""

    resolution: Gathered
    remarks: list[Remark]


def differences(resolutions: Sequence[Gathered], languages: Sequence[str], volume: int) -> list[Differing]:
    """The resolutions in which the languages of a volume differ, each with all that differs."""
    found = [Differing(one, list(remarks(one.drafts, one.paragraphs, languages, volume))) for one in resolutions]
    return [one for one in found if one.remarks]


def remarks(
    drafts: Mapping[str, DraftResolution], rows: Sequence[Row], languages: Sequence[str], volume: int
) -> Iterator[Remark]:
    """What differs in a resolution: languages without it, then row by row what is missing, split, merged or moved."""
    place = Places(drafts, volume)
    for language in languages:
        if language not in drafts:
            yield Remark(
                "absent", language, _("%(language)s: the whole resolution is missing") % _named(language), place.head()
            )
    present = [language for language in languages if language in drafts]
    for row in rows:
        for language in row.missing(present):
            says = _("%(language)s: %(place)s is missing") % {**_named(language), "place": isolated(row.name)}
            yield Remark("missing", language, says, place.of(row.first))
        for language, pieces in row.pieces.items():
            if len(pieces) > 1:
                told = {
                    "place": isolated(row.name),
                    "pieces": get_text_list([called(piece) for piece in pieces], _("and")),
                }
                says = _("%(language)s: %(place)s is split into %(pieces)s") % {**_named(language), **told}
                yield Remark("split", language, says, place.of(pieces[0]))
        for language, holder in row.within.items():
            told = {"place": isolated(row.name), "holder": isolated(holder.name)}
            says = _("%(language)s: %(place)s is merged with %(holder)s") % {**_named(language), **told}
            yield Remark("merged", language, says, place.of(holder.pieces[language][0]))
        for language in sorted(row.moved):
            told = {"place": isolated(row.name), "there": called(row.pieces[language][0])}
            says = _("%(language)s: %(place)s stands in another place, as %(there)s") % {**_named(language), **told}
            yield Remark("moved", language, says, place.of(row.pieces[language][0]))


def called(draft: DraftParagraph) -> str:
    """How a language calls its paragraph: §7, or the first words of a recital."""
    if draft.kind == Paragraph.Kind.PREAMBULAR or not draft.number:
        return f"“{draft.text[:40].strip()}…”"
    return isolated(f"§{draft.number}")


def isolated(label: str) -> str:
    """A label that keeps its own direction inside a sentence written from right to left: §2, 4(a)."""
    return f"\u2066{label}\u2069" if marks.direction(marks.language()) == "rtl" else label


def language_name(code: str, *, inside: bool = False) -> str:
    """A language in the language of the reader: French, le français, الفرنسية; small ``inside`` a French sentence."""
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code.upper()
    return name.lower() if inside and marks.language() == "fr" else name[:1].upper() + name[1:]


def _named(language: str) -> dict[str, str]:
    return {"language": language_name(language)}


class Places:
    """The addresses of drafts in the review."""

    def __init__(self, drafts: Mapping[str, DraftResolution], volume: int) -> None:
        self.page = reverse("volume-review", args=[volume])
        self.texts = {draft.pk: draft.text_id for draft in drafts.values()}

    def head(self) -> str:
        resolution, text = next(iter(self.texts.items()))
        return f"{self.page}?text={text}&resolution={resolution}"

    def of(self, draft: DraftParagraph) -> str:
        return f"{self.page}?text={self.texts[draft.resolution_id]}&resolution={draft.resolution_id}#p{draft.pk}"
