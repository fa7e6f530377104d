"""A paper being written: its texts with their versions, its addressees, what it encloses, and what still stands in its way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from diwan.clearance.ranks import Rank
from diwan.correspondence.models import Instruction, Letter, Matter, Urgency
from diwan.directory.courtesy import note_verbale_allowed
from diwan.documents.models import Version, attach
from diwan.kernel import clock
from diwan.kernel.lifecycle import step
from diwan.outgoing import policies
from diwan.outgoing.models.addressee import Addressee
from diwan.outgoing.models.life import State
from diwan.outgoing.models.paper import Paper
from diwan.outgoing.models.text import Text
from diwan.people.models import Unit
from diwan.records.models import Confidential, Link, Record, link


class Drafted(Record, Confidential):
    """What is written in its languages, to its addressees, before it is cleared."""

    addressees: Any
    texts: Any
    master: Any

    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    subject = models.CharField(_("subject"), max_length=300)
    languages = models.JSONField(_("languages"), default=list)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("drafted by"))
    drafter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    drafted_at = models.DateTimeField(_("drafted"), default=clock.now, editable=False)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.ROUTINE)
    instruction = models.CharField(
        _("what is asked"), max_length=20, choices=Instruction, blank=True, help_text=_("of the units, in a memorandum")
    )
    legal_basis = models.CharField(
        _("legal basis"), max_length=300, blank=True, help_text=_("resolutions and rules it rests on, by number")
    )
    separate = models.BooleanField(
        _("to each addressee separately"), default=False, help_text=_("one numbered item for each of them")
    )
    own_language = models.BooleanField(
        _("to each in its own language"), default=False, help_text=_("else to each in all languages of the paper")
    )

    class Meta:
        abstract = True

    @property
    def rank(self) -> int:
        """The highest rank among those it is addressed to."""
        outside = self.addressees.filter(role=Addressee.Role.TO, correspondent__isnull=False)
        return outside.aggregate(highest=Max("correspondent__rank"))["highest"] or Rank.ROUTINE

    @property
    def addressed_to(self) -> list[Addressee]:
        """To whom it goes, from what was read along with a list."""
        return [one for one in self.addressees.all() if one.role == Addressee.Role.TO]

    @property
    def source(self) -> Self:
        """Whose texts it has: its own, or those of the mailing it belongs to."""
        return self.master or self

    def languages_for(self, addressee: Addressee | None) -> list[str]:
        """In which of its languages it goes to somebody: all, or that in which the addressee is written to."""
        whom = addressee.correspondent if addressee else None
        own = self.own_language and whom is not None and whom.language in self.languages
        return [whom.language] if own and whom else list(self.languages)

    def latest_texts(self) -> dict[str, Text]:
        """The latest version of each language."""
        found: dict[str, Text] = {}
        for text in self.source.texts.select_related("version__file").order_by("language", "-number"):
            found.setdefault(text.language, text)
        return found

    @classmethod
    @transaction.atomic
    def draft(
        cls, *, by: Any, paper: str, subject: str, languages: Sequence[str], to: Iterable[Any] = (),
        copies: Iterable[Any] = (), answers: Letter | None = None, matter: Matter | None = None,
        unit: Unit | None = None, bodies: dict[str, str] | None = None, concerns: Iterable[Record] = (), **facts: Any,
    ) -> Self:  # fmt: skip
        """Begin a paper. ``to`` and ``copies`` are correspondents or units; a body for each language may be given.

        Raises Refused for who may not draft, and for a note verbale to somebody who does not receive any.
        """
        policies.may_draft(by).insist()
        if answers is not None:
            matter, facts = (
                answers.matter,
                {"urgency": answers.urgency, "confidentiality": answers.confidentiality, **facts},
            )
        found = cls(
            paper=paper, subject=subject, languages=list(languages), unit=unit or by.unit, drafter=by, answers=answers,
            matter=matter or Matter.objects.create(), drafted_at=clock.now(), **facts,
        )  # fmt: skip
        found.save()
        if found.confidentiality >= 2:
            found.named.set([by, *(answers.named.all() if answers else [])])
        found.track("draft", by=by, paper=paper)
        found._address(to, copies)
        for language in found.languages:
            found._write(by, language, subject, (bodies or {}).get(language, ""), None, "")
        if answers is not None:
            link(found, Link.Kind.ANSWERS, answers, by=by)
        for record in concerns:
            link(found, Link.Kind.CONCERNS, record, by=by)
        return found

    @step(State.DRAFT, allow=policies.may_revise, says=_("wrote version %(number)s (%(language)s)"))
    def revise(
        self, *, by: Any, language: str, subject: str = "", body: str = "", upload: Any = None, name: str = "",
        changes: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        """The next version of the text in one language, written or handed in as DOCX. Raises Unacceptable."""
        if language not in self.languages:
            self.languages = [*self.languages, language]
        version = None
        if upload is not None:
            from diwan.outgoing.office_templates import words_of

            body = words_of(upload)
            version = attach(self, upload, name, by=by, language=language, role="draft", title=self.subject[:300])
        text = self._write(by, language, subject or self.subject, body, version, changes)
        return {"number": text.number, "language": language}

    @step(State.DRAFT, allow=policies.may_revise, says=_("changed whom it is addressed to"))
    def address(
        self, *, by: Any, to: Iterable[Any], copies: Iterable[Any] = (), separate: bool | None = None,
        own_language: bool | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Set the addressees anew."""
        self.addressees.all().delete()
        self.separate = self.separate if separate is None else separate
        self.own_language = self.own_language if own_language is None else own_language
        self._address(to, copies)
        return {"to": self.addressees.filter(role="to").count(), "copies": self.addressees.filter(role="copy").count()}

    @step(State.DRAFT, allow=policies.may_revise, says=_("changed its facts (%(fields)s)"))
    def change(self, *, by: Any, **facts: Any) -> dict[str, Any]:
        """Subject, urgency, legal basis, what it answers, languages."""
        changed = sorted(name for name, value in facts.items() if getattr(self, name) != value)
        for name in changed:
            setattr(self, name, facts[name])
        return {"fields": ", ".join(changed)}

    @step(State.DRAFT, allow=policies.may_revise, says=_("enclosed “%(title)s”"))
    def enclose(self, *, by: Any, upload: Any, name: str, title: str = "") -> dict[str, Any]:
        """Add an enclosure. Raises Unacceptable."""
        return {"title": attach(self, upload, name, by=by, role="enclosure", title=title).document.title}

    def problems(self) -> list[Any]:
        """What stands in the way of clearance, each said so that it can be mended."""
        found: list[Any] = []
        addressed = list(self.addressees.filter(role=Addressee.Role.TO).select_related("correspondent", "unit"))
        if not addressed:
            found.append(_("It is addressed to nobody. Choose an addressee."))
        texts = self.latest_texts()
        for code in self.languages:
            if code not in texts or not texts[code].body.strip():
                found.append(_("There is no text in %(language)s yet.") % {"language": code.upper()})
        if Paper(self.paper) == Paper.NOTE_VERBALE:
            found += [
                d.reason for a in addressed if a.correspondent and not (d := note_verbale_allowed(a.correspondent))
            ]
        if Paper(self.paper).internal and any(a.correspondent for a in addressed):
            found.append(_("An internal memorandum goes to units of the house only."))
        return found

    def fingerprint(self) -> str:
        """The SHA-256 of everything that is cleared: texts, subject, addressees, enclosures, what it rests on."""
        enclosures = Version.objects.filter(
            document__record_type=self._meta.label_lower, document__record_id=self.pk, document__role="enclosure"
        )
        facts = {
            "paper": self.paper, "subject": self.subject, "basis": self.legal_basis,
            "separate": [self.separate, self.own_language], "languages": sorted(self.languages),
            "texts": {
                code: [text.subject, text.body, text.version.file_id if text.version else ""]
                for code, text in sorted(self.latest_texts().items())
            },
            "to": list(self.addressees.order_by("role", "order", "pk").values_list("role", "correspondent", "unit")),
            "enclosures": sorted(enclosures.values_list("file", flat=True)),
        }  # fmt: skip
        return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def _address(self, to: Iterable[Any], copies: Iterable[Any]) -> None:
        rows, reached = [], set()
        for role, several in (("to", to), ("copy", copies)):
            for order, one in enumerate(several):
                key = (type(one).__name__, one.pk)
                if key in reached:
                    continue
                reached.add(key)
                inside = isinstance(one, Unit)
                if self.paper == Paper.NOTE_VERBALE and not inside:
                    note_verbale_allowed(one).insist()
                rows.append(
                    Addressee(
                        outgoing_id=self.pk, role=role, order=order, **{"unit" if inside else "correspondent": one}
                    )
                )
        Addressee.objects.bulk_create(rows)

    def _write(self, by: Any, language: str, subject: str, body: str, version: Version | None, changes: str) -> Text:
        last = self.texts.filter(language=language).aggregate(last=Max("number"))["last"] or 0
        return Text.objects.create(
            outgoing_id=self.pk, language=language, number=last + 1, subject=subject, body=body.replace("\0", ""), version=version,
            changes=changes, by=by, at=clock.now(),
        )  # fmt: skip
