"""How long a whole report takes, from the rows in the database to its six files: 150 resolutions, 2,100 mandates.

    .venv/bin/python -m bench.report_whole [--resolutions 150] [--mandates 14] [--keep FOLDER]

Works in a throwaway database (or in a test database beside the one that DATABASE_URL names). The steps timed are
those of the product: the call, the clearing of all sections, the freezing of a version, and the job that makes DOCX
and PDF/A in three languages and attaches them. The baseline in the same run: bare typst printing the same English
words in a plain table, once for each language, and python-docx through its own cells for a tenth of the rows,
counted tenfold. Exit status 1 when freezing and files together take longer than the ten seconds promised.
"""

import argparse
import datetime as dt
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.report import PROMISED, SHARE, bare_docx, bare_typst, words_of
from diwan.config.testing import throwaway_database

PROJECT = Path(__file__).resolve().parent.parent
SAID = {
    "en": "The meeting of donors was held at Port Salam; eleven Member States pledged 42 million, of which 18 have come.",
    "fr": "La réunion des donateurs s’est tenue à Port Salam ; onze États membres ont annoncé 42 millions, dont 18 reçus.",
    "ar": "عُقد اجتماع المانحين في بورت سلام، وتعهدت إحدى عشرة دولة عضوًا بمبلغ 42 مليونًا، وردت منها 18 مليونًا.",
}


@contextmanager
def house() -> Iterator[None]:
    """A database of its own with the organisation and the cast, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="diwan-bench-"))
    os.environ["DIWAN_DATA"] = str(folder)
    os.environ["DIWAN_TEST_DATABASE"] = f"bench_report_{os.getpid()}"
    throwaway_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diwan.config.settings")
    import django

    django.setup()
    from django.db import connection

    before = connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        from diwan.demonstration.cast import assemble
        from diwan.organisation.profile import apply

        apply(PROJECT / "profiles" / "oic.yaml")
        assemble(password="a-word-for-the-bench")
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
        shutil.rmtree(folder, ignore_errors=True)


def timed(what: str, work: Callable[[], Any]) -> tuple[float, Any]:
    """Do it, print how long it took (and how long the processor worked), return the seconds and what it gave."""
    begin, spent = time.perf_counter(), time.process_time()
    made = work()
    taken, worked_for = time.perf_counter() - begin, time.process_time() - spent
    print(f"  {what:<46}{taken:7.2f} s  (processor {worked_for:.2f} s)")
    return taken, made


def worked(resolutions: int, mandates: int) -> Any:
    """A session's resolutions in the registers, led by six units, with an action recorded on nearly each."""
    from diwan.assignments.models import Assignment
    from diwan.people.models import Person, Unit
    from diwan.reports.tests.registers import adopted, sessions
    from diwan.resolutions.models import Action, Mandate

    session, following = sessions()
    found = adopted(session, resolutions, mandates)
    by = Person.objects.get(username="idris")
    units = list(Unit.objects.filter(code__in=["POL", "ICHAD", "ECO", "INF", "CNF", "LEG"]))
    leads = Assignment.objects.bulk_create(
        Assignment(
            record_type="resolutions.mandate", record_id=mandate.pk, unit=units[n % len(units)], given_by=by,
            due_on=mandate.due_on,
        )
        for n, mandate in enumerate(found)
    )  # fmt: skip
    for mandate, lead in zip(found, leads, strict=True):
        mandate.lead, mandate.state = lead, Mandate.State.IN_PROGRESS
    Mandate.objects.bulk_update(found, ["lead", "state"], batch_size=500)
    day = dt.date(2034, 11, 5)
    done = [mandate for n, mandate in enumerate(found) if n % 6 != 5]
    Action.objects.bulk_create(
        Action(mandate=m, what={k: f"{v} ({m.pk})" for k, v in SAID.items()}, on=day, unit=m.lead.unit, by=by)
        for m in done
    )
    return session, following, by


def main() -> int:
    """Measure the steps, then the baselines, and compare with the promise."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--resolutions", type=int, default=150)
    asked.add_argument("--mandates", type=int, default=14)
    asked.add_argument("--keep", type=Path, help="a folder in which to leave the files")
    given = asked.parse_args()
    with house():
        return measure(given.resolutions, given.mandates, given.keep)


def measure(resolutions: int, mandates: int, kept: Path | None) -> int:
    """The steps of the product on rows in the database."""
    from diwan.reports.jobs import print_edition
    from diwan.reports.models import Contribution, Report

    print(f"{resolutions} resolutions, {resolutions * mandates} mandates, three languages")
    session, following, by = worked(resolutions, mandates)
    report = Report.open(by=by, session=session, presented_to=following)
    timed("call: ask and propose", lambda: report.call(by=by, wanted_by=dt.date(2035, 3, 1)))
    report.contributions.exclude(texts={}).update(state=Contribution.State.RECEIVED)

    def clear() -> None:
        for section in report.resolutions().select_related("session__organ", "series"):
            report.clear_section(by=by, resolution=section)

    timed("clear each section", clear)
    report.finalise(by=by)
    freezing, _event = timed("issue: draw the symbol, freeze the content", lambda: report.issue(by=by))
    edition = report.editions.get()
    printing, _none = timed("six files, made and attached", lambda: print_edition.func(edition=edition.pk))
    files = list(edition.files.select_related("version__file"))
    for file in files:
        print(f"    {file.language} {file.format:<4} {file.version.file.size / 1e6:6.2f} MB")
        if kept:
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copy(file.version.file.path, kept / file.version.name)
    whole = freezing + printing
    print(f"from rows to {len(files)} files: {whole:.2f} s (promised: under {PROMISED:.0f} s)")
    compare(edition.content, whole)
    return 0 if whole < PROMISED and len(files) == 6 else 1


def compare(content: dict[str, Any], whole: float) -> None:
    """The same words without any design, by the bare libraries."""
    from diwan.reports.document import document_of

    rows = words_of(document_of(content, "en"))
    part = rows[: max(1, len(rows) // SHARE)]
    typst_once, _made = timed("bare typst, one plain table", lambda: bare_typst(rows))
    docx_part, _made = timed("bare python-docx, a tenth of the rows", lambda: bare_docx(part))
    bare = 3 * (typst_once + docx_part * len(rows) / len(part))
    print(f"bare libraries, three languages: {bare:.2f} s; ours {whole:.2f} s: ratio {whole / bare:.2f}")


if __name__ == "__main__":
    sys.exit(main())
