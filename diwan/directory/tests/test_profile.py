"""What a profile brings to the directory, and what it leaves alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from diwan.directory.courtesy import speak
from diwan.directory.models import Correspondent, Formula
from diwan.organisation.profile import Profile, ProfileError, apply
from diwan.people.models import Unit

OIC = Path(settings.BASE) / "profiles" / "oic.yaml"
LACUSTRINE = Path(settings.BASE) / "profiles" / "lacustrine.yaml"
Kind = Correspondent.Kind


def test_each_member_state_has_a_mission_and_a_ministry_in_three_languages(cast: Any) -> None:
    for kind in (Kind.MISSION, Kind.MINISTRY):
        rows = Correspondent.objects.filter(kind=kind, automatic=True)
        assert rows.count() == 57
        for row in rows:
            assert not row.name.missing(["en", "fr", "ar"])
            assert row.language in ("en", "fr", "ar")
            assert row.email.endswith(".example") and row.domains


def test_the_names_are_grammatical(cast: Any) -> None:
    """As they were read by eye once: no article is doubled or missing before the state's own name."""
    wrong = {
        "en": re.compile(
            r"of (?:Republic|Kingdom|State|Union|Islamic|Arab|Sultanate|United|Federal)\b|the the\b", re.I
        ),
        "fr": re.compile(r"\b(?:de le|de les|de État|de Union|de Émirats|de (?:République|Royaume))\b|'"),
        "ar": re.compile(r"الدائمة (?!ل)|لال|خارجية ل"),
    }
    for row in Correspondent.objects.filter(kind__in=[Kind.MISSION, Kind.MINISTRY], automatic=True):
        for language, pattern in wrong.items():
            assert not pattern.search(row.name[language]), row.name[language]


def test_states_are_written_to_in_their_language(cast: Any) -> None:
    spoken = dict(Correspondent.objects.filter(kind=Kind.MISSION).values_list("country__code", "language"))
    assert (spoken["EG"], spoken["SN"], spoken["TD"], spoken["PK"], spoken["MZ"]) == ("ar", "fr", "fr", "en", "en")


def test_institutions_and_offices_are_correspondents_by_themselves(cast: Any) -> None:
    units = Unit.objects.filter(kind__in=[Unit.Kind.INSTITUTION, Unit.Kind.OFFICE], closed_on=None)
    written_to = Correspondent.objects.filter(unit__isnull=False, automatic=True)
    assert written_to.count() == units.count() > 40
    assert set(written_to.values_list("kind", flat=True)) == {Kind.INSTITUTION, Kind.OFFICE}
    assert Correspondent.objects.get(unit__code="SESRIC").folded[-1] == "sesric" or "sesric" in (
        Correspondent.objects.get(unit__code="SESRIC").folded
    )


def test_loading_again_changes_nothing_and_keeps_what_was_changed_by_hand(idris: Any) -> None:
    mission = Correspondent.objects.get(code="SN-mission")
    mission.change(by=idris, email="sn@elsewhere.example")
    Correspondent.objects.filter(pk=mission.pk).update(language="en")  # no hand did this
    row = Formula.objects.get(paper="letter", kind="mission", rank=None, language="en")
    Formula.settle(row.pk, by=idris, salutation="Dear Ambassador,")
    before = set(Correspondent.objects.values_list("pk", "code")), set(Formula.objects.values_list("pk", "paper"))
    apply(OIC)
    assert (
        set(Correspondent.objects.values_list("pk", "code")),
        set(Formula.objects.values_list("pk", "paper")),
    ) == before
    mission.refresh_from_db()
    assert (mission.email, mission.language) == ("sn@elsewhere.example", "fr")
    assert Formula.objects.get(pk=row.pk).salutation == "Dear Ambassador,"


def test_one_that_was_merged_or_closed_stays_so(idris: Any) -> None:
    ministry, mission = (Correspondent.objects.get(code=f"SN-{kind}") for kind in ("ministry", "mission"))
    mission.merge(by=idris, into=ministry)
    Correspondent.objects.get(code="LAS").close(by=idris, note="for the test")
    apply(OIC)
    mission.refresh_from_db()
    ministry.refresh_from_db()
    assert mission.merged_into == ministry
    assert "mission permanente de la republique du senegal" in ministry.folded
    assert Correspondent.objects.get(code="LAS").state == "closed"


def test_a_formula_that_the_file_no_longer_has_is_gone_unless_a_hand_wrote_it(idris: Any) -> None:
    Formula.objects.create(paper="letter", kind="company", language="en", salutation="Sirs,")
    kept = Formula.settle(None, by=idris, paper="letter", kind="un_body", language="en", salutation="Dear Colleague,")
    apply(OIC)
    assert not Formula.objects.filter(kind="company").exists()
    assert Formula.objects.filter(pk=kept.pk).exists()


def test_another_house_has_its_own(db: None) -> None:
    from diwan.organisation.models import Organisation

    Organisation.objects.all().delete()
    Correspondent.objects.all().delete()
    Formula.objects.all().delete()
    apply(LACUSTRINE)
    assert Correspondent.objects.get(code="XA-mission").language == "en"
    said = speak("note_verbale", Correspondent.objects.get(code="XB-ministry"), "pt")
    assert said.opening == (
        "O Gabinete da União apresenta os seus cumprimentos ao Ministério dos Negócios Estrangeiros da Terra dos Juncos "
        "e tem a honra de"
    )
    assert Correspondent.objects.filter(unit__code="LAKEBANK", kind=Kind.INSTITUTION).exists()


@pytest.mark.parametrize(
    ("section", "entry", "reason"),
    [
        ("correspondents", {"kind": "embassy", "code": "X", "name": {"en": "X", "pt": "X"}}, "is no kind of correspondent: embassy"),
        ("correspondents", {"kind": "ngo", "name": {"en": "X", "pt": "X"}}, "is missing (or a state)"),
        ("correspondents", {"kind": "mission", "state": "XQ", "name": {"en": "X", "pt": "X"}}, "unknown state: XQ"),
        ("correspondents", {"kind": "ngo", "code": "HERONS", "name": {"en": "X", "pt": "X"}}, "HERONS stands twice"),
        ("correspondents", {"kind": "ngo", "code": "X", "name": {"en": "X"}}, "has no text in pt"),
        ("formulas", {"paper": "postcard"}, "is no paper: postcard"),
        ("formulas", {"paper": "cable", "opening": {"en": "To {whom}", "pt": "A"}}, "has an unknown place: whom"),
        ("formulas", {"paper": "note_verbale", "kinds": ["mission"]}, "must be initials for a note verbale"),
        ("formulas", {"paper": "letter"}, "letter/any/any stands twice"),
        ("formulas", {"paper": "letter", "rank": "king"}, "is no rank: king"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(db: None, section: str, entry: dict[str, Any], reason: str) -> None:
    from diwan.directory.profile import load
    from diwan.directory.profile_letters import load_letters

    profile = Profile.read(LACUSTRINE)
    profile.data[section].append(entry)
    load(profile)
    load_letters(profile)
    assert any(reason in str(problem) and section in str(problem) for problem in profile.problems), profile.problems
    with pytest.raises(ProfileError):
        raise ProfileError(profile.problems)
