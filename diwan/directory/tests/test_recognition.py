"""Who wrote a letter, who is meant by what a clerk types."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from diwan.directory.lookup import lookup
from diwan.directory.models import Correspondent
from diwan.directory.recognition import Guess, recognise, resolve, suggest
from diwan.kernel.tests.effort import calls

Kind = Correspondent.Kind

NIGER = """RÉPUBLIQUE DU NIGER
Ministère des Affaires étrangères et de la Coopération
Direction générale des organisations internationales
N° 000148/MAE/C/DGOI
Niamey, le 27 janvier 2035
Le Ministre
à Son Excellence Monsieur le Secrétaire général
de l’Organisation de coopération islamique, Djeddah
Objet : ouverture d’une plateforme logistique"""
OMAN = """سلطنة عُمان
المندوبية الدائمة لدى منظمة التعاون الإسلامي
جدة
الرقم: م د/٢٠٩/٢٠٣٤
تهدي المندوبية الدائمة لسلطنة عمان لدى منظمة التعاون الإسلامي أطيب تحياتها إلى الأمانة العامة للمنظمة"""
JORDAN = """المملكة الأردنية الهاشمية
وزارة الخارجية وشؤون المغتربين
عمّان
معالي الأمين العام لمنظمة التعاون الإسلامي"""
EMBASSY = """EMBASSY OF THE REPUBLIC OF NIGER
JEDDAH
Ref: AMB/NE/JED/0457
The Embassy of the Republic of Niger presents its compliments to the General Secretariat and has the honour to refer"""
MOTTO = """UN PEUPLE - UN BUT - UNE FOI
RÉPUBLIQUE DU MALI
MINISTÈRE DE L’AGRICULTURE
Bamako"""
ADDRESSED = """Heron Relief
Port Heron, 3 May
To: The Permanent Mission of the Republic of Senegal
Jeddah
Dear Sir,"""
FOOT = (
    "Dear colleagues,\n" + "\n".join(f"We wrote of matter {n}." for n in range(20)) + "\nA. Balde\nDirector\nIRCICA\n"
)


def codes(guesses: list[Guess]) -> list[str | None]:
    return [guess.correspondent.code for guess in guesses]


@pytest.mark.parametrize(
    ("text", "code", "at_least", "because"),
    [
        (NIGER, "NE-ministry", 85, "letterhead"),
        (OMAN, "OM-mission", 95, "compliments"),
        (JORDAN, "JO-ministry", 85, "letterhead"),
        (EMBASSY, "NE-mission", 90, "compliments"),
        ("Permanent Mission of Sénégal\nJeddah", "SN-mission", 80, "letterhead"),
        ("البعثة الدائمة للمملكة العربية السعودية", "SA-mission", 80, "letterhead"),
        ("MINISTRY OF FOREIGN AFFAIRS OF THE REPUBLIC OF UGANDA\nKampala", "UG-ministry", 92, "letterhead"),
        ("LIGUE DES ÉTATS ARABES\nSecrétariat général", "LAS", 92, "letterhead"),
        (FOOT, "unit:IRCICA", 60, "signature"),
    ],
)
def test_the_sender_is_read_from_the_letter(cast: Any, text: str, code: str, at_least: int, because: str) -> None:
    first = recognise(text)[0]
    assert (first.correspondent.code, first.because.code) == (code, because)
    assert at_least <= first.confidence < 100


def test_the_surest_comes_first_and_the_others_are_much_less_sure(cast: Any) -> None:
    guesses = recognise(JORDAN)
    assert codes(guesses)[0] == "JO-ministry"
    assert all(guess.confidence <= 50 for guess in guesses[1:]), "Amman is called like Oman"


def test_a_motto_is_no_acronym_and_another_ministry_is_a_weak_guess(cast: Any) -> None:
    guesses = recognise(MOTTO)
    assert codes(guesses) == ["ML-ministry"]
    assert guesses[0].confidence <= 45


def test_the_addressee_is_not_the_sender(cast: Any) -> None:
    assert recognise(ADDRESSED) == []


def test_nothing_is_guessed_from_nothing(cast: Any) -> None:
    assert recognise("") == recognise("Dear Sir,\nThank you.\nYours", address="somebody@elsewhere.example") == []


@pytest.mark.parametrize(
    ("address", "because", "confidence"),
    [
        ("registry@mission-sn.example", "address", 97),
        ("Permanent Mission <REGISTRY@MISSION-SN.EXAMPLE>", "address", 97),
        ("attache@mission-sn.example", "domain", 90),
        ("attache@mail.mission-sn.example", "domain", 90),
    ],
)
def test_an_address_is_recognised(cast: Any, address: str, because: str, confidence: int) -> None:
    (guess,) = recognise("Hello", address=address)
    assert (guess.correspondent.code, guess.because.code, guess.confidence) == ("SN-mission", because, confidence)


def test_signs_that_agree_make_it_surer(cast: Any) -> None:
    alone, both = recognise(NIGER)[0], recognise(NIGER, address="protocol@foreign-affairs-ne.example")[0]
    assert both.confidence > alone.confidence
    assert [sign.code for sign in (both.because, *both.also)] == ["address", "letterhead"]


def test_why_is_said_in_the_language_of_the_reader(cast: Any) -> None:
    from django.utils.translation import override

    because = recognise(EMBASSY)[0].also[0]
    with override("en"):
        assert str(because) == "the letterhead: “EMBASSY OF THE REPUBLIC OF NIGER”"
    with override("fr"):
        assert "EMBASSY" in str(because) and "letterhead" not in str(because)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("permanent mission of the republic of niger", "NE-mission"),
        ("  MISSION PERMANENTE DE LA RÉPUBLIQUE DU NIGER ", "NE-mission"),
        ("المندوبية الدائمه لجمهوريه النيجر", "NE-mission"),
        ("Permanent Mission of Niger", "NE-mission"),
        ("المندوبية الدائمة للنيجر", "NE-mission"),
        ("Ministère des affaires étrangères du Tchad", "TD-ministry"),
        ("sesric", "unit:SESRIC"),
        ("UN", "UN"),
        ("Embassy of Niger", None),
        ("Niger", None),
        ("Permanent Mission of Niger in the South", None),
        ("", None),
    ],
)
def test_a_name_typed_whole_is_resolved_in_any_language(cast: Any, typed: str, code: str | None) -> None:
    found = resolve(typed)
    assert (found.code if found else None) == code


def test_two_of_one_name_are_not_told_apart_by_it(idris: Any) -> None:
    for language in ("en", "fr"):
        Correspondent.enter(by=idris, kind=Kind.PERSON, name={language: "A. Balde"})
    assert resolve("A. Balde") is None
    assert len(suggest("balde")) == 2


@pytest.mark.parametrize(
    ("typed", "first"),
    [("sene", "SN-mission"), ("min séné", "SN-ministry"), ("سنغال", "SN-mission"), ("isdb", "unit:IsDB")],
)
def test_names_are_offered_as_one_types(cast: Any, typed: str, first: str) -> None:
    assert suggest(typed)[0].code == first


def test_at_most_twelve_are_offered_and_none_for_nothing(cast: Any) -> None:
    assert len(suggest("mission")) == 12
    assert suggest("") == suggest("zzzz") == []


def test_a_change_is_known_at_once_and_a_merged_name_leads_to_the_one_that_stays(idris: Any) -> None:
    assert resolve("Heron Relief") is None
    heron = Correspondent.enter(by=idris, kind=Kind.NGO, name={"en": "Heron Relief"})
    assert resolve("heron relief") == heron
    heron.change(by=idris, aliases=["Herons"])
    assert resolve("Herons") == heron
    other = Correspondent.enter(by=idris, kind=Kind.NGO, name={"en": "Grey Herons"})
    heron.merge(by=idris, into=other)
    assert resolve("Heron Relief") == other
    other.close(by=idris, note="dissolved")
    assert resolve("Grey Herons") is None and suggest("heron") == []


def test_a_change_that_is_undone_is_not_remembered(idris: Any) -> None:
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Correspondent.enter(by=idris, kind=Kind.NGO, name={"en": "Heron Relief"})
        assert resolve("Heron Relief")
        raise ZeroDivisionError
    assert resolve("Heron Relief") is None


def test_a_letter_asks_the_database_twice(cast: Any, django_assert_num_queries: Any) -> None:
    lookup()
    with django_assert_num_queries(2):
        recognise(NIGER, address="protocol@foreign-affairs-ne.example")


def test_a_letter_takes_no_more_effort_in_a_large_directory(cast: Any) -> None:
    letters = [NIGER, OMAN, JORDAN, EMBASSY, NIGER * 40]

    def effort() -> int:
        lookup()
        return sum(calls(partial(recognise, letter)) for letter in letters)

    small = effort()
    rows = [Correspondent(kind=Kind.NGO, name={"en": f"Association {n} of the Hills"}) for n in range(800)]
    for row in rows:
        row.prepare()
    Correspondent.objects.bulk_create(rows)
    assert effort() < 1.5 * small
