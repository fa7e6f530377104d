"""The demonstration year, lived whole once: what whoever runs `bin/run` finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from diwan.capture.models import Arrival
from diwan.correspondence.models import Letter
from diwan.demonstration import year
from diwan.demonstration.registry import LETTERS
from diwan.kernel.jobs import run_waiting_jobs
from diwan.meetings.models import Session
from diwan.notices.models import Notice
from diwan.organisation.models import organisation
from diwan.outgoing.models import Outgoing
from diwan.people.models import Person
from diwan.references.models import Reference
from diwan.registers.proof import prove
from diwan.reports.models import Contribution, Report
from diwan.resolutions.models import Mandate, NearDuplicate, Resolution, Volume
from diwan.search.find import find
from diwan.trail.chain import verify
from diwan.trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the year are kept."""
    return tmp_path_factory.mktemp("year")


@pytest.fixture(scope="module")
def lived(
    django_db_setup: None, django_db_blocker: Any, papers: Path, furnish: Callable[[], None]
) -> Iterator[list[str]]:
    """The year, lived once for all the tests here, and then undone.

    Everything happens in one transaction, so what follows a commit is done at once: each act's readers, as on the
    day itself.
    """
    said: list[str] = []
    changed = {
        "DOCUMENTS": papers,
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "TODAY": year.TODAY.isoformat(),
    }
    with django_db_blocker.unblock(), override_settings(**changed), transaction.atomic():
        furnish()
        plain = transaction.on_commit

        def jobs() -> int:
            _after_commits()
            year.forget_waiting_mail()
            return run_waiting_jobs()

        year.live(said.append, jobs)
        _after_commits()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the chain is linked at commit
        assert transaction.on_commit is plain
        yield said
        transaction.set_rollback(True)


def _after_commits() -> None:
    """Do what was to be done after the commits so far, and what that brings."""
    while connection.run_on_commit:
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for _savepoints, act, _robust in waiting:
            act()


@pytest.fixture(autouse=True)
def _in_that_year(lived: list[str], papers: Path, settings: Any) -> None:
    settings.TODAY, settings.DOCUMENTS = year.TODAY.isoformat(), papers


def person(name: str) -> Any:
    return Person.objects.get(username=name)


def followed() -> Any:
    return Mandate.objects.filter(resolution__session=Session.of_key("CFM-60")).with_status(year.TODAY)


def test_whoever_acts_in_the_year_is_of_the_cast_and_heads_a_unit_of_the_profile(cast: dict[str, Any]) -> None:
    for code, name in year.HEADS.items():
        assert cast[name].unit.code == code


def test_it_tells_what_it_does_on_the_way(lived: list[str]) -> None:
    assert len(lived) >= 4 and all(lived)


def test_a_whole_volume_was_read_and_adopted_in_three_languages() -> None:
    volume = Volume.objects.get(session=Session.of_key("CFM-60"))
    assert volume.state == Volume.State.ADOPTED
    assert Resolution.objects.filter(volume=volume).count() >= 10
    for resolution in Resolution.objects.filter(volume=volume):
        assert set(resolution.title) == {"en", "fr", "ar"}, resolution.key
    assert followed().count() >= 50


def test_its_trail_is_whole_and_in_the_order_of_the_days() -> None:
    verdict = verify()
    assert verdict, verdict
    assert verdict.links >= 300
    assert not Event.objects.exclude(at__year__range=(2029, 2035)).exists()
    year_of_events = Event.objects.filter(at__year__in=(2034, 2035))
    assert year_of_events.count() >= 0.6 * Event.objects.count()


def test_official_numbers_have_no_gaps() -> None:
    for register, in_year in Reference.objects.values_list("register", "year").distinct():
        serials = sorted(Reference.objects.filter(register=register, year=in_year).values_list("serial", flat=True))
        assert serials == list(range(1, len(serials) + 1))


def test_eight_units_are_at_work() -> None:
    units = set(followed().filter(actions__isnull=False).values_list("lead__unit__code", flat=True)) - {None}
    assert len(units) >= 8, units


def test_some_are_late_some_wait_some_have_no_owner_and_many_move() -> None:
    found = list(followed().values_list("status", flat=True))
    assert {"late", "hold", "unassigned", "run", "idle", "done"} <= set(found)
    assert 3 <= found.count("late") <= len(found) / 2


