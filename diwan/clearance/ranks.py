"""How high an addressee stands, and the kinds of paper: who may sign depends on both (dossier, section 6)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rank(models.IntegerChoices):
    """From routine to heads of State; whoever may sign to one rank may sign to those beneath it."""

    ROUTINE = 1, _("routine")
    REPRESENTATIVE = 2, _("permanent representatives and heads of mission")
    MINISTER = 3, _("ministers of foreign affairs")
    HEAD = 4, _("heads of State and Government")


PAPERS = {
    "letter": _("letter"),
    "note_verbale": _("note verbale"),
    "circular": _("circular"),
    "memorandum": _("internal memorandum"),
    "cable": _("cable"),
}
"""The kinds of paper that circuits and delegations speak of, by the names their records use."""


def papers_said(codes: list[str]) -> list[str]:
    """Kinds of paper in words, in their usual order."""
    return [str(said) for code, said in PAPERS.items() if code in codes]
