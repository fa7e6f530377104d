"""Sending a paper by a channel with proof; mail goes out by a job, once."""

from __future__ import annotations

import datetime as dt
import time
from contextlib import suppress
from email.utils import make_msgid
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.exceptions import AlreadyEnqueued

from diwan.capture.models import Channel
from diwan.documents.models import Version, attach
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.outgoing.models import Addressee, Dispatch, Outgoing
from diwan.people.models import machine

MAILED_UP_TO = 1
"""The highest level that leaves by open e-mail: Internal. Above it goes the bag or a hand."""
PATIENCE = dt.timedelta(minutes=10)
"""After so long a mail that is being sent is doubtful: no job takes as long to give it to a server."""
PAUSES = (0, 0.5, 1, 2, 4, 8)
"""Seconds between the attempts to write down that a mail left."""


def hand_over(
    outgoing: Outgoing, *, by: Any, addressee: Addressee, channel: str, proof: str, address: str, upload: Any, name: str
) -> Dispatch:
    """One sending. Raises NotNow for what may not go this way, and when it went already."""
    if addressee.outgoing_id != outgoing.pk:
        raise NotNow(_("This addressee belongs to another paper."))
    sent = Dispatch.objects.filter(addressee=addressee).exclude(state=Dispatch.State.FAILED)
    if sent.exists():
        raise NotNow(
            _("It was sent to %(to)s already. Enter the acknowledgement, or ask the head of registry.")
            % {"to": addressee}
        )
    if outgoing.produced_at is None and not outgoing.separate:
        raise NotNow(_("Its sealed file is being made. Try again in a moment."))
    if channel == Channel.EMAIL:
        return _mail(outgoing, by, addressee, address)
    made = Dispatch(
        outgoing=outgoing, addressee=addressee, channel=channel, state=Dispatch.State.SENT, proof=proof, by=by,
        at=clock.now(), sent_at=clock.now(), address=address,
    )  # fmt: skip
    if upload is not None:
        made.proof_version = attach(outgoing, upload, name, by=by, role="proof", title=_("Proof of dispatch"))
    if not proof and upload is None and channel in (Channel.POST, Channel.BAG):
        raise NotNow(_("Enter the number of the receipt or of the bag, or hand in the receipt: it is the proof."))
    made.save()
    return made


def _mail(outgoing: Outgoing, by: Any, addressee: Addressee, address: str) -> Dispatch:
    if outgoing.confidentiality > MAILED_UP_TO:
        raise NotNow(_("What is Confidential does not leave by e-mail. Send it by bag or by hand."))
    to = (address or (addressee.correspondent.email if addressee.correspondent else "")).strip()
    try:
        validate_email(to)
    except Exception as refusal:
        raise NotNow(_("There is no e-mail address for %(to)s. Enter one.") % {"to": addressee}) from refusal
    made = Dispatch.objects.create(
        outgoing=outgoing, addressee=addressee, channel=Channel.EMAIL, state=Dispatch.State.WAITING, by=by, at=clock.now(),
        address=to, message_id=make_msgid(idstring=f"dispatch-{addressee.pk}", domain=_domain()),
    )  # fmt: skip
    send_soon(made.pk)
    return made


def send(dispatch: int) -> bool:
    """Send one mail, at most once. Whether it was sent now.

    ``sending`` is committed before the mail server is given the mail. Whoever finds it later does not know whether the mail
    left and does not send it again: it becomes doubtful, the registry hears of it, and a person decides. What the server
    refused has surely not left, and what failed before it was asked.
    """
    found = Dispatch.objects.select_related("addressee", "outgoing").get(pk=dispatch)
    if found.state != Dispatch.State.WAITING:
        return False
    message, server = message_of(found), get_connection()
    with transaction.atomic():
        found = Dispatch.objects.select_for_update(of=("self",)).get(pk=dispatch)
        if found.state != Dispatch.State.WAITING:
            return False
        found.state, found.tried_at = Dispatch.State.SENDING, clock.now()
        found.save(update_fields=["state", "tried_at"])
    state, error = _give(message, server)
    for pause in PAUSES:
        try:
            _settle(found, state, error)
            break
        except (InterfaceError, OperationalError):  # the database was killed: what is known now must not be forgotten
            connection.close()
            time.sleep(pause)
    else:
        _settle(found, state, error)
    return state == Dispatch.State.SENT


