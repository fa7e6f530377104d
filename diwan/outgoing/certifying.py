"""The certificate of a paper as one page, in the language of its reader."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from diwan.clearance.models import Certificate, PointAnswer, Visa
from diwan.kernel.calendars import gregorian_in_words
from diwan.kernel.multilingual import Texts
from diwan.organisation.models import organisation
from diwan.outgoing.models import Outgoing
from diwan.people.models import Person
from diwan.people.roles import Role
from diwan.printing.clearance_certificate import Check, ClearanceFacts, Delegation, certificate_pdf
from diwan.printing.clearance_certificate import Visa as PrintedVisa


def certificate_of(outgoing: Outgoing, language: str) -> bytes | None:
    """The page; None for a paper that did not pass the gate."""
    certificate = Certificate.objects.filter(round=outgoing.round_id).first() if outgoing.round_id else None
    if certificate is None:
        return None
    return certificate_pdf(facts_of(outgoing, certificate, language), language)


def facts_of(outgoing: Outgoing, certificate: Certificate, language: str) -> ClearanceFacts:
    """What it says: as it stood when the paper passed, and who signed since."""
    house, kept = organisation(), certificate.facts
    answers, replies = dict(Visa.Answer.choices), dict(PointAnswer.Answer.choices)
    level = str(Person.Clearance(outgoing.confidentiality).label) if outgoing.confidentiality >= 2 else ""
    return ClearanceFacts(
        organisation=_in(house.name if house else {}, language),
        paper=str(outgoing.get_paper_display()),
        number=outgoing.number or "",
        title=outgoing.subject,
        digest=certificate.digest,
        circuit=_in(kept["circuit"], language),
        drafter=_in(outgoing.drafter.name, language),
        visas=[
            PrintedVisa(
                unit=_in(one["unit"], language) or _role(one["role"]), person=_in(one["by"], language),
                answer=str(answers.get(one["answer"]) or _("not needed")), at=_moment(one["at"], language), remark=one["remark"],
            )
            for one in kept["visas"]
        ],
        checks=[
            Check(
                point=_in(one["question"], language), answer=str(replies[one["answer"]]), person=_in(one["by"], language),
                at=_moment(one["at"], language), remark=one["remark"],
            )
            for one in kept["points"]
        ],
        signer=_in(outgoing.signed_by.name, language) if outgoing.signed_by else "",
        signed_at=_moment(outgoing.signed_at, language),
        signed_for=_in(outgoing.signed_for.name, language) if outgoing.signed_for else "",
        chain=[
            Delegation(_in(one["giver"], language), _in(one["holder"], language), f"{one['instrument']}, {one['until']}")
            for one in outgoing.authority
        ],
        address=f"{settings.ORIGIN}{outgoing.get_absolute_url()}",
        level=level,
        issued=_moment(certificate.at, language),
    )  # fmt: skip


def _in(texts: Any, language: str) -> str:
    return Texts(texts).in_language(language)[0] if isinstance(texts, dict) else str(texts or "")


def _role(role: str) -> str:
    return str(dict(Role.choices).get(role, role))


def _moment(at: Any, language: str) -> str:
    if not at:
        return ""
    moment = timezone.localtime(dt.datetime.fromisoformat(at) if isinstance(at, str) else at)
    return f"{gregorian_in_words(moment.date(), language, 'short')}, {moment:%H:%M}"
