"""Papers on their way: the fixtures of this app's tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from diwan.clearance.models import SigningAuthority
from diwan.correspondence.models import Letter
from diwan.directory.models import Correspondent
from diwan.outgoing.models import Outgoing
from diwan.outgoing.tests.papers import clear

BODY = {
    "en": "With reference to your letter, the General Secretariat will take part in the meeting in Niamey.",
    "fr": "En réponse à votre lettre, le Secrétariat général participera à la réunion de Niamey.",
    "ar": "بالإشارة إلى خطابكم، ستشارك الأمانة العامة في الاجتماع في نيامي.",
}


@pytest.fixture
def mission(cast: Any) -> Correspondent:
    """The mission of a member state."""
    return Correspondent.objects.filter(kind="mission", country__code="NE").get()


@pytest.fixture
def letter(salma: Any, mission: Correspondent) -> Letter:
    """A letter that asks for an answer."""
    return Letter.register(
        by=salma, sender=mission, sender_name=str(mission), subject="Meeting in Niamey", language="fr",
        kind="note_verbale", their_reference="AMB/NE/0457", received_at=None,
    )  # fmt: skip


@pytest.fixture
def paper(omar: Any, mission: Correspondent, letter: Letter) -> Outgoing:
    """A draft of a desk officer, in reply."""
    return Outgoing.draft(
        by=omar, paper="letter", subject="Meeting in Niamey", languages=["fr"], to=[mission], answers=letter,
        bodies={"fr": BODY["fr"]},
    )  # fmt: skip


@pytest.fixture
def delegated(idris: Any, farid: Any, harun: Any) -> SigningAuthority:
    """The head of Political Affairs may sign letters to representatives."""
    return SigningAuthority.grant(
        by=idris, holder=farid, papers=["letter", "note_verbale", "memorandum"], up_to=2, level=1,
        since=dt.date(2035, 1, 1), until=dt.date(2035, 12, 31), instrument="CAB/DEC/2035/002",
    )  # fmt: skip


@pytest.fixture
def cleared(cast: Any) -> Callable[[Outgoing], Outgoing]:
    """``cleared(paper)``: see diwan/outgoing/tests/papers.py."""
    return clear


@pytest.fixture
def samira(cast: Any) -> Any:
    """Heads Legal Affairs."""
    return cast["samira"]


@pytest.fixture
def signed(cleared: Any, paper: Outgoing, idris: Any, farid: Any, delegated: Any) -> Outgoing:
    """That paper, passed by the Cabinet and signed under a delegation."""
    cleared(paper).pass_gate(by=idris)
    paper.sign(by=farid)
    return paper