def _give(message: EmailMessage, server: Any) -> tuple[str, str]:
    """Give the mail to the server: what has become of it, and what was said."""
    try:
        server.open()
    except Exception as error:
        return Dispatch.State.FAILED, _said(error)
    try:
        server.send_messages([message])
    except (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError, UnicodeError) as error:
        return Dispatch.State.FAILED, _said(error)
    except Exception as error:  # the line broke: before the server took it, or after
        return Dispatch.State.DOUBTFUL, _said(error)
    finally:
        with suppress(Exception):  # the farewell changes nothing
            server.close()
    return Dispatch.State.SENT, ""


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def _settle(dispatch: Dispatch, state: str, error: str = "") -> None:
    with transaction.atomic():
        dispatch.outgoing.lock()
        dispatch.state, dispatch.error = state, error
        dispatch.sent_at = clock.now() if state == Dispatch.State.SENT else None
        dispatch.save()
        facts = {"by": machine(), "to": str(dispatch.addressee), "dispatch": dispatch.pk}
        if state == Dispatch.State.SENT:
            dispatch.outgoing.track("dispatch_mail", message=dispatch.message_id, **facts)
        elif state == Dispatch.State.DOUBTFUL:
            dispatch.outgoing.track("dispatch_doubtful", **facts)
        else:
            dispatch.outgoing.track("dispatch_failed", error=error, **facts)


def look_after_mail() -> int:
    """Have sent what waits without a job, and tell of what nobody knows; how many were. Called each minute by the worker."""
    late = clock.now() - PATIENCE
    found = 0
    for pk in Dispatch.objects.filter(state=Dispatch.State.WAITING, at__lt=late).values_list("pk", flat=True):
        send_soon(pk)
        found += 1
    for one in Dispatch.objects.filter(state=Dispatch.State.SENDING, tried_at__lt=late).order_by("pk"):
        with transaction.atomic():
            held = Dispatch.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=one.pk, state=one.state)
            if doubtful := held.first():
                _settle(doubtful, Dispatch.State.DOUBTFUL)
                found += 1
    return found


def send_soon(dispatch: int) -> None:
    """Have a mail sent by a job, unless that waits to be done already."""
    from diwan.outgoing.jobs import send_mail

    with suppress(AlreadyEnqueued), transaction.atomic():
        send_mail.configure(queueing_lock=f"dispatch-{dispatch}").defer(dispatch=dispatch)


def message_of(dispatch: Dispatch) -> EmailMessage:
    """The mail: in the language of the paper, with its sealed files."""
    outgoing = dispatch.outgoing
    with override(outgoing.languages[0] if outgoing.languages else "en"):
        subject = f"{outgoing.number} – {outgoing.subject}"
        body = _("Attached: %(number)s. Kindly acknowledge receipt of it.") % {"number": outgoing.number}
    message = EmailMessage(
        " ".join(subject.split()), body, settings.DEFAULT_FROM_EMAIL, [dispatch.address],
        headers={"Message-ID": dispatch.message_id},
    )  # fmt: skip
    for version in sealed_versions(outgoing):
        message.attach(version.name, version.file.path.read_bytes(), version.file.media_type)
    for document in outgoing.source.files("enclosure"):
        last = list(document.versions.all())[-1]
        message.attach(last.name, last.file.path.read_bytes(), last.file.media_type)
    return message


def sealed_versions(outgoing: Outgoing) -> list[Version]:
    """Its sealed files, the latest of each language."""
    return [list(document.versions.all())[-1] for document in outgoing.files("signed")]


@transaction.atomic
def settle_doubt(dispatch: Dispatch, *, by: Any, left: bool) -> None:
    """A person has looked into the mailbox: it left, or it did not and is sent again."""
    found = Dispatch.objects.select_for_update(of=("self",)).get(pk=dispatch.pk)
    if found.state != Dispatch.State.DOUBTFUL:
        raise NotNow(_("This is settled already."))
    if left:
        found.state, found.sent_at = Dispatch.State.SENT, clock.now()
    else:
        found.state, found.at = Dispatch.State.WAITING, clock.now()
        send_soon(found.pk)
    found.save()
    found.outgoing.track("settle_doubt", by=by, to=str(found.addressee), left=left)


def acknowledge(dispatch: Dispatch, *, on: dt.date, received_by: str) -> bool:
    """Enter an acknowledgement; whether with it everybody has acknowledged."""
    if on > clock.today():
        raise NotNow(_("This day is still to come."))
    if dispatch.sent_at is None:
        raise NotNow(_("It was not sent yet."))
    dispatch.state, dispatch.acknowledged_on, dispatch.acknowledged_by = Dispatch.State.DELIVERED, on, received_by
    dispatch.save()
    outgoing = dispatch.outgoing
    open_ones = outgoing.addressees.filter(role="to").exclude(dispatches__state=Dispatch.State.DELIVERED)
    return not open_ones.exists()


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
