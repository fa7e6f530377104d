"""How long what is filed is kept: the filing plan as a tree, and the dossiers whose years are over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, IntegerField
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diwan.correspondence.models import Dossier, FileClass, Letter
from diwan.kernel import clock


@dataclass
class Branch:
    """A class with its parts, and what the person may see of what lies in it."""

    file_class: FileClass
    parts: list[Branch] = field(default_factory=list)
    letters: int = 0
    dossiers: int = 0

    @property
    def kept(self) -> str:
        """How long, and what then, in words."""
        return kept(self.file_class)

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"class-{self.file_class.pk}"

    @property
    def title(self) -> str:
        """Its code and title."""
        return str(self.file_class)

    @property
    def within(self) -> str:
        """What the table of its parts is called."""
        return _("Classes in %(title)s") % {"title": self.title}

    def rows(self, depth: int = 0) -> Iterator[tuple[Branch, int]]:
        """Itself and its parts, each with how deep it stands."""
        yield self, min(depth, 3)
        for part in self.parts:
            yield from part.rows(depth + 1)

    @property
    def all_letters(self) -> int:
        """With those of its parts."""
        return self.letters + sum(part.all_letters for part in self.parts)


def kept(file_class: FileClass) -> str:
    """How long what is in a class is kept, and what happens then, in words."""
    years, then = file_class.years, file_class.disposal
    if years is None:
        return _("kept for good")
    span = ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    said = _("%(span)s, then reviewed") if then == FileClass.Disposal.REVIEW else _("%(span)s, then destroyed")
    return said % {"span": span}


def branches(person: Any) -> list[Branch]:
    """The plan: three questions however large it is."""
    found = {one.pk: Branch(one) for one in FileClass.objects.filter(closed_on=None)}
    filed = Letter.objects.visible_to(person).filter(file_class__isnull=False).order_by()
    for key, count in filed.values_list("file_class").annotate(Count("pk")):
        if key in found:
            found[key].letters = count
    kept = Dossier.objects.visible_to(person).order_by()
    for key, count in kept.values_list("file_class").annotate(Count("pk")):
        if key in found:
            found[key].dossiers = count
    top: list[Branch] = []
    for branch in found.values():
        above = found.get(branch.file_class.parent_id or 0)
        (above.parts if above else top).append(branch)
    return top


def over(dossiers: Any) -> Any:
    """Closed dossiers whose last year of keeping is past: they wait to be reviewed or destroyed."""
    last = ExtractYear("closed_on", output_field=IntegerField()) + F("file_class__years")
    closed = dossiers.filter(state=Dossier.State.CLOSED, file_class__years__isnull=False)
    return closed.annotate(kept_until_year=last).filter(kept_until_year__lt=clock.today().year)
