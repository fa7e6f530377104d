"""One index for everything: a row for each record, its titles and texts in every language, and their stems."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Entry(models.Model):
    """What is searchable of a record. Whether it is shown is asked of the record's own policy, in the same query.

    ``vector`` holds the stems and, as words nobody can type, the marks of the record's kind and day (``marks.py``).
    """

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    texts = models.JSONField(default=dict)  # language → [title, body]
    vector = SearchVectorField()
    since = models.DateTimeField()  # the moment of the record itself: when the letter came
    at = models.DateTimeField()  # when it was indexed

    class Meta:
        constraints = [
            # what a person sees is put in the order of time without reading the entries themselves
            models.UniqueConstraint(
                name="one_entry_a_record", fields=["record_type", "record_id"], include=["since", "id"]
            )
        ]
        indexes = [
            # What was added last waits in a list that every question reads through: it is kept short.
            GinIndex(name="search_words", fields=["vector"], gin_pending_list_limit=512),
            models.Index(name="search_latest", fields=["-since", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}"


class Pending(models.Model):
    """An event after which a record is still to be read: written with the event itself, gone with the reading."""

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    verb = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}: {self.verb}"
