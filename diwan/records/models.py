"""A record is anything the office keeps: it has a life, and its life leaves a trail."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock
from diwan.kernel.decisions import Decision
from diwan.kernel.lifecycle import Step
from diwan.records.probing import row_by_row
from diwan.trail.models import Event, record_event


class RecordQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: Any) -> Self:
        """Those the person may see. What one may not see does not exist."""
        return self.filter(self.model.visible_to(person))


class LongQuerySet(RecordQuerySet):
    """Of a table so long that pages go through it row by row, asking the policy of each."""

    def visible_to(self, person: Any) -> Self:
        return self.filter(row_by_row(self.model.visible_to(person)))


class Record(models.Model):
    """The base of every record: state, steps, confidentiality, history."""

    steps: ClassVar[dict[str, Step]] = {}
    facts: ClassVar[dict[str, Any]] = {}

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    state: Any
    pk: int

    @staticmethod
    def visible_to(person: Any) -> models.Q:
        """The condition under which a person sees a record of this kind; each kind names its policy."""
        raise NotImplementedError

    def lock(self) -> None:
        """Hold the row until the transaction ends, and read it anew."""
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update(of=("self",)))

    def steps_for(self, person: Any) -> dict[str, Decision]:
        """Each step the person may take now, by name."""
        return {name: decision for name, step in self.steps.items() if (decision := step.decide(self, person))}

    def decide(self, step: str, person: Any) -> Decision:
        """Whether the person may take a step now; a no carries its reason, to be shown before the click."""
        return self.steps[step].decide(self, person)

    def track(self, verb: str, *, by: Any, **particulars: Any) -> Event:
        """Write a fact about the record in the trail."""
        return record_event(self, verb, by=by, **particulars)

    @property
    def history(self) -> models.QuerySet[Event]:
        """What happened to it, oldest first, with the persons."""
        return Event.objects.about(self).select_related("by")

    def get_state_display(self) -> str:
        """Overridden by Django where ``state`` has choices."""
        return str(self.state)


class Confidential(models.Model):
    """The level of a record, why it has it, and who needs to know it."""

    confidentiality = models.PositiveSmallIntegerField(_("confidentiality"), default=1)
    classified_because = models.CharField(_("reason of classification"), max_length=300, blank=True)
    named = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("named persons")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_levels_are_four", condition=models.Q(confidentiality__lte=3)),
        ]

    @property
    def copies_marked(self) -> bool:
        """Whether copies bear the name of who took them: from Confidential up (dossier, section 7)."""
        return self.confidentiality >= 2

    def _classify(self, level: int, reason: str, named: Any) -> dict[str, Any]:
        """Set the level, why, and who needs to know: the body of each kind's own step."""
        self.confidentiality, self.classified_because = level, reason
        self.named.set(named)
        return {"level": level, "reason": reason, "named": [person.pk for person in named]}


def cleared(person: Any, model: type[models.Model], prefix: str = "") -> models.Q:
    """Within the person's clearance; from Confidential up only where the person is named (dossier, section 7).

    ``prefix`` reaches the classified record through relations (``paragraph__resolution__``).
    """
    open_levels = models.Q(**{f"{prefix}confidentiality__lte": min(person.clearance, 1)})
    if person.clearance < 2:
        return open_levels
    return open_levels | models.Q(**{f"{prefix}confidentiality__lte": person.clearance}) & named_in(
        person, model, prefix
    )


def named_in(person: Any, model: type[models.Model], prefix: str = "") -> models.Q:
    """Where the person is on the need-to-know list."""
    named = model._meta.get_field("named").remote_field.through.objects.filter(person=person.pk)  # type: ignore[union-attr]
    return models.Q(**{f"{prefix}pk__in": named.values(f"{model._meta.model_name}_id")})


class Opening(models.Model):
    """Who has opened a record, when first and when last: the answer to “has it been seen?”. No part of the trail."""

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("opening")
        constraints = [
            models.UniqueConstraint(name="opened_by_each_once", fields=["record_type", "record_id", "person"])
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}: {self.person_id}"

    @classmethod
    def note(cls, record: Record, person: Any) -> None:
        """The person opens the record now: one statement, which needs no transaction around it."""
        now = clock.now()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO records_opening (record_type, record_id, person_id, first_at, last_at) VALUES (%s, %s, %s, %s, %s) "
                "ON CONFLICT (record_type, record_id, person_id) DO UPDATE SET last_at = excluded.last_at",
                [record._meta.label_lower, record.pk, person.pk, now, now],
            )


class Link(models.Model):
    """One record points at another: a letter *concerns* a mandate. Neither knows the other's class."""

    class Kind(models.TextChoices):
        CONCERNS = "concerns", _("concerns")
        ANSWERS = "answers", _("answers")
        SUPERSEDES = "supersedes", _("supersedes")
        PROVES = "proves", _("proves")
        FOLLOWS = "follows", _("follows")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    from_type = models.CharField(max_length=60)
    from_id = models.BigIntegerField()
    to_type = models.CharField(max_length=60)
    to_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("link")
        constraints = [
            models.UniqueConstraint(name="linked_once", fields=["kind", "from_type", "from_id", "to_type", "to_id"])
        ]
        indexes = [models.Index(fields=["to_type", "to_id"])]

    def __str__(self) -> str:
        return f"{self.from_type} {self.from_id} {self.kind} {self.to_type} {self.to_id}"


def link(source: Record, kind: str, target: Record, *, by: Any) -> Link:
    """Link two records, with an event on the source. Linking twice changes nothing."""
    made, new = Link.objects.get_or_create(
        kind=kind,
        from_type=source._meta.label_lower, from_id=source.pk,
        to_type=target._meta.label_lower, to_id=target.pk,
        defaults={"by": by},
    )  # fmt: skip
    if new:
        # the number only: its words may be closed to who reads the history of the source
        called = getattr(target, "reference_printed", "") or str(target.pk)
        source.track("link", by=by, kind=kind, to=called, to_type=made.to_type, to_id=made.to_id)
    return made


def links_of(record: Record, person: Any) -> list[tuple[str, bool, Record]]:
    """What the record is linked with and the person may see: (kind, outwards, other record)."""
    label = record._meta.label_lower
    rows = list(
        Link.objects.filter(models.Q(from_type=label, from_id=record.pk) | models.Q(to_type=label, to_id=record.pk))
    )
    wanted: dict[str, set[int]] = {}
    for row in rows:
        outwards = (row.from_type, row.from_id) == (label, record.pk)
        wanted.setdefault(row.to_type if outwards else row.from_type, set()).add(row.to_id if outwards else row.from_id)
    seen: dict[tuple[str, int], Record] = {}
    for kind, ids in wanted.items():
        model: Any = apps.get_model(kind)
        seen |= {(kind, found.pk): found for found in model.objects.visible_to(person).filter(pk__in=ids)}
    found_links = []
    for row in rows:
        outwards = (row.from_type, row.from_id) == (label, record.pk)
        other = seen.get((row.to_type, row.to_id) if outwards else (row.from_type, row.from_id))
        if other is not None:
            found_links.append((row.kind, outwards, other))
    return found_links
