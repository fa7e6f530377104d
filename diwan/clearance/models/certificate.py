"""The certificate of a paper: who cleared and checked which text. Made once; the database refuses every change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock

if TYPE_CHECKING:
    from diwan.clearance.models.round import Round


class Certificate(models.Model):
    """The facts as they stood when the paper passed the gate, under the digest of its text."""

    round = models.OneToOneField("clearance.Round", models.PROTECT, related_name="certificate")
    digest = models.CharField(max_length=64)
    facts = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("certificate of clearance")

    def __str__(self) -> str:
        return self.digest[:12]

    @classmethod
    def make(cls, round: Round, *, by: Any) -> Certificate:
        """From the visas and the checklist of a round."""
        visas = round.visas.select_related("unit", "person", "by", "version")
        facts = {
            "record": [round.record_type, round.record_id],
            "circuit": round.circuit.name,
            "round": round.number,
            "begun": {"by": round.by.name, "at": round.at.isoformat()},
            "visas": [
                {
                    "unit": visa.unit.name if visa.unit else None, "role": visa.role, "task": visa.task,
                    "answer": visa.answer, "remark": visa.remark, "by": visa.by.name if visa.by else None,
                    "at": visa.at.isoformat() if visa.at else None,
                    "changes": visa.version.file_id if visa.version else None,
                }
                for visa in visas
            ],
            "points": [
                {
                    "code": point.code, "question": point.question, "answer": answer.answer, "remark": answer.remark,
                    "by": answer.by.name, "at": answer.at.isoformat(),
                }
                for point, answer in round.points()
                if answer
            ],
        }  # fmt: skip
        return cls.objects.create(round=round, digest=round.digest, facts=facts, by=by, at=clock.now())

    def holds_for(self, digest: str) -> bool:
        """Whether a text is the one that was cleared."""
        return self.digest == digest
