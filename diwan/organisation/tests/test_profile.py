"""An organisation is data: profiles are taken whole, or refused whole with the line and the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from diwan.kernel import clock
from diwan.organisation import lined_yaml
from diwan.organisation.models import Calendar, Holiday, Organisation, organisation
from diwan.organisation.profile import ProfileError, apply

PROJECT = Path(__file__).resolve().parents[3]
SERVED = PROJECT / "profiles" / "oic.yaml"
INVENTED = PROJECT / "profiles" / "lacustrine.yaml"
REFERENCE = PROJECT.parent / "shared" / "reference" / "oic.yaml"
# By name: these apps stand on the floors above this one.
Holding, Post, Unit = (apps.get_model("people", name) for name in ("Holding", "Post", "Unit"))
State, Membership = (apps.get_model("directory", name) for name in ("State", "Membership"))
Organ, Session = (apps.get_model("meetings", name) for name in ("Organ", "Session"))
Institution, Office = apps.get_model("institutions.Institution"), apps.get_model("offices.Office")
Series, Register = apps.get_model("resolutions.Series"), apps.get_model("references.Register")
KEPT: list[type[Any]] = [
    Organisation, Calendar, Holiday, Unit, Post, State, Membership, Institution, Office, Organ, Session,
    Series, Register,
]  # fmt: skip

Changed = Callable[..., Path]


@pytest.fixture(autouse=True)
def empty_house(db: None) -> None:
    """Without the organisation that the other tests serve; the transaction of the test gives it back."""
    Holding.objects.all().delete()
    for label in ("clearance.Seat", "clearance.Stage", "clearance.Circuit", "clearance.Point", "directory.Formula",
                  "directory.Correspondent", "correspondence.FileClass"):  # fmt: skip
        if label == "correspondence.FileClass":
            apps.get_model(label).objects.update(parent=None)
        apps.get_model(label).objects.all().delete()
    Unit.objects.update(parent=None)
    for model in reversed(KEPT):
        model.objects.all().delete()


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The invented organisation's file with some words replaced."""

    def write(old: str, new: str, also: dict[str, str] | None = None) -> Path:
        text = INVENTED.read_text()
        for before, after in ({old: new} | (also or {})).items():
            assert before in text, before
            text = text.replace(before, after, 1)
        file = tmp_path / "profile.yaml"
        file.write_text(text)
        return file

    return write


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in KEPT}


def line_of(file: Path, words: str) -> int:
    """The first line that holds these words."""
    return next(n for n, line in enumerate(file.read_text().splitlines(), 1) if words in line)


def refused(file: Path) -> list[str]:
    """What the refusal says, after which nothing is there."""
    with pytest.raises(ProfileError) as refusal:
        apply(file)
    assert not any(counts().values())
    return str(refusal.value).splitlines()


# The two that are shipped, and the form they follow


def test_the_served_organisation_loads_with_its_states_organs_and_offices() -> None:
    profile = apply(SERVED)
    assert profile.unused == ["urgency_levels"]
    served = organisation()
    assert served is not None
    assert (served.code, served.languages, served.time_zone) == ("OIC", ["ar", "en", "fr"], "Asia/Riyadh")
    assert Membership.objects.filter(standing="member", until=None).count() == 57
    assert Membership.objects.filter(standing="observer").count() == 5
    assert Unit.objects.filter(parent__kind="cabinet", kind="department").count() == 8
    assert {o.unit.code: o.unit.time_zone for o in Office.objects.all()}["KBL"] == "Asia/Kabul"
    assert Session.of_key("CFM-51").start == dt.date(2025, 6, 21)
    assert Session.of_key("EX-CFM-20").hijri_printed == "7 Ramadan 1446"
    assert Organ.objects.get(symbol="SUM").suffix == "(IS)"
    assert Series.objects.get(code="HUM").lead.code == "ICHAD"


def test_offices_rest_on_their_own_days() -> None:
    apply(SERVED)
    weekend = {u.code: u.calendar.weekend for u in Unit.objects.select_related("calendar")}
    assert weekend["CAB"] == weekend["BGW"] == ["friday", "saturday"]
    assert weekend["NYC"] == weekend["NIM"] == ["saturday", "sunday"]
    assert weekend["KBL"] == ["thursday", "friday"]
    assert weekend["MGQ"] == ["friday"]
    seat = Calendar.objects.get(code="SA").working
    assert not seat.is_working(dt.date(2026, 3, 22))  # a Sunday in the days of Eid al-Fitr
    assert seat.is_working(dt.date(2026, 3, 24))


