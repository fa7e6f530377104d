"""A letter as anybody would model it first."""

from django.db import models


class PlainUnit(models.Model):
    """A unit."""

    name = models.CharField(max_length=100)

    class Meta:
        app_label = "admin_list"

    def __str__(self) -> str:
        return self.name


class PlainLetter(models.Model):
    """A letter."""

    number = models.CharField(max_length=100, unique=True)
    received_at = models.DateTimeField(db_index=True)
    sender = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    language = models.CharField(max_length=5, db_index=True)
    level = models.PositiveSmallIntegerField(
        choices=[(0, "Public"), (1, "Internal"), (2, "Confidential"), (3, "Strictly confidential")]
    )
    state = models.CharField(max_length=12, db_index=True, choices=[("referred", "referred"), ("filed", "filed")])
    unit = models.ForeignKey(PlainUnit, models.PROTECT)
    due_on = models.DateField(null=True)

    class Meta:
        app_label = "admin_list"

    def __str__(self) -> str:
        return self.number
