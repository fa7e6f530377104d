"""Official numbers: gapless for each register and year, never reused, voids kept with their reason."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.kernel.multilingual import MultilingualField


class Register(models.Model):
    """A numbered book. The pattern is the organisation's: ``IN/{year}/{serial:06}``."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = MultilingualField(_("name"))
    pattern = models.CharField(_("pattern"), max_length=100)
    yearly = models.BooleanField(_("begins anew each year"), default=True)

    class Meta:
        verbose_name = _("register")

    def __str__(self) -> str:
        return str(self.name) or self.code

    @classmethod
    def called(cls, *codes: str) -> Register | None:
        """The register of the first of these codes that there is; written out, as each letter that comes asks for it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, code, pattern, yearly FROM references_register WHERE code = ANY(%s) "
                "ORDER BY array_position(%s::text[], code::text) LIMIT 1",
                [list(codes), list(codes)],
            )
            row = cursor.fetchone()
        return cls(pk=row[0], code=row[1], pattern=row[2], yearly=row[3]) if row else None

    def draw(
        self,
        *,
        by: Any,
        record: models.Model | type[models.Model] | None = None,
        year: int | None = None,
        keys: Sequence[type[models.Model]] = (),
        save: bool = True,
        **words: Any,
    ) -> Reference:
        """The next number, in the caller's transaction: when that rolls back, the number was never given.

        ``words`` fill further places of the pattern. For a record that is about to be written its class may be given:
        the number then says in ``record_id`` under which key the record must be inserted. Without a record the number
        is *reserved*. ``keys`` draws keys for further rows of the same act, kept in ``Reference.keys``; with ``save=False``
        the caller writes the reference's own row, in the same transaction. Raises RuntimeError outside a transaction, where a crash could lose the number.
        """
        if not connection.in_atomic_block:
            raise RuntimeError("a number is drawn inside the transaction of the act that needs it")
        year = (year or clock.today().year) if self.yearly else 0
        own: list[type[models.Model]] = [record] if isinstance(record, type) else []
        wanted: list[type[models.Model]] = [*own, *keys, *([] if save else [Reference])]
        more = ", nextval(pg_get_serial_sequence(%s, 'id'))" * len(wanted)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO references_counter (register_id, year, last) VALUES (%s, %s, 1) "  # noqa: S608
                "ON CONFLICT (register_id, year) DO UPDATE SET last = references_counter.last + 1 "
                "RETURNING last, (SELECT at FROM references_reference f WHERE f.register_id = %s AND f.year = %s "
                f"AND f.serial = references_counter.last - 1){more}",
                [self.pk, year, self.pk, year, *(model._meta.db_table for model in wanted)],
            )
            serial, before, *drawn = cursor.fetchone()
        reference = Reference(
            register=self, year=year, serial=serial, by=by,
            printed=self.pattern.format(year=year or clock.today().year, serial=serial, **words),
            state=Reference.State.GIVEN if record else Reference.State.RESERVED,
        )  # fmt: skip
        reference.before, reference.keys = before, dict(zip(wanted, drawn, strict=True))
        if record is not None:
            reference.record_type = record._meta.label_lower
            reference.record_id = drawn[0] if own else record.pk
        if save:
            reference.save(force_insert=True)
        else:
            reference.pk = reference.keys[Reference]
        return reference


class Counter(models.Model):
    """The last number of a register in a year. Its row is the lock that keeps numbers without gap."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_counter_a_year", fields=["register", "year"])]

    def __str__(self) -> str:
        return f"{self.register_id}/{self.year}: {self.last}"


class Reference(models.Model):
    """A number that was drawn. It is given to a record, reserved for one to come, or void with a reason."""

    class State(models.TextChoices):
        GIVEN = "given", _("given")
        RESERVED = "reserved", _("reserved")
        VOID = "void", _("void")

    register = models.ForeignKey(Register, models.PROTECT, related_name="references")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    printed = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    record_type = models.CharField(max_length=60, blank=True)
    record_id = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    before: dt.datetime | None = None
    """When the number before this one was drawn, as far as that was certain; known to who draws, not kept."""
    keys: dict[type[models.Model], int]
    """The keys drawn with it."""

    class Meta:
        verbose_name = _("reference")
        indexes = [models.Index(name="numbers_as_printed", fields=["printed"])]
        constraints = [
            models.UniqueConstraint(name="a_number_is_given_once", fields=["register", "year", "serial"]),
            models.CheckConstraint(
                name="a_void_has_a_reason", condition=~models.Q(state="void") | ~models.Q(reason="")
            ),
            models.CheckConstraint(
                name="a_given_number_has_a_record",
                condition=~models.Q(state="given") | models.Q(record_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.printed

    @transaction.atomic
    def give(self, record: models.Model) -> None:
        """Give a reserved number to its record. Raises NotNow when it was given or voided meanwhile."""
        self._only(self.State.RESERVED)
        self.state, self.record_type, self.record_id = self.State.GIVEN, record._meta.label_lower, record.pk
        self.save()

    @transaction.atomic
    def void(self, *, by: Any, reason: str, given: bool = False) -> None:
        """Keep a reserved number as void; with ``given`` also one whose record is void itself.

        Raises ValueError without a reason, NotNow when it is in use.
        """
        if not reason.strip():
            raise ValueError("a void number needs a reason")
        self._only(*([self.State.GIVEN] if given else []), self.State.RESERVED)
        self.state, self.reason, self.by = self.State.VOID, reason.strip(), by
        self.save()

    def _only(self, *states: str) -> None:
        self.refresh_from_db(from_queryset=Reference.objects.select_for_update())
        if self.state not in states:
            raise NotNow(_("The number %(number)s is no longer free.") % {"number": self.printed})


def gaps() -> list[str]:
    """What is missing between 1 and each counter's last number: an empty list proves there is no gap."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.code, c.year, n FROM references_counter c JOIN references_register r ON r.id = c.register_id, "
            "generate_series(1, c.last) n "
            "WHERE NOT EXISTS (SELECT 1 FROM references_reference f "
            "WHERE f.register_id = c.register_id AND f.year = c.year AND f.serial = n) ORDER BY 1, 2, 3"
        )
        return [re.sub(r"/0/", "/", f"{code}/{year}/{serial}") for code, year, serial in cursor.fetchall()]