def test_an_institution_works_by_the_week_of_its_country() -> None:
    apply(SERVED)
    cairo = Unit.objects.select_related("calendar").get(code="WDO")
    assert (cairo.time_zone, cairo.calendar.weekend) == ("Africa/Cairo", ["friday", "saturday"])
    assert cairo.calendar.name["fr"] == "Égypte"


def test_an_invented_organisation_brings_its_own_languages_weekend_and_symbols() -> None:
    profile = apply(INVENTED)
    assert profile.unused == []
    invented = organisation()
    assert invented is not None and invented.fictional
    assert (invented.symbol, invented.languages) == ("ULC", ["en", "pt"])
    assert set(Unit.objects.get(code="FISH").name) == {"en", "pt"}
    assert Unit.objects.get(code="LIGHT").lineage()[-1].code == "DSG-AGUA"
    assert Unit.objects.get(code="LIGHT").calendar.weekend == ["monday", "sunday"]
    assert Session.of_key("CLK-5").fictional
    assert list(State.objects.get(code="XC").memberships.values_list("since", "until")) == [
        (1996, 2011),
        (2019, None),
    ]


def test_the_form_of_the_reference_file_is_read_as_it_is() -> None:
    if not REFERENCE.exists():
        pytest.skip(f"there is no {REFERENCE.name} beside the project")
    profile = apply(REFERENCE)
    assert "programme_of_action" in profile.unused
    assert "calendar.ramadan" in profile.remarks
    assert profile.loaded["states"] == 62
    assert profile.loaded["external offices"] == 8
    assert Unit.objects.get(code="ICHAD").parent.code == "ASG-HCS"
    assert Unit.objects.get(code="NYC").time_zone == "America/New_York"
    assert Organ.objects.get(code="SUMMIT").suffix == "(IS)"
    assert Series.objects.get(code="POL").also == ["P", "س"]


def test_the_example_in_the_guide_is_a_profile(tmp_path: Path) -> None:
    guide = (PROJECT / "docs" / "profile.md").read_text()
    file = tmp_path / "example.yaml"
    file.write_text(guide.partition("```yaml\n")[2].partition("```")[0])
    assert apply(file).unused == []
    assert Session.of_key("ASM-12").organ.symbol == "ASM"


# Again


def test_loading_again_changes_nothing() -> None:
    apply(SERVED)
    before, keys = counts(), set(Unit.objects.values_list("pk", "code"))
    apply(SERVED)
    assert counts() == before
    assert set(Unit.objects.values_list("pk", "code")) == keys


def test_a_correction_reaches_the_row_that_is_there(changed: Changed) -> None:
    apply(INVENTED)
    fisheries = Unit.objects.get(code="FISH").pk
    apply(changed("{en: Fisheries, pt: Pescas}", "{en: Fish and Eels, pt: Pescas}"))
    assert str(Unit.objects.get(pk=fisheries).name) == "Fish and Eels"


def test_a_unit_no_longer_in_the_file_is_closed_and_reopened_when_it_returns(changed: Changed) -> None:
    apply(INVENTED)
    apply(changed("- {code: ARQ, name: {en: Archives and Post, pt: Arquivo e Correio}}\n", "", {"JUR, ARQ,": "JUR,"}))
    assert Unit.objects.get(code="ARQ").closed_on == clock.today()
    apply(INVENTED)
    assert Unit.objects.get(code="ARQ").closed_on is None


def test_a_holiday_that_moved_is_not_a_day_off_twice(changed: Changed) -> None:
    apply(INVENTED)
    apply(changed("[2034-05-02, 2035-05-02", "[2034-05-02, 2035-05-03"))
    days = Holiday.objects.filter(start__year=2035, start__month=5).values_list("start", flat=True)
    assert list(days) == [dt.date(2035, 5, 3)]


def test_a_title_corrected_in_one_language_stays_the_same_post(changed: Changed) -> None:
    apply(INVENTED)
    posts = Post.objects.count()
    apply(changed("pt: Chefe de Gabinete", "pt: Chefe do Gabinete"))
    assert Post.objects.count() == posts
    assert Post.objects.get(role="chef_de_cabinet").title["pt"] == "Chefe do Gabinete"


