"""Notices by mail, in the recipient's language; from Confidential up the reference only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from diwan.kernel import clock


@app.task(name="notices.mail", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def mail(notice: int) -> None:
    """Send one notice, once. Without an address nothing is sent; the notice stays on the desk."""
    from diwan.notices.models import Notice

    with transaction.atomic():
        found = Notice.objects.select_for_update(of=("self",)).select_related("to", "event__by").get(pk=notice)
        if found.mailed_at or not found.to.email or not _open_to(found):
            return
        subject, body = words(found)
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [found.to.email]).send()
        found.mailed_at = clock.now()
        found.save(update_fields=["mailed_at"])


def _open_to(notice: Any) -> bool:
    """Whether the person may still see the record: it may have been classified since."""
    records = notice.event.model.objects
    return bool(records.visible_to(notice.to).filter(pk=notice.event.record_id).exists())


def words(notice: object) -> tuple[str, str]:
    """Subject and body of the mail. A record of level 2 or above is named by its reference alone."""
    event, person = notice.event, notice.to  # type: ignore[attr-defined]
    record = event.model._base_manager.filter(pk=event.record_id).first()
    closed = getattr(record, "level", getattr(record, "confidentiality", 0)) >= 2
    with translation.override(person.language):
        context = {
            "person": person,
            "event": event,
            "closed": closed,
            "reference": getattr(record, "reference_printed", "") or str(event.record_id),
            "record": record,
            "address": f"{settings.ORIGIN}{record.get_absolute_url()}" if hasattr(record, "get_absolute_url") else "",
        }
        subject = render_to_string("notices/mail_subject.txt", context)
        return " ".join(subject.split()), render_to_string("notices/mail.txt", context)
