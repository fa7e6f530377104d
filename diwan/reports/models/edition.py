"""What was issued: the content of a version, and its files. Frozen by the database (migrations/0002)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.documents.models import Version
from diwan.kernel import clock


class Edition(models.Model):
    """A version as issued. The database refuses to change it; its files are attached when they are made."""

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField()
    issued_on = models.DateField(default=clock.today)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("edition")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="one_edition_a_number", fields=["report", "number"])]

    def __str__(self) -> str:
        return f"{self.report} v{self.number}"


class EditionFile(models.Model):
    """A file of an edition: one language, one format."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    language = models.CharField(max_length=5)
    format = models.CharField(max_length=5)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_file_a_format", fields=["edition", "language", "format"])]

    def __str__(self) -> str:
        return f"{self.language}.{self.format}"