def test_a_second_organisation_is_refused_where_one_is_served() -> None:
    apply(SERVED)
    before = counts()
    with pytest.raises(ProfileError, match="this house serves OIC; the file describes ULC") as refusal:
        apply(INVENTED)
    assert refusal.value.problems[0].line == line_of(INVENTED, "code: ULC")
    assert counts() == before


# Refused whole, with line and reason

MISTAKES = [
    ("weekend: [saturday, sunday]\n  fictional", "weekend: [saturday, sonntag]\n  fictional", "sonntag",
     "organisation.weekend[2]: is no day of the week: sonntag"),
    ("time_zone: Atlantic/Azores\n  calendar", "time_zone: Mars/Olympus\n  calendar", "Mars/Olympus",
     "organisation.time_zone: is no time zone: Mars/Olympus"),
    ("{en: Fisheries, pt: Pescas}", "{en: Fisheries}", "en: Fisheries}",
     "other_departments[1].name: has no text in pt"),
    ("{en: Fisheries, pt: Pescas}", "Fisheries", "Fisheries,",
     "other_departments[1].name: should have a text for each language: en, pt"),
    ("lead: JUR", "lead: JURI", "JURI", "resolution_series[3].lead: unknown unit: JURI (there is “JUR”)"),
    ("organ: KEEP", "organ: KEPT", "organ: KEPT", "sessions[1].organ: unknown organ: KEPT"),
    ("asg: DSG-AGUA}\n- {code: NAV", "asg: DSG-FOGO}\n- {code: NAV", "DSG-FOGO",
     "other_departments[1].asg: unknown unit: DSG-FOGO"),
    ("parent: NAV\n  calendar: DELTA", "parent: NAV\n  calendar: DELTO", "DELTO",
     "units[1].calendar: unknown calendar"),
    ("calendars: [SEAT, DELTA]", "calendars: [SEAT, HILL]", "HILL",
     "holidays[2].calendars[2]: unknown calendar: HILL"),
    ("start: 2034-06-06", "start: 2034-06-31", "2034-06-31",
     "asm_sessions.ordinary[1].start: is no date: 2034-06-31"),
    ("end: 2035-06-07", "end: 2035-06-01", "2035-06-01",
     "asm_sessions.ordinary[2].end: is before the first day"),
    ("2034-08-14/2034-08-18", "2034-08-18/2034-08-14", "2034-08-18/",
     "holidays[2].dates[1]: ends before it begins"),
    ("code: ARQ", "code: jur", "code: jur",
     "departments_supervised_by_cabinet[2].code: jur stands twice among the units"),
    ("code: HYDRO", "code: FISH", "- code: FISH", "institutions[2].code: FISH stands twice among the units"),
    ("number: 12", "number: 11", "Reedmouth, pt: Foz dos Juncos}, start",
     "ASM-11 stands twice among the sessions"),
    ("number: 12", "number: twelve", "twelve", "asm_sessions.ordinary[2].number: should be a whole number"),
    ("joined: 1994}\n- {code: XB", "joind: 1994}\n- {code: XB", "joind",
     "member_states[1].joined: is missing"),
    ("code: LIGHT\n  name", "code: LIGHT\n  nmae", "code: LIGHT",
     "units[1].name: is missing (there is “nmae”)"),
    ("official_languages: [en, pt]", "official_languages: en", "official_languages",
     "organisation.official_languages: should be a list"),
    ("kind: section\n  parent: NAV", "kind: section\n  parent: LIGHT", "parent: LIGHT",
     "units[1].parent: LIGHT would stand above itself: LIGHT → LIGHT"),
    ("since: 1996, until: 2011", "since: 1996, until: 2021", "2021",
     "memberships[2]: begins before the one above it"),
    ("role: desk_officer", "role: desk_offiser", "desk_offiser", "posts[5].role: is no role: desk_offiser"),
    ("R.{serial}-{year}", "R.{year}", "R.{year}", "registers[1].pattern: has no place for the number"),
    ("R.{serial}-{year}", "R.{serial}", "R.{serial}", "registers[1].pattern: begins anew each year"),
    ("R.{serial}-{year}", "R.{serial.__class__}-{year}", "__class__", "has a place that is no plain word"),
    ("also: [JUR]", "also: [AGU]", "code: LAW", "resolution_series[3]: “AGU” is already the series WAT"),
    ("rank: 3", "rank: 2", "rank: 2, name: {en: Sealed",
     "confidentiality_levels[4].rank: the rank 2 stands twice"),
    ("fictional: true", "fictional: perhaps", "perhaps", "organisation.fictional: should be true or false"),
    ("  code: ULC\n  acronym: {en: ULC,", "  acronym: {en: The Union,", "organisation:",
     "organisation.code: is needed"),
    ("organisation:\n", "organization:\n", "organization:", "the section “organisation” is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "reason"), MISTAKES, ids=[mistake[3][:60] for mistake in MISTAKES])
def test_a_mistake_refuses_the_file_whole_and_is_named_with_its_line(
    changed: Changed, old: str, new: str, where: str, reason: str
) -> None:
    file = changed(old, new)
    said = refused(file)
    assert any(reason in one for one in said), said
    wanted = next(one for one in said if reason in one)
    assert wanted.startswith(f"line {line_of(file, where)}: ")


def test_all_mistakes_are_named_at_once_in_the_order_of_lines(changed: Changed) -> None:
    said = refused(changed("lead: JUR", "lead: X1", {"end: 2035-06-07": "end: soon", "pt: Pescas": "es: Pesca"}))
    assert [one.split(": ", 2)[1] for one in said] == [
        "other_departments[1].name", "asm_sessions.ordinary[2].end", "resolution_series[3].lead",
    ]  # fmt: skip


def test_units_in_a_circle_are_shown_as_the_circle(changed: Changed) -> None:
    said = refused(changed("kind: section\n  parent: NAV", "kind: section\n  parent: NAV", {
        "{en: Navigation and Lights, pt: Navegação e Faróis}, asg: DSG-AGUA":
        "{en: Navigation and Lights, pt: Navegação e Faróis}, parent: LIGHT"}))  # fmt: skip
    assert len(said) == 1
    assert "other_departments[2].parent: NAV would stand above itself: NAV → LIGHT → NAV" in said[0]


# What is no YAML that we read


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("organisation:\n  code: [A\nname: x\n", "line 3: is no YAML"),
        (
            "organisation:\n  code: A\n  name: x\n  code: B\n",
            "line 4: organisation.code: this key stands twice, first on line 2",
        ),
        ("a: &all [x, y]\nb: *all\n", "line 2: b: aliases (*name) are not read"),
        ("a: 1\nb: !!python/object:os.system x\n", "line 2: b: tags"),
        ("a: 1\n---\nb: 2\n", "line 2: holds a second document"),
        ("", "line 1: is empty"),
        ("- one\n- two\n", "should be a mapping of sections"),
        ("a: 1\nb: \x07\n", "line 2: "),
        ("a: " + "[" * 4000, "is nested more than"),
    ],
)
def test_a_file_that_is_no_plain_yaml_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "profile.yaml"
    file.write_text(text)
    assert reason in refused(file)[0]


