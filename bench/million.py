"""A house with a million registered letters, for the measurements that need one.

    python -m bench.million --data DIR [--rows 1000000]

makes it in DIR (a throwaway PostgreSQL, without durability) or finds it there, made before with as many rows; other
benches call ``house(DIR, rows)`` before they touch Django. Letters are in English, French and Arabic, of twelve years,
each with its number, its correspondent, its lead unit and for one in six a person; with summaries, events of the trail
(not linked into its chain: the triggers are off while they are written) and the entries of the search.

The words come at run time from the texts of the corpus beside the project: phrases of it are drawn by Zipf's law and put
together, so that some words stand in a third of all letters and others in a few; each text comes back in five letters
years apart, with another number, reference and name: these are in one letter or a handful. What is entered is laid out as ``diwan.correspondence.enrolment`` would do it.
"""

from __future__ import annotations

import argparse
import atexit
import datetime as dt
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.phrases import CORPUS, LANGUAGES, bodies, invented_name, phrases_of

PROJECT = Path(__file__).resolve().parent.parent
FORM = "10"
"""To be raised when what is made changes: houses made before are then made anew."""
TODAY = dt.date(2035, 2, 13)
FIRST_DAY = dt.date(2023, 1, 2)
TABLES = (
    "correspondence_letter", "correspondence_letter_named", "correspondence_matter", "correspondence_summary",
    "references_reference", "assignments_assignment", "trail_event", "search_entry",
)  # fmt: skip
#: The share of letters whose lead is each unit; the rest is spread over all departments.
LEADS = {"POL": 0.05, "BRU": 0.004, "LEG": 0.03}
BASE = 100_000
"""Rows that the organisation itself brought are below."""
OMARS = 50
"""Letters given to the desk officer by name."""


# starting ----------------------------------------------------------------------------------------------------------
def house(data: Path, rows: int) -> str:
    """Start the database of this folder, fill it if it is not yet, set Django up on it; returns its address."""
    from diwan.config.postgres import Embedded

    if not CORPUS.is_dir():
        raise SystemExit("The words come from the corpus beside the project (../shared/corpus), which is not there.")
    data.mkdir(parents=True, exist_ok=True)
    database = Embedded(data, throwaway=True)
    os.environ["DATABASE_URL"] = url = database.start()
    beginner = os.getpid()
    atexit.register(lambda: database.stop() if os.getpid() == beginner else None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diwan.config.settings")
    os.environ["DIWAN_DATA"], os.environ["DIWAN_TODAY"] = str(data / "diwan"), TODAY.isoformat()
    import django

    django.setup()
    note, wanted = data / "million.json", {"form": FORM, "rows": rows}
    if not note.exists() or json.loads(note.read_text()) != wanted:
        note.unlink(missing_ok=True)
        begun = time.monotonic()
        fill(url, rows)
        note.write_text(json.dumps(wanted))
        print(f"{rows:,} letters made in {time.monotonic() - begun:.0f} s", flush=True)
    return url


def fill(url: str, rows: int) -> None:
    """Migrate, bring in the organisation and its cast, and make the letters."""
    from django.core.management import call_command
    from django.db import connection

    from diwan.demonstration.cast import assemble
    from diwan.organisation.profile import apply

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    apply(PROJECT / "profiles" / "oic.yaml")
    assemble()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE UNLOGGED TABLE bench_letter (key bigint, since timestamptz, language text, subject text, theirs text)"
        )
    ground = Ground()
    with Owner(url) as owner:
        owner.set_aside_indexes()
        enter(url, rows, ground.marks(rows))
        for said, sql in ground.statements(rows):
            owner.run(said, sql)
        owner.bring_back_indexes()


class Owner:
    """The database's own account: it may pass by the triggers and checks between tables, which a million rows need."""

    def __init__(self, url: str) -> None:
        import psycopg

        self._connection = psycopg.connect(url.replace("//diwan@", "//postgres@"), autocommit=True)
        self._definitions: list[str] = []

    def __enter__(self) -> Owner:
        for setting in ("session_replication_role = replica", "maintenance_work_mem = '1GB'", "work_mem = '256MB'"):
            self._connection.execute(f"SET {setting}")
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def run(self, said: str, sql: str) -> None:
        """One statement, with its time."""
        begun = time.monotonic()
        self._connection.execute(sql)
        if said:
            print(f"  {said}: {time.monotonic() - begun:.0f} s", flush=True)

    def set_aside_indexes(self) -> None:
        """Filled without them and indexed afterwards, a table is ready several times as soon."""
        found = self._connection.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
            "WHERE i.indrelid = ANY(%s::text[]::regclass[]) AND NOT EXISTS "
            "(SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
            [list(TABLES)],
        ).fetchall()
        for name, definition in found:
            self._definitions.append(definition)
            self._connection.execute(f"DROP INDEX {name}")

    def bring_back_indexes(self) -> None:
        """All of them, and what the planner should know."""
        begun = time.monotonic()
        for definition in self._definitions:
            self._connection.execute(definition)
        print(f"  indexes: {time.monotonic() - begun:.0f} s", flush=True)
        self.run("vacuum and analyze", "VACUUM (ANALYZE)")


