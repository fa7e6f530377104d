"""The review: what the reader proposed, and each change a person may make to it.

A change is an object with ``apply(volume, by)``; ``Volume.revise`` runs it in its transaction and tells it in the
trail. Each names the revision it was made on: what somebody else changed meanwhile is not overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import NotNow
from diwan.resolutions import marks
from diwan.resolutions.models.resolution import Paragraph
from diwan.resolutions.models.review import DraftParagraph, DraftResolution
from diwan.resolutions.models.volume import Volume, VolumeText

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_NUMBER = {"code": "no_number", "text": "The paragraph has no number."}
STEP = 1024  # distance between the places of two paragraphs: room to split without renumbering the rest
FIELDS = ("kind", "part", "number", "text", "verb", "addressee", "legal_class", "actionable", "deadline", "reporting")


def write_drafts(text: VolumeText, reading: dict[str, Any]) -> dict[str, int]:
    """Put the reader's proposal in place of an earlier one of the same file; returns what was counted."""
    text.drafts.all().delete()
    drafts, paragraphs = [], []
    for order, found in enumerate(reading["resolutions"]):
        draft = DraftResolution(
            text=text, order=order, key=found.get("number") or "", symbol=(found.get("symbol") or "")[:120],
            title=found.get("title") or "", opening=found.get("opening") or "",
        )  # fmt: skip
        drafts.append(draft)
        paragraphs += [
            DraftParagraph(resolution=draft, order=(n + 1) * STEP, **facts)
            for n, facts in enumerate(_paragraphs(found))
        ]
    DraftResolution.objects.bulk_create(drafts, batch_size=500)
    DraftParagraph.objects.bulk_create(paragraphs, batch_size=1000)
    text.state, text.warnings = VolumeText.State.READ, reading.get("warnings") or []
    text.pages = reading.get("recognised") or []
    text.done = text.total = text.total or 1
    text.save()
    return {"resolutions": len(drafts), "paragraphs": len(paragraphs)}


def _paragraphs(found: dict[str, Any], part: str = "") -> Iterator[dict[str, Any]]:
    above = ((part and found.get("title")) or "")[:300]
    for item in found.get("preambular") or []:
        yield {
            "kind": Paragraph.Kind.PREAMBULAR, "part": part, "above": above, "text": item["text"],
            "doubts": item.get("doubts") or [], "names": item.get("names") or [], **_scanned(item),
        }  # fmt: skip
    for item in found.get("operative") or []:
        yield _operative(item, Paragraph.Kind.OPERATIVE, part) | {"above": (item.get("section") or above)[:300]}
    for inner in found.get("parts") or []:
        yield from _paragraphs(inner, (inner.get("letter") or "")[:300])
    for annex in found.get("annexes") or []:
        for item in annex.get("tasks") or []:
            yield _operative(item, Paragraph.Kind.TASK, (annex.get("title") or str(_("Annex")))[:300])


def _operative(item: dict[str, Any], kind: str, part: str) -> dict[str, Any]:
    return {
        "kind": kind, "part": part, "number": (item.get("number") or "")[:20], "text": item.get("text") or "",
        "verb": (item.get("verb") or "")[:200], "addressee": (item.get("addressee") or "")[:400],
        "legal_class": item.get("class") or "", "actionable": bool(item.get("actionable")),
        "deadline": (item.get("deadline") or "")[:400], "reporting": item.get("reporting_requirement") or "",
        "because": item.get("because") or [], "doubts": item.get("doubts") or [], "names": item.get("names") or [],
        **_scanned(item),
    }  # fmt: skip


def _scanned(item: dict[str, Any]) -> dict[str, Any]:
    """Where a paragraph of a recognised page stands, and which of its words are doubtful."""
    return {"page": item.get("page"), "uncertain": item["uncertain"]} if "uncertain" in item else {}