def test_a_file_that_is_not_utf_8_is_refused_on_its_line(tmp_path: Path) -> None:
    file = tmp_path / "profile.yaml"
    file.write_bytes(b"a: 1\nb: caf\xe9\n")
    assert refused(file) == ["line 2: is not UTF-8 text"]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "profile.yaml"
    file.write_text("a: " + "x" * lined_yaml.LIMIT)
    assert "is larger than" in refused(file)[0]


def test_norway_is_a_country_and_half_past_twelve_is_no_number() -> None:
    data, lines = lined_yaml.read(b"country: NO\ntime: 12:30\nday: 2035-02-13\nnone: ~\n'on': \"7\"\n")
    assert data == {"country": "NO", "time": "12:30", "day": "2035-02-13", "none": None, "on": "7"}
    assert lines["day",] == 3


# The command


def test_the_command_says_what_was_loaded_and_what_was_not_used(changed: Changed) -> None:
    out = StringIO()
    call_command("profile_load", str(changed("asm_sessions:", "mottoes: [still waters]\nasm_sessions:")), stdout=out)
    assert "states 4" in out.getvalue()
    assert "not used: mottoes" in out.getvalue()


def test_the_command_prints_each_mistake_on_a_line_and_fails(changed: Changed) -> None:
    err = StringIO()
    file = changed("lead: JUR", "lead: X1")
    with pytest.raises(CommandError, match="refused whole; nothing was changed"):
        call_command("profile_load", str(file), stderr=err)
    assert err.getvalue().strip() == f"line {line_of(file, 'lead: X1')}: resolution_series[3].lead: unknown unit: X1"


def test_the_command_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.yaml: No such file"):
        call_command("profile_load", str(tmp_path / "none.yaml"))