def enter(url: str, rows: int, given: str) -> None:
    """The entries of all letters, by two processes at once: each text once for every ``COPIES`` letters years apart."""
    begun, count = time.monotonic(), -(-rows // COPIES)
    for language in LANGUAGES:
        phrases_of(language)
    fork = multiprocessing.get_context("fork")
    parts = ((1, count // 2 + 1), (count // 2 + 1, count + 1))
    workers = [fork.Process(target=_enter, args=(url, *part, count, rows, given)) for part in parts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        if worker.exitcode:
            raise SystemExit("The entries could not be written.")
    print(f"  entries: {time.monotonic() - begun:.0f} s", flush=True)


def _enter(url: str, first: int, last: int, count: int, rows: int, given: str) -> None:
    import psycopg

    from diwan.search.analysis import stem

    begin = int(dt.datetime.combine(FIRST_DAY, dt.time(), dt.UTC).timestamp())
    span = (TODAY - FIRST_DAY).days * 86_400
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TEMP TABLE raw (body bigint, language text, subject text, texts text, stems text)")
        connection.execute("CREATE TEMP TABLE called (n int, script text, name text, stem text)")
        with connection.cursor().copy("COPY called FROM STDIN") as copy:
            for number in range(NAMES):
                for script in ("ar", "en"):
                    found = invented_name(script, number)
                    copy.write_row((number, script, found, stem(found.lower(), script)))
        connection.execute("CREATE INDEX ON called (n, script)")
        connection.execute("ANALYZE called")
        for start in range(first, last, AT_ONCE):
            with connection.cursor().copy("COPY raw FROM STDIN") as copy:
                for row in bodies(start, min(start + AT_ONCE, last)):
                    copy.write_row(row)
            connection.execute(ENTRIES.format(begin=begin, span=span, rows=rows, count=count, given=given))
            connection.execute("TRUNCATE raw")


COPIES = 5
AT_ONCE = 10_000
NAMES = 16_384
ENTRIES = """
WITH body AS MATERIALIZED (SELECT body, language, subject, texts, to_tsvector('simple', stems) AS words FROM raw),
letter AS (
    SELECT body.*, key, {begin} + {span}::bigint * key / {rows} AS moment,
        (power((hashint8extended(key, 31) & 1048575) / 1048576.0, 3) * 16384)::int AS n,
        (hashint8extended(key, 32) & 8191) + 1 AS theirs
    FROM body, generate_series(0, 4) nth, LATERAL (SELECT body + nth * {count} AS key) k WHERE key <= {rows}
),
dated AS (SELECT *, extract(year FROM to_timestamp(moment))::int AS year FROM letter),
noted AS (
    INSERT INTO bench_letter SELECT key, to_timestamp(moment), language, subject, 'MFA/' || year || '/' || theirs FROM dated
)
INSERT INTO search_entry (record_type, record_id, texts, since, at, vector)
SELECT 'correspondence.letter', key,
    replace(replace(texts, '@N', 'IN/' || year || '/' || lpad(key::text, 7, '0')),
        '@K', ' ' || name || ', MFA/' || year || '/' || theirs)::jsonb,
    to_timestamp(moment), to_timestamp(moment),
    to_tsvector('simple', concat_ws(' ', 'in', year, key, 'mfa', year, theirs, stem,
        'refxinx' || year || 'x' || key, 'refxmfax' || year || 'x' || theirs)) || words ||
    array_to_tsvector(ARRAY['@correspondence.letter', '@1:' || moment / 86400,
        '@8:' || moment / 86400 / 8, '@64:' || moment / 86400 / 64, '@512:' || moment / 86400 / 512]) ||
    array_to_tsvector({given})
FROM dated JOIN called ON called.n = dated.n AND script = CASE language WHEN 'ar' THEN 'ar' ELSE 'en' END
ORDER BY key
"""


# letters -----------------------------------------------------------------------------------------------------------
def chance(salt: int, of: int = 1000) -> str:
    """A number below ``of`` that is always the same for the same letter."""
    return f"((hashint8extended(key, {salt}) & 9223372036854775807) % {of})"


AGE = "extract(day FROM timestamptz '2035-02-13 20:00+00' - since)"
STATE = f"""CASE
    WHEN {chance(1)} < 4 THEN 'void'
    WHEN {AGE} < 4 AND {chance(2)} < 600 THEN 'registered'
    WHEN {AGE} < 12 AND {chance(2)} < 300 THEN 'presented'
    WHEN {AGE} < 60 AND {chance(2)} < 850 OR {chance(2)} < 20 THEN 'referred'
    WHEN {chance(2)} < 150 THEN 'answered'
    ELSE 'filed' END"""
LEVEL = f"CASE WHEN {chance(3)} < 80 THEN 0 WHEN {chance(3)} < 880 THEN 1 WHEN {chance(3)} < 975 THEN 2 ELSE 3 END"


COPIED = f"{chance(19)} < 150"


class Ground:
    """What letters stand on: units, persons, the register, a class of the filing plan, correspondents."""

    def __init__(self) -> None:
        from diwan.correspondence.models import FileClass
        from diwan.directory.models import Correspondent
        from diwan.people.models import Person, Unit
        from diwan.references.models import Register

        self.units = dict(Unit.objects.values_list("code", "pk"))
        self.departments = sorted(Unit.objects.filter(kind=Unit.Kind.DEPARTMENT).values_list("pk", flat=True))
        self.persons = dict(Person.objects.values_list("username", "pk"))
        made = {"name": {"en": "Incoming letters"}, "pattern": "IN/{year}/{serial:06}"}
        self.register = Register.objects.get_or_create(code="incoming", defaults=made)[0].pk
        classes = list(FileClass.objects.values_list("pk", flat=True))
        self.classes = classes or [FileClass.objects.create(code="1", title={"en": "General"}, years=10).pk]
        self.senders = list(Correspondent.objects.values_list("pk", flat=True)[:500])

    def lead(self) -> str:
        """The unit that leads each letter."""
        found, reached = "CASE", 0
        for code, share in LEADS.items():
            reached += int(share * 1000)
            found += f" WHEN {chance(4)} < {reached} THEN {self.units[code]}"
        others = [pk for pk in self.departments if pk not in {self.units[code] for code in LEADS}]
        return f"{found} ELSE (ARRAY{others})[1 + {chance(5, len(others))}] END"

    def unit(self) -> str:
        """The registry that entered each letter."""
        return f"CASE WHEN {chance(7)} < 3 THEN {self.units['BRU']} ELSE {self.units['REG']} END"

    def copy(self) -> str:
        """The unit that has a copy of some letters."""
        return f"(ARRAY{self.departments})[1 + {chance(18, len(self.departments))}]"

    def person(self, rows: int) -> str:
        """Who deals with a few of them."""
        return f"CASE WHEN key % {max(1, rows // OMARS)} = 7 % {max(1, rows // OMARS)} THEN {self.persons['omar']} END"

    def marks(self, rows: int) -> str:
        """The marks of whom each letter is given to, as the database adds them (``diwan.search.marks``)."""
        return (
            f"array_remove(ARRAY['@u:' || {self.unit()}, '@u:' || {self.lead()}, '@p:' || {self.person(rows)}, "
            f"CASE WHEN {COPIED} THEN '@u:' || {self.copy()} END], NULL)"
        )

    def statements(self, rows: int) -> Iterator[tuple[str, str]]:
        """What is said of each, and the statement; the letters are made of their entries."""
        clerk, chief = (self.persons[who] for who in ("salma", "idris"))
        private = f"{chance(6)} < 8"
        source = f"(SELECT *, {STATE} AS state FROM bench_letter) letter"
        yield (
            "matters",
            f"INSERT INTO correspondence_matter (id, opened_at) SELECT n, now() FROM generate_series(1, {rows}) n",
        )
        number = "'IN/' || extract(year FROM since) || '/' || lpad(key::text, 7, '0')"
        yield (
            "references",
            f"""INSERT INTO references_reference
            (id, register_id, year, serial, printed, state, reason, record_type, record_id, by_id, at)
            SELECT key + {BASE}, {self.register}, extract(year FROM since), key, {number}, 'given', '',
            'correspondence.letter', key, {clerk}, since FROM bench_letter""",
        )
        values = {
            "id": "key", "confidentiality": LEVEL, "number": number, "reference": f"key + {BASE}",
            "unit": self.unit(),
            "registered_by": str(clerk), "registered_at": "since", "received_at": "since",
            "channel": "(ARRAY['post','bag','hand','email','fax'])[1 + " + chance(8, 5) + "]",
            "sealed": private, "compartment": f"CASE WHEN {private} THEN 'private' ELSE '' END",
            "sender": f"(ARRAY{self.senders}::bigint[])[1 + {chance(9, max(1, len(self.senders)))}]",
            "sender_name": "'Correspondent ' || " + chance(9, 500), "their_reference": "theirs",
            "their_key": "lower(replace(theirs, '/', ''))", "dated": "since::date - 3",
            "kind": "(ARRAY['letter','letter','note_verbale','cable','invitation'])[1 + " + chance(10, 5) + "]",
            "subject": "left(subject, 300)", "language": "language", "pages": "1 + " + chance(11, 9),
            "urgency": f"CASE WHEN {chance(12)} < 30 THEN 'immediate' WHEN {chance(12)} < 150 THEN 'urgent' ELSE 'routine' END",
            "state": "state", "lead": "CASE WHEN state IN ('referred', 'answered', 'filed') THEN key END",
            "matter": f"CASE WHEN {chance(13)} < 300 THEN greatest(1, key - 1 - {chance(13, 50)}) WHEN key % 997 = 0 "
            "THEN key / 20000 * 20000 + 1 ELSE key END",
            "file_class": f"CASE WHEN state = 'filed' THEN (ARRAY{self.classes}::bigint[])[1 + {chance(14, len(self.classes))}] END",
            "answered_on": "CASE WHEN state IN ('answered', 'filed') THEN since::date + 8 END",
            "closed_on": "CASE WHEN state IN ('void', 'filed') THEN since::date + 9 END",
            "reason": "CASE WHEN state = 'void' THEN 'entered twice' ELSE '' END",
        }  # fmt: skip
        yield "letters", _insert("correspondence.Letter", values, source)
        yield (
            "need to know",
            f"""INSERT INTO correspondence_letter_named (letter_id, person_id)
            SELECT key, person FROM (SELECT id AS key, confidentiality FROM correspondence_letter) letter,
            unnest(ARRAY{[chief, *(self.persons[who] for who in ("harun", "farid", "samira", "hamza"))]}) WITH ORDINALITY p(person, n)
            WHERE confidentiality >= 2 AND (n = 1 AND {chance(15)} < 900 OR {chance(16, 40)} = n)""",
        )
        assigned = "WHERE state IN ('referred', 'answered', 'filed')"
        given = {
            "record_type": "'correspondence.letter'", "record_id": "key", "unit": self.lead(), "role": "'lead'",
            "person": self.person(rows),
            "state": "CASE WHEN state = 'referred' THEN 'accepted' ELSE 'done' END",
            "task": "(ARRAY['action','reply','information','comments'])[1 + " + chance(17, 4) + "]",
            "given_by": str(chief), "given_on": "since::date + 1", "due_on": "since::date + 15",
            "ended_on": "CASE WHEN state <> 'referred' THEN since::date + 8 END",
        }  # fmt: skip
        letter = "(SELECT id AS key, received_at AS since, state FROM correspondence_letter) letter " + assigned
        yield "leads", _insert("assignments.Assignment", {"id": "key", **given}, letter)
        copy = {**given, "id": f"{rows} + key", "role": "'copy'", "person": "NULL", "task": "'information'",
                "unit": self.copy()}  # fmt: skip
        yield "copies", _insert("assignments.Assignment", copy, f"{letter} AND {COPIED}")
        for place, (verb, who, told) in enumerate(
            (
                ("register", clerk, "jsonb_build_object('number', number)"),
                ("refer", chief, "jsonb_build_object('unit', 'POL', 'instruction', 'reply')"),
            )
        ):
            yield (
                f"events: {verb}",
                f"""INSERT INTO trail_event (id, record_type, record_id, verb, by_id, at, particulars)
                SELECT id + {BASE + place * rows}, 'correspondence.letter', id, '{verb}', {who}, received_at + interval '{place} hours',
                {told} FROM correspondence_letter WHERE {place} = 0 OR lead_id IS NOT NULL""",
            )
        summary = {
            "letter": "key", "language": "language", "text": "left(body, 400)", "state": "'written'", "by": str(clerk), "at": "since",
        }  # fmt: skip
        yield "summaries", _insert(
            "correspondence.Summary", summary, "(SELECT e.record_id AS key, e.since, t.key AS language, t.value->>1 AS body FROM search_entry e, jsonb_each(e.texts) t WHERE e.record_type = 'correspondence.letter') letter WHERE key % 10 = 0",
        )  # fmt: skip
        yield "", "DROP TABLE bench_letter"
        for table in TABLES:
            yield (
                "",
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))",
            )


def _insert(label: str, values: dict[str, str], source: str) -> str:
    """Into the table of a model, its other fields with their defaults."""
    from django.apps import apps
    from django.db import connection

    model = apps.get_model(label)
    columns, given = [], []
    for field in model._meta.concrete_fields:
        if field.name not in values:
            if field.primary_key or field.null:
                continue
            default = field.get_db_prep_save(field.get_default(), connection)
            values[field.name] = "'" + str(default) + "'"
        columns.append(field.column)
        given.append(values[field.name])
    return f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(given)} FROM {source}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    given = parser.parse_args()
    print(house(given.data, given.rows))


if __name__ == "__main__":
    sys.exit(main())
