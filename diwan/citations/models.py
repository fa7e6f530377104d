"""Who cites what: the names of records, and the places in texts where such names stand."""

from __future__ import annotations

from django.db import models

KEY = 120  # characters of a key; the longest symbol in the corpus has 43


class Name(models.Model):
    """A key under which a record is cited: ``CFM-60/POL/1``, a document symbol. A record may have several."""

    key = models.CharField(max_length=KEY, db_index=True)
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="named_once", fields=["record_type", "record_id", "key"])]

    def __str__(self) -> str:
        return self.key


class Citation(models.Model):
    """A record cites a key at a place of its text, in a language. Whether it is shown is asked of the record's policy.

    ``also`` is the other reading of a number that does not say its organ (``1/8-E``). The particulars of the place are
    the card's: what it is (``op-4-b``) and what it is called (``4(b)``).
    """

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    place = models.CharField(max_length=80)
    called = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=5)
    printed = models.CharField(max_length=200)
    key = models.CharField(max_length=KEY)
    also = models.CharField(max_length=KEY, blank=True)
    kind = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cited_once_a_place", fields=["record_type", "record_id", "place", "language", "key"]
            )
        ]
        indexes = [
            models.Index(fields=["key"]),
            models.Index(fields=["also"], name="citation_other_reading", condition=~models.Q(also="")),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id} {self.place}: {self.printed}"