class ChangedMeanwhile(NotNow):
    """Another reviewer was first; ``paragraph`` is as that person left it, None when it is gone."""

    def __init__(self, paragraph: DraftParagraph | None, who: Any = None) -> None:
        self.paragraph = paragraph
        who = who or (paragraph.changed_by if paragraph else None) or _("another reviewer")
        if paragraph is None:
            said = _("This paragraph was joined to another or taken out by %(who)s meanwhile.")
        else:
            said = _("This paragraph was changed by %(who)s meanwhile. It is shown as it is now.")
        super().__init__(said % {"who": who})


class HeadChangedMeanwhile(NotNow):
    """Another reviewer changed the number or title first."""

    def __init__(self, who: Any) -> None:
        said = _("The head of this resolution was changed by %(who)s meanwhile. It is shown as it is now.")
        super().__init__(said % {"who": who or _("another reviewer")})


def _held(volume: Volume, pk: int, revision: int) -> DraftParagraph:
    """The paragraph at the revision the person saw."""
    paragraph = (
        DraftParagraph.objects.select_related("resolution__text", "changed_by")
        .filter(pk=pk, resolution__text__volume=volume)
        .first()
    )
    if paragraph is None:
        raise ChangedMeanwhile(None, _last(volume, gone=pk))
    if paragraph.revision != revision:
        raise ChangedMeanwhile(paragraph)
    return paragraph


def _last(volume: Volume, **particulars: Any) -> Any:
    """Who made the last change of which these particulars are told."""
    event = volume.history.filter(verb="revise", particulars__contains=particulars).last()
    return event.by if event else None


def _keep(paragraph: DraftParagraph, by: Any) -> None:
    paragraph.revision += 1
    paragraph.changed_by = by
    paragraph.save()


def _told(kind: str, paragraph: DraftParagraph, **more: Any) -> dict[str, Any]:
    what = f"{paragraph.resolution.symbol or paragraph.resolution.key} §{paragraph.number}"
    return {"what": what, "change": kind, "paragraph": paragraph.pk, **more}


@dataclass
class Correct:
    """Correct fields of a paragraph: text, number, kind, class, addressee …"""

    paragraph: int
    revision: int
    values: dict[str, Any] = field(default_factory=dict)

    def apply(self, volume: Volume, by: Any) -> dict[str, Any]:
        found = _held(volume, self.paragraph, self.revision)
        changed = {k: v for k, v in self.values.items() if k in FIELDS and getattr(found, k) != v}
        before = {k: getattr(found, k) for k in changed}
        for name, value in changed.items():
            setattr(found, name, value)
        if "text" in changed:
            found.uncertain = marks.kept(found.uncertain, before["text"], found.text)
        found.doubts = [] if changed else found.doubts
        _keep(found, by)
        return _told("correct", found, before=before, after=changed)


@dataclass
class Settle:
    """The doubts of a paragraph were looked at; it is right as it stands."""

    paragraph: int
    revision: int

    def apply(self, volume: Volume, by: Any) -> dict[str, Any]:
        found = _held(volume, self.paragraph, self.revision)
        found.doubts, found.uncertain = [], []
        _keep(found, by)
        return _told("settle", found)


@dataclass
class Join:
    """Join a paragraph to the one before it."""

    paragraph: int
    revision: int

    def apply(self, volume: Volume, by: Any) -> dict[str, Any]:
        found = _held(volume, self.paragraph, self.revision)
        before = found.resolution.paragraphs.filter(order__lt=found.order).order_by("-order").first()
        if before is None:
            raise NotNow(_("This is the first paragraph; there is none before it to join."))
        joined, gone = found.text, found.pk
        before.uncertain = marks.joined(before, found)
        before.text = f"{before.text.rstrip()} {found.text.lstrip()}"
        for name in ("verb", "addressee", "deadline", "reporting"):
            setattr(before, name, getattr(before, name) or getattr(found, name))
        before.actionable = before.actionable or found.actionable
        before.names = list(dict.fromkeys([*before.names, *found.names]))
        _keep(before, by)
        found.delete()
        return _told("join", before, number=found.number, text=joined, gone=gone)


