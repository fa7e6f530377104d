"""The office's own templates: DOCX files that it edits itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.documents.models import Version
from diwan.kernel import clock
from diwan.kernel.lifecycle import step
from diwan.outgoing import policies
from diwan.outgoing.models.paper import Paper
from diwan.people.models import Unit
from diwan.records.models import Record


class Template(Record):
    """A template of one kind of paper in one language, of the whole house or of one unit. Each change is a new version."""

    class State(models.TextChoices):
        IN_USE = "in_use", _("in use")
        RETIRED = "retired", _("retired")

    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    language = models.CharField(_("language"), max_length=5)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.IN_USE, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+", editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)

    visible_to = staticmethod(policies.templates_visible_to)
    facts = {"introduce": _("introduced the template")}

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["paper", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_template_of_the_house", fields=["paper", "language"],
                condition=Q(state="in_use", unit__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_template_of_a_unit", fields=["paper", "language", "unit"],
                condition=Q(state="in_use", unit__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @classmethod
    @transaction.atomic
    def introduce(cls, *, by: Any, upload: Any, name: str, **facts: Any) -> Template:
        """A new template. Raises Refused, and TemplateUnusable for one that could not be filled in."""
        policies.may_change_templates(by).insist()
        found = cls.objects.create(by=by, **facts)
        found.track("introduce", by=by, paper=found.paper, language=found.language)
        found.keep(by=by, upload=upload, name=name)
        return found

    @step(State.IN_USE, allow=policies.may_change_templates, says=_("replaced the file of the template"))
    def replace(self, *, by: Any, upload: Any, name: str) -> dict[str, Any]:
        """The office has edited it. Papers already numbered keep what they were made with."""
        return {"version": self.keep(by=by, upload=upload, name=name).pk}

    @step(State.IN_USE, to=State.RETIRED, allow=policies.may_change_templates, says=_("retired the template"))
    def retire(self, *, by: Any) -> None:
        """It is used no longer; the one of the house, or that shipped with Diwan, takes its place."""

    def keep(self, *, by: Any, upload: Any, name: str) -> Version:
        """Keep a file as its next version, once it has been examined. Raises Unacceptable and TemplateUnusable."""
        from diwan.outgoing.office_templates import usable_template

        usable_template(upload, self.paper)
        from diwan.documents.models import attach

        self.version = attach(self, upload, name, by=by, language=self.language, role="template", title=self.title)
        self.save(update_fields=["version"])
        return self.version
