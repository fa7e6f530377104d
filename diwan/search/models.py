"""One index for everything: a row for each record, its titles and texts in every language, and their stems."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Entry(models.Model):
    """What is searchable of a record. Whether it is shown is asked of the record's own policy, in the same query."""

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    texts = models.JSONField(default=dict)  # language → [title, body]
    stems = models.TextField()
    vector = models.GeneratedField(
        expression=models.Func("stems", template="to_tsvector('simple'::regconfig, %(expressions)s)"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_entry_a_record", fields=["record_type", "record_id"])]
        indexes = [GinIndex(fields=["vector"])]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}"