@dataclass
class Split:
    """Split a paragraph where ``at`` says (a character), or before the words of ``begins``.

    The second half takes its kind; without a number it is marked as doubtful. ``text`` is the wording as the person
    sees it, when it was corrected in the same breath.
    """

    paragraph: int
    revision: int
    at: int | None = None
    begins: str = ""
    number: str = ""
    text: str = ""

    def apply(self, volume: Volume, by: Any) -> dict[str, Any]:
        found = _held(volume, self.paragraph, self.revision)
        whole = self.text or found.text
        first, second = self._halves(whole)
        uncertain = marks.kept(found.uncertain, found.text, whole)
        upper, lower = marks.halved(uncertain, len(first), len(whole) - len(second))
        new = DraftParagraph.objects.create(
            resolution=found.resolution, order=_room_after(found), kind=found.kind, part=found.part,
            number=self.number, text=second, legal_class=found.legal_class, actionable=found.actionable,
            page=found.page, uncertain=lower, changed_by=by, names=found.names, doubts=[] if self.number or found.kind == Paragraph.Kind.PREAMBULAR else [NO_NUMBER],
        )  # fmt: skip
        found.text, found.uncertain = first, upper
        _keep(found, by)
        return _told("split", found, new=new.pk)

    def _halves(self, whole: str) -> tuple[str, str]:
        at = self.at
        if self.begins:
            at = whole.find(self.begins)
            if at < 0 or whole.count(self.begins) > 1:
                raise NotNow(
                    _("These words do not stand once in the paragraph. Write its beginning as it stands there.")
                )
        first, second = whole[: at or 0].rstrip(), whole[at or 0 :].lstrip()
        if not first or not second:
            raise NotNow(_("Put the cursor inside the text, where the second paragraph begins."))
        return first, second


def _room_after(found: DraftParagraph) -> int:
    """A place between a paragraph and the next; those behind move on where there is none."""
    behind = found.resolution.paragraphs.filter(order__gt=found.order)
    after = behind.order_by("order").values_list("order", flat=True).first()
    if after is None:
        return found.order + STEP
    if after - found.order < 2:
        behind.update(order=F("order") + STEP)
        after += STEP
    return (found.order + after) // 2


@dataclass
class Drop:
    """Take out what is no paragraph: furniture of the page, a signature."""

    paragraph: int
    revision: int

    def apply(self, volume: Volume, by: Any) -> dict[str, Any]:
        found = _held(volume, self.paragraph, self.revision)
        told = _told("drop", found, text=found.text, gone=found.pk)
        found.delete()
        return told


@dataclass
class Align:
    """Lay a paragraph beside one of another language, or say that it stands in no other; else its content tells.

    ``beside`` is a paragraph of the same resolution in another file of the volume.
    """

    paragraph: int
    revision: int
    beside: int | None = None
    apart: bool = False

    def apply(self, volume: Volume, by: Any) -> dict[str, Any]:
        found = _held(volume, self.paragraph, self.revision)
        other = None
        if self.beside is not None:
            known = DraftParagraph.objects.select_related("resolution").filter(resolution__text__volume=volume)
            other = known.exclude(resolution__text=found.resolution.text).filter(pk=self.beside).first()
            if other is None or other.resolution.key != found.resolution.key:
                raise NotNow(_("This is no paragraph of the same resolution in another language."))
        found.beside, found.apart = other, self.apart and other is None
        _keep(found, by)
        return _told("align", found, beside=other.pk if other else None, apart=found.apart)


@dataclass
class Head:
    """Correct the head of a resolution: number, symbol, title, opening."""

    resolution: int
    revision: int
    values: dict[str, Any]

    def apply(self, volume: Volume, by: Any) -> dict[str, Any]:
        found = DraftResolution.objects.filter(pk=self.resolution, text__volume=volume).first()
        if found is None or found.revision != self.revision:
            raise HeadChangedMeanwhile(_last(volume, resolution=self.resolution))
        for name in ("key", "symbol", "title", "opening"):
            setattr(found, name, self.values.get(name, getattr(found, name)))
        found.revision += 1
        found.save()
        return {"what": found.symbol or found.key, "change": "head", "resolution": found.pk}