def test_some_are_done_with_proof_and_judged_with_a_reason() -> None:
    done = followed().filter(state="implemented")
    assert done.filter(evidence__version__isnull=False).distinct().count() >= 5
    for mandate in done:
        assert set(mandate.assessments.get().why) == {"en", "fr", "ar"}
    paper = done.filter(evidence__version__isnull=False).first().evidence.first().version
    assert paper.file.path.is_file()


def test_obstacles_returns_reminders_and_escalations_happened() -> None:
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"hand_back", "meet_obstacle", "wait", "remind", "escalate", "ask_for_update", "classify", "chase"} <= verbs


def test_a_report_is_in_preparation_and_says_what_is_missing() -> None:
    report = Report.objects.get(session=Session.of_key("CFM-60"))
    assert report.state == Report.State.PREPARING
    states = list(report.contributions.values_list("state", flat=True))
    assert {Contribution.State.AWAITED, Contribution.State.RECEIVED, Contribution.State.CLEARED} == set(states)
    assert report.contributions.filter(state=Contribution.State.AWAITED, chased__gte=1).exists()


def test_a_volume_waits_for_review_and_one_mandate_is_confidential() -> None:
    assert Volume.objects.filter(state=Volume.State.IN_REVIEW).exists()
    classified = followed().get(confidentiality__gte=2)
    assert classified.classified_because and classified.named.count() >= 2
    assert not Mandate.objects.visible_to(person("huda")).filter(pk=classified.pk).exists()


def test_five_earlier_sessions_are_remembered() -> None:
    assert followed().filter(renewed=5).count() >= 2
    renewed = followed().filter(renewed__gte=1)
    assert set(renewed.exclude(proposed_because=[]).values_list("proposed_because__0__code", flat=True)) == {"lineage"}
    assert NearDuplicate.objects.filter(paragraph__resolution__session=Session.of_key("CFM-60")).exists()


def test_endings_wait_for_the_cabinet_and_some_were_decided_on() -> None:
    codes = Mandate.objects.proposed_to_end().values_list("ending_because__0__code", flat=True)
    assert {"renewed", "dropped", "answered", "discontinued", "overtaken"} == set(codes)
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"propose_ending", "supersede", "decline_ending", "compare"} <= verbs


def test_the_desk_of_each_of_the_leading_persons_has_something_on_it() -> None:
    from diwan.desk.agenda import desk_of

    for name in ("idris", "yasmin", "farid", "huda", "jean"):
        assert any(group.lines for group in desk_of(person(name)).groups), name


def test_notices_of_the_last_days_are_unread_and_older_ones_are_read() -> None:
    assert Notice.objects.filter(read_at__isnull=True).exists()
    assert Notice.objects.filter(read_at__isnull=False).exists()


def test_what_was_done_is_found_in_three_languages() -> None:
    for words, language in (("working paper", "en"), ("document de travail", "fr"), ("ورقة عمل", "ar")):
        hits = find(person("idris"), words, languages=["en", "fr", "ar"])
        assert any(hit.language == language for hit in hits), words


def test_it_says_of_itself_that_it_is_fictional() -> None:
    assert Session.of_key("CFM-60").fictional and Session.of_key("CFM-61").fictional
    lived_in = organisation()
    assert lived_in is not None
    assert not Resolution.objects.exclude(session__fictional=True).exists()
    report = Report.objects.get(session=Session.of_key("CFM-60"))
    assert "fictional" in report.introduction.get("en", "").casefold()


def test_living_it_again_in_a_house_with_volumes_is_refused() -> None:
    from django.core.management import CommandError, call_command

    before = (Volume.objects.count(), Event.objects.count())
    with pytest.raises(CommandError, match="already"):
        call_command("seed")
    assert (Volume.objects.count(), Event.objects.count()) == before
    assert settings.DATA


def test_the_registry_is_full_of_life(lived: list[str]) -> None:
    assert Letter.objects.count() == LETTERS + 2
    found = set(Letter.objects.values_list("state", flat=True))
    assert {"registered", "presented", "referred", "answered", "filed", "void"} <= found
    papers = set(Outgoing.objects.values_list("state", flat=True))
    assert {"draft", "clearance", "review", "for_signature", "signed", "dispatched", "delivered"} <= papers
    assert Outgoing.objects.filter(master__isnull=False).count() == 57
    assert set(Arrival.objects.values_list("state", flat=True)) == {"ready"} and Arrival.objects.count() == 2
    assert not [volume for volume in prove().volumes if volume.findings]
