"""Work behind the page: the files of an issued version, from what was frozen; the chasing of what is late."""

from __future__ import annotations

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from diwan.kernel import clock
from diwan.printing.docx import docx_bytes
from diwan.printing.pdf import pdf_bytes
from diwan.reports.document import document_of

if TYPE_CHECKING:
    from diwan.printing.report import ReportDocument
    from diwan.reports.models import Edition, Report

WRITERS = {"docx": docx_bytes, "pdf": pdf_bytes}
CHASED_EACH = dt.timedelta(days=7)  # how often the clock reminds of what is late; persons may do so at any time
HANDS = 2  # files made at once: the PDF compiler lets go of the interpreter


@app.task(name="reports.print_edition", queue="documents", retry=RetryStrategy(max_attempts=3, wait=10))
def print_edition(edition: int) -> None:
    """Make the files that an issued version lacks and attach them. Run again, or twice at once, nothing comes twice."""
    from diwan.reports.models import Edition

    found = Edition.objects.select_related("report__reference", "by").get(pk=edition)
    there = set(found.files.values_list("language", "format"))
    lacking = [key for key in wanted(found.content) if key not in there]
    for (language, form), made in print_files(found.content, lacking, issued_at(found)):
        keep(found, language, form, made)


def wanted(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Language and format of each file of a version."""
    return [(language, form) for form in ("pdf", "docx") for language in content["languages"]]


def print_files(content: dict[str, Any], lacking: list[tuple[str, str]], created: dt.datetime) -> Any:
    """Each file as ``((language, format), bytes)``, two at a time. Raises ``PrintingError``."""
    documents = {language: document_of(content, language) for language, _form in lacking}
    with ThreadPoolExecutor(HANDS) as hands:
        yield from zip(
            lacking, hands.map(lambda key: printed(documents[key[0]], key[1], created), lacking), strict=True
        )


def printed(document: ReportDocument, form: str, created: dt.datetime) -> bytes:
    """The bytes of a document in a format, ``docx`` or ``pdf``."""
    return WRITERS[form](document, created=created)


def issued_at(edition: Edition) -> dt.datetime:
    """The moment written into the files: the same version prints the same bytes."""
    return dt.datetime.combine(edition.issued_on, dt.time(), dt.UTC)


@transaction.atomic
def keep(edition: Edition, language: str, form: str, made: bytes) -> None:
    """Attach a file to the report and enter it with the version, unless another run did meanwhile."""
    from diwan.documents.models import attach
    from diwan.people.models import machine
    from diwan.reports.models import EditionFile, Report

    Report.objects.select_for_update(of=("self",)).get(pk=edition.report_id)
    if edition.files.filter(language=language, format=form).exists():
        return
    version = attach(
        edition.report, io.BytesIO(made), file_name(edition.report, str(edition.number), language, form),
        by=machine(), language=language, role="edition", status="final",
        title=f"{edition.report.reference_printed} v{edition.number} {form.upper()}",
    )  # fmt: skip
    EditionFile.objects.create(edition=edition, language=language, format=form, version=version)


def file_name(report: Report, version: str, language: str, form: str) -> str:
    """``OIC-CFM-61-2035-POL-SG-REP.1_v2_fr.docx``; a report without a symbol is named by its session."""
    symbol = report.reference_printed or f"{report.session.key}-report-{report.pk}"
    safe = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in symbol).strip("-.")
    return f"{safe}_{f'v{version}' if version else 'draft'}_{language}.{form}"


@app.periodic(cron="30 4 * * *")
@app.task(name="reports.morning", queue="clock", pass_context=False)
def morning(timestamp: int) -> None:
    """Chase what is missing past its day, once a week for each report; run again, it does nothing twice."""
    chase_by_the_clock()


def chase_by_the_clock() -> int:
    """Chase for each report in preparation whose day is over and that nobody has chased for a week; how many."""
    from diwan.people.models import machine
    from diwan.reports.models import Contribution, Report

    today, chased = clock.today(), 0
    awaited = Contribution.objects.filter(report=OuterRef("pk"), state=Contribution.State.AWAITED)
    lately = awaited.filter(chased_on__gt=today - CHASED_EACH)
    late = Report.objects.filter(state=Report.State.PREPARING, wanted_by__lt=today)
    for report in late.filter(Exists(awaited)).exclude(Exists(lately)):
        report.chase(by=machine())
        chased += 1
    return chased
