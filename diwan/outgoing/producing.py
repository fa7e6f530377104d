"""What a signature brings forth: the paper with its number as DOCX and sealed PDF, kept with it. Done by a job, once."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from diwan.documents.models import File, Version, lay_in
from diwan.kernel import clock
from diwan.kernel.calendars import gregorian_in_words, hijri_in_words
from diwan.organisation.models import organisation
from diwan.outgoing.models import Outgoing
from diwan.outgoing.rendering import Printer, Signature, as_file, has_number_place
from diwan.people.models import machine
from diwan.printing.press import Press, ahead
from diwan.printing.seal import Seal, keep_seal, make_office_certificate, seal_pdf
from diwan.printing.stamp import Stamp, stamp_pdf

KEY_DAYS = 5 * 365
"""Days for which the certificate of a new installation is made."""


def produce(outgoing: Outgoing) -> int:
    """Make the sealed files of a signed paper, or of every item of a mailing; those already made stay. How many papers."""
    items = list(outgoing.items.order_by("pk")) if outgoing.separate else [outgoing]
    waiting = [item for item in items if item.produced_at is None and item.number]
    if not waiting:
        return 0
    printer, seal = Printer(outgoing), office_seal()
    with Press() as press:
        for item, written in ahead(waiting, lambda item: _written(item, printer, press)):
            _keep(item, written, printer, seal)
    if outgoing.separate:
        Outgoing.objects.filter(pk=outgoing.pk, produced_at=None).update(produced_at=clock.now())
    return len(waiting)


def _written(item: Outgoing, printer: Printer, press: Press) -> list[tuple[str, bytes, Future[bytes]]]:
    """The paper in each of its languages, and its print that is being made."""
    addressee = (
        item.addressees.filter(role="to").select_related("correspondent", "unit").order_by("order", "pk").first()
    )
    assert item.signed_at is not None  # it has a number
    signed = timezone.localtime(item.signed_at)
    signature = Signature(item.number or "", signed.date(), item.signed_by, item.signed_for)
    written = []
    for language in item.languages:
        docx = printer.docx(language, addressee, signature)
        written.append((language, docx, press.pdf(docx, language=language, title=f"{item.number} {item.subject}")))
    return written


def _keep(item: Outgoing, written: list[tuple[str, bytes, Future[bytes]]], printer: Printer, seal: Seal) -> None:
    """The files are made first and kept in one transaction with the mark that they are: killed in between, it begins anew."""
    assert item.signed_at is not None
    files = []
    for language, docx, printed in written:
        pdf = printed.result()
        text = printer.texts.get(language)
        if text and text.version and not has_number_place(text.version):
            pdf = stamp_pdf(pdf, stamp_of(item, language))
        with translation.override(language):
            reason = _("Signed as %(number)s") % {"number": item.number}
        pdf = seal_pdf(pdf, seal, reason=reason, name=str(item.signed_by), location="", at=item.signed_at)
        files.append((language, docx, pdf))
    by = machine()
    with transaction.atomic():
        item.lock()
        if item.produced_at is not None:
            return
        name, kept = (item.number or "").replace("/", "-"), {}
        for language, docx, pdf in files:
            words = printer.texts[language].body if language in printer.texts else ""
            for content, ending, role in ((docx, "docx", "source"), (pdf, "pdf", "signed")):
                file = File.keep(as_file(content, name), f"{name}-{language}.{ending}")
                kept[f"{name}-{language}.{ending}"] = file.sha256
                lay_in(
                    item, file, f"{name}-{language}.{ending}", by=by, language=language, role=role,
                    title=f"{item.number} {language}", status=Version.Status.FINAL, text=words,
                )  # fmt: skip
        item.produced_at = clock.now()
        item.save(update_fields=["produced_at"])
        item.track("produce", by=by, number=item.number, sha256=kept)


def stamp_of(item: Any, language: str) -> Stamp:
    """The stamp of its number, for drafts that have no place for it."""
    house = organisation()
    day = timezone.localtime(item.signed_at).date()
    return Stamp(
        number=item.number, date=gregorian_in_words(day, language), hijri=hijri_in_words(day, language),
        registry=list(house.name.values()) if house else [], address=f"{settings.ORIGIN}/where/?q={item.number}",
        language=language,
    )  # fmt: skip


def office_seal() -> Seal:
    """The certificate of the office, in the data folder; a fresh installation makes its own, to be replaced by a real one."""
    folder = Path(settings.DATA) / "seal"
    if not folder.is_dir():
        _make(folder)
    return Seal.load(folder)


def _make(folder: Path) -> None:
    """Key and certificate are made beside and put in place as one folder: two workers never mix theirs."""
    house = organisation()
    name = (house.acronym.in_language("en")[0] or house.code) if house else "Diwan"
    full = house.name.in_language("en")[0] if house else "Diwan"
    since = clock.now() - dt.timedelta(days=1)
    key, certificate, _both = make_office_certificate(name=name, organisation=full, days=KEY_DAYS, since=since)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix="seal-"))
    keep_seal(beside, key, certificate)
    try:
        beside.rename(folder)
    except OSError:  # another worker was first: its seal counts
        shutil.rmtree(beside)
