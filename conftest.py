"""The tests' common ground: one organisation, one cast, one browser that inspects what it fetches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent / "shared"
TODAY = dt.date(2035, 2, 13)  # a Tuesday in the fictional year after the 60th session of June 2034

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _surroundings(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> None:
    """Files in a folder of the test's own, or of its module's, a fixed day, quick passwords."""
    shared = "built" in request.fixturenames
    settings.DOCUMENTS = request.getfixturevalue("built") if shared else tmp_path / "documents"
    settings.TODAY = TODAY.isoformat()
    settings.PASSWORD_HASHERS = QUICK
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True  # each client would look through all the files of style and script
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(scope="session", autouse=True)
def _by_day() -> Iterator[None]:
    """The tests begin at eight in the morning (UTC), whenever they are run: then it is the same day in every office."""
    from django.utils import timezone

    from diwan.kernel import clock

    plain, begun, eight = clock.hour, timezone.now(), dt.datetime.combine(TODAY, dt.time(8), dt.UTC)
    clock.hour = lambda: (eight + (timezone.now() - begun)).timetz()
    yield
    clock.hour = plain


OUTSIDE = (  # tables that Django does not know as its own, and therefore does not empty
    "UPDATE trail_head SET serial = 0, digest = NULL",
    "DELETE FROM procrastinate_periodic_defers",
    "DELETE FROM procrastinate_events",
    "DELETE FROM procrastinate_jobs",
)
GUARDED = ("trail_event", "trail_link", "reports_edition", "reports_editionfile")


@pytest.fixture(scope="session", autouse=True)
def _emptying_between_tests() -> Iterator[None]:
    """The database refuses to empty the trail; only between transactional tests its owner lifts the guards.

    The house is brought back at once: the tests that follow would each furnish it anew, and undo it with themselves.
    Rows are deleted: to truncate a hundred tables with their indexes takes four times as long as the few rows they have.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain = DatabaseOperations.sql_flush

    def sql_flush(self: Any, style: Any, tables: list[str], **options: Any) -> list[str]:
        emptied = [f'DELETE FROM "{table}"' for table in tables]
        lifted, set_back = ([f"ALTER TABLE {table} {how} TRIGGER USER" for table in _watched] for how in _SWITCH)
        return [*lifted, *emptied, *OUTSIDE, *_bringing_back, "SET CONSTRAINTS ALL IMMEDIATE", *set_back]

    DatabaseOperations.sql_flush = sql_flush
    yield
    DatabaseOperations.sql_flush = plain


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process's database is a copy of the model that was migrated meanwhile."""
    from django.db import connection

    from diwan.config.testing import model

    if found := model():
        connection.settings_dict["TEST"]["TEMPLATE"] = found


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The organisation and the cast are there before the first test, once for all."""
    from django.test import override_settings

    with django_db_blocker.unblock(), override_settings(TODAY=TODAY.isoformat(), PASSWORD_HASHERS=QUICK):
        _house()
        _bringing_back[:] = _kept_beside()


_SWITCH = ("DISABLE", "ENABLE")
_watched: list[str] = []
"""The tables on which triggers of ours watch."""
_bringing_back: list[str] = []
"""The statements that bring organisation and cast back after the tables were emptied."""


def _kept_beside() -> list[str]:
    """Copy all rows that there are into a schema of their own; the statements that bring them back."""
    from django.db import connection

    inserted = ["DELETE FROM trail_head"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        _watched[:] = [table for (table,) in cursor.fetchall()]
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if not cursor.fetchone()[0] or table == "django_migrations":
                continue
            cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
            cursor.execute(
                "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = %s::regclass "
                "AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
                [f'public."{table}"'],
            )
            columns = cursor.fetchone()[0]
            inserted.append(
                f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM kept."{table}" '
                "ON CONFLICT DO NOTHING"
            )
    return inserted


def _house() -> None:
    from diwan.demonstration.cast import assemble
    from diwan.organisation.models import Organisation
    from diwan.organisation.profile import apply

    if not Organisation.objects.exists():
        apply(HERE / "profiles" / "oic.yaml")
        assemble(password="a-word-for-tests")


@pytest.fixture(scope="session")
def guarded() -> tuple[str, ...]:
    """The tables that the database refuses to empty."""
    return GUARDED


@pytest.fixture(scope="session")
def furnish() -> Callable[[], None]:
    """``furnish()``: bring organisation and cast back where a transactional test has emptied the house."""
    return _house


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """For fixtures of a module that build once what all its tests look at; undone after the last one.

    What a test itself does is undone after it, as ever; objects it changes it reads anew. The folder of the files.
    """
    from django.db import transaction
    from django.test import override_settings

    documents = tmp_path_factory.mktemp("built")
    changed = {"DOCUMENTS": documents, "TODAY": TODAY.isoformat(), "PASSWORD_HASHERS": QUICK}
    with django_db_blocker.unblock(), override_settings(**changed), transaction.atomic():
        _house()
        yield documents
        transaction.set_rollback(True)


@pytest.fixture
def cast(db: None) -> dict[str, Any]:
    """Everybody by sign-in name; see diwan/demonstration/cast.py for a sentence on each."""
    from diwan.people.models import Person

    _house()  # a transactional test may have emptied the house
    return {person.username: person for person in Person.objects.all()}


QUOTING = ("capture", "clearance", "correspondence", "outgoing")
"""Apps whose tests quote their pages in English."""


@pytest.fixture(autouse=True)
def _in_english(request: pytest.FixtureRequest) -> None:
    """In the tests of these apps everybody of the cast reads English; other languages are asked for by name."""
    if "cast" in request.fixturenames and request.path.parent.parent.name in QUOTING:
        everybody = request.getfixturevalue("cast")
        for person in everybody.values():
            person.language = "en"
        type(next(iter(everybody.values()))).objects.update(language="en")


def _member(username: str) -> Callable[[dict[str, Any]], Any]:
    def member(cast: dict[str, Any]) -> Any:
        return cast[username]

    return pytest.fixture(name=username)(member)


harun = _member("harun")  # the Secretary General
idris = _member("idris")  # Chef de Cabinet
yasmin = _member("yasmin")  # adviser to the Cabinet
salma = _member("salma")  # registry clerk
leila = _member("leila")  # legal officer
farid = _member("farid")  # heads Political Affairs
omar = _member("omar")  # desk officer in Political Affairs
huda = _member("huda")  # heads Humanitarian Affairs
bilal = _member("bilal")  # heads Economic Affairs
jean = _member("jean")  # heads the Brussels office
mariam = _member("mariam")  # heads the New York mission
sami = _member("sami")  # focal point of an institution
hamza = _member("hamza")  # auditor
adam = _member("adam")  # administrator, sees no content
zayd = _member("zayd")  # a stranger


@pytest.fixture
def unit(cast: dict[str, Any]) -> Callable[[str], Any]:
    """The unit of a code."""
    from diwan.people.models import Unit

    return lambda code: Unit.objects.get(code=code)


PARAGRAPHS = [
    # kind, number, class, actionable, addressee, deadline, and the text in three languages
    ("preambular", "", "", False, "", "", {
        "en": "Recalling the resolutions adopted on this subject;",
        "fr": "Rappelant les résolutions adoptées à ce sujet ;",
        "ar": "إذ يستذكر القرارات الصادرة بهذا الشأن؛",
    }),
    ("operative", "1", "declaratory", False, "", "", {
        "en": "Welcomes the steps taken by the Member States;",
        "fr": "Se félicite des mesures prises par les États membres ;",
        "ar": "يرحب بالخطوات التي اتخذتها الدول الأعضاء؛",
    }),
    ("operative", "2", "mandate", True, "Secretary General", "its 61st Session", {
        "en": "Requests the Secretary General to convene a meeting of experts and to report to its 61st Session;",
        "fr": "Demande au Secrétaire général de convoquer une réunion d’experts et de faire rapport à sa 61e session ;",
        "ar": "يطلب من الأمين العام عقد اجتماع للخبراء وتقديم تقرير إلى دورته الحادية والستين؛",
    }),
    ("operative", "3", "call", True, "Member States", "31 December 2034", {
        "en": "Calls upon Member States to reply by 31 December 2034.",
        "fr": "Appelle les États membres à répondre avant le 31 décembre 2034.",
        "ar": "يدعو الدول الأعضاء إلى الرد قبل 31 ديسمبر 2034.",
    }),
]  # fmt: skip


def reading_of(language: str, resolutions: int = 2) -> dict[str, Any]:
    """What the reader would give for a small invented volume in one language."""
    keys = ("verb", "reporting_requirement")
    found = []
    for n in range(1, resolutions + 1):
        operative = [
            {
                "number": number, "text": texts[language], "class": legal_class, "actionable": actionable,
                "addressee": addressee or None, "deadline": deadline or None, "because": [], "doubts": [],
                **dict.fromkeys(keys),
            }
            for kind, number, legal_class, actionable, addressee, deadline, texts in PARAGRAPHS
            if kind == "operative"
        ]  # fmt: skip
        found.append(
            {
                "title": f"Title {n} ({language})", "symbol": f"Resolution No. {n}/60-POL", "number": f"CFM-60/POL/{n}",
                "opening": "The Council,", "preambular": [{"text": PARAGRAPHS[0][6][language]}],
                "operative": operative, "parts": [], "annexes": [],
            }
        )  # fmt: skip
    return {"file": "v.txt", "language": language, "volume": None, "resolutions": found, "warnings": []}


@pytest.fixture
def sessions(idris: Any) -> dict[str, Any]:
    """The fictional 60th session of the council and the one after it."""
    from diwan.meetings.models import Organ, Session

    organ = Organ.objects.get(symbol="CFM")
    days = {
        60: (dt.date(2034, 6, 13), dt.date(2034, 6, 15)),
        61: (dt.date(2035, 5, 22), dt.date(2035, 5, 24)),
    }
    found = [
        Session.convene(
            by=idris, organ=organ, number=n, start=start, end=end, name={"en": f"Session {n}"}, fictional=True
        )
        for n, (start, end) in days.items()
    ]
    return {session.key: session for session in found}


@pytest.fixture
def volume(sessions: dict[str, Any], yasmin: Any) -> Any:
    """A volume of two resolutions in three languages, read and ready for review."""
    import io

    from diwan.people.models import machine
    from diwan.resolutions.models import Volume

    found = Volume.receive(by=yasmin, session=sessions["CFM-60"], title="Resolutions of the 60th session")
    for language in ("en", "fr", "ar"):
        name = f"volume_{language}.txt"
        found.add(by=yasmin, upload=io.BytesIO(language.encode()), name=name, language=language)
        text = found.texts.get(language=language)
        found.state = found.State.RECEIVED
        found.save()
        found.take_reading(by=machine(), text=text, reading=reading_of(language))
    return found


@pytest.fixture
def adopted(volume: Any, idris: Any) -> Any:
    """That volume, adopted by the Chef de Cabinet."""
    volume.adopt(by=idris)
    return volume


@pytest.fixture
def mandates(adopted: Any) -> list[Any]:
    """Its four mandates, nobody's yet."""
    from diwan.resolutions.models import Mandate

    return list(Mandate.objects.filter(resolution__volume=adopted).listed().order_by("pk"))


@pytest.fixture
def browse(db: None) -> Iterator[Callable[..., Any]]:
    """``browse(person)``: a client that inspects every page it fetches (see diwan/interface/inspection.py)."""
    from diwan.interface.inspection import Browser

    def open_as(person: Any = None, **options: Any) -> Client:
        browser = Browser(**options)
        if person is not None:
            browser.force_login(person)
        return browser

    yield open_as


@pytest.fixture
def jobs(db: None) -> Callable[[], int]:
    """``jobs()``: have the worker do everything that waits, now, and return how many jobs that were."""
    from diwan.kernel.jobs import run_waiting_jobs

    return run_waiting_jobs


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the project; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared material is not beside the project")
    return SHARED
