"""How each is addressed: the formula that counts, and its words in three languages."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from diwan.clearance.ranks import Rank
from diwan.directory.courtesy import Formulary, formula_for, note_verbale_allowed, speak
from diwan.directory.grammar import in_sentence, placed
from diwan.directory.models import Correspondent, Formula
from diwan.kernel.decisions import NotNow, Refused
from diwan.kernel.multilingual import Texts

Kind = Correspondent.Kind
LANGUAGES = ("en", "fr", "ar")


def of(code: str) -> Correspondent:
    found: Correspondent = Correspondent.objects.get(code=code)
    return found


def test_a_note_verbale_presents_compliments_in_the_third_person(cast: Any) -> None:
    said = {language: speak("note_verbale", of("SN-ministry"), language) for language in LANGUAGES}
    assert said["en"].opening == (
        "The General Secretariat of the Organisation of Islamic Cooperation presents its compliments to the Ministry of "
        "Foreign Affairs of the Republic of Senegal and has the honour to"
    )
    assert said["fr"].opening == (
        "Le Secrétariat général de l’Organisation de coopération islamique présente ses compliments au Ministère des "
        "Affaires étrangères de la République du Sénégal et a l’honneur de"
    )
    assert said["ar"].opening == (
        "تهدي الأمانة العامة لمنظمة التعاون الإسلامي أطيب تحياتها إلى وزارة خارجية جمهورية السنغال، وتتشرف بـ"
    )
    assert all(one.initialled and not one.courtesy and not one.salutation for one in said.values())


def test_an_arabic_preposition_is_written_with_the_name_after_it(cast: Any) -> None:
    assert "لتعرب للمندوبية الدائمة لجمهورية السنغال عن" in speak("note_verbale", of("SN-mission"), "ar").closing
    assert "لتعرب لوزارة خارجية" in speak("note_verbale", of("SN-ministry"), "ar").closing


@pytest.mark.parametrize(
    ("kind", "name", "language", "said"),
    [
        (Kind.MISSION, "Mission permanente du Mali", "fr", "à la Mission permanente du Mali"),
        (Kind.MINISTRY, "Ministère des Pêches", "fr", "au Ministère des Pêches"),
        (Kind.ORGANISATION, "Union africaine", "fr", "à l’Union africaine"),
        (Kind.UN_BODY, "Nations Unies", "fr", "aux Nations Unies"),
        (Kind.HEAD_OF_GOVERNMENT, "Premier ministre du Tchad", "fr", "au Premier ministre du Tchad"),
        (Kind.PERSON, "Mme Aïssata Diop", "fr", "à Mme Aïssata Diop"),
        (Kind.UN_BODY, "Haut-Commissariat aux réfugiés", "fr", "au Haut-Commissariat aux réfugiés"),
        (Kind.MISSION, "Missão Permanente da Guiné-Bissau", "pt", "à Missão Permanente da Guiné-Bissau"),
        (Kind.MINISTRY, "Ministério dos Mares", "pt", "ao Ministério dos Mares"),
        (Kind.ORGANISATION, "League of Arab States", "en", "a the League of Arab States"),
        (Kind.NGO, "Secours Héron", "fr", "à Secours Héron"),
        (Kind.UN_BODY, "UNICEF", "en", "a UNICEF"),
    ],
)
def test_a_name_takes_its_article(kind: str, name: str, language: str, said: str) -> None:
    preposition = "à" if language == "fr" else "a"
    text = placed("X " + preposition + " {addressee}", language, addressee=in_sentence(name, kind, language))
    assert text == f"X {said}"


def test_de_is_joined_too_and_only_before_what_was_filled_in() -> None:
    assert placed("l’attention de {a} et de le lire", "fr", a="les États membres") == (
        "L’attention des États membres et de le lire"
    )


def test_the_most_particular_formula_counts(cast: Any) -> None:
    Formula.objects.create(paper="letter", kind="mission", rank=Rank.REPRESENTATIVE, language="en", salutation="Both")
    anybody = Correspondent(kind=Kind.COMPANY, rank=Rank.ROUTINE, name=Texts(en="X"))
    a_minister = Correspondent(kind=Kind.COMPANY, rank=Rank.MINISTER, name=Texts(en="X"))
    assert formula_for("letter", of("SN-mission"), "en").salutation == "Both"
    assert formula_for("letter", of("SN-mission"), "fr").kind == Kind.MISSION
    assert formula_for("letter", a_minister, "en").rank == Rank.MINISTER
    assert (formula_for("letter", anybody, "en").kind, formula_for("letter", anybody, "en").rank) == ("", None)


def test_courtesy_is_not_borrowed_from_another_language(cast: Any) -> None:
    with pytest.raises(NotNow):
        formula_for("letter", of("SN-mission"), "pt")


@pytest.mark.parametrize("kind", Kind.values)
def test_there_is_a_formula_for_everybody_and_no_place_is_left_open(cast: Any, kind: str) -> None:
    formulary = Formulary()
    for paper, language in product(Formula.Paper.values, LANGUAGES):
        rank = Correspondent.RANKS.get(kind, Rank.ROUTINE)
        whom = Correspondent(kind=kind, rank=rank, name=Texts({language: "Ministère X"}))
        said = formulary.speak(paper, whom, language)
        assert said.address and said.named_in == language
        whole = " ".join([*said.address, said.salutation, said.opening, said.closing, said.courtesy])
        assert "{" not in whole and "\ue000" not in whole
        if paper == "letter":
            assert said.salutation and said.courtesy and not said.initialled
        assert said.initialled == (paper in ("note_verbale", "memorandum"))


def test_a_letter_to_a_head_of_state_bears_the_style(cast: Any) -> None:
    whom = Correspondent(
        kind=Kind.HEAD_OF_STATE, rank=Rank.HEAD,
        name=Texts({"en": "President of the Republic of Mali", "fr": "Président de la République du Mali", "ar": "رئيس جمهورية مالي"}),
    )  # fmt: skip
    assert speak("letter", whom, "en").address == ["H.E. the President of the Republic of Mali"]
    assert speak("letter", whom, "fr").address == ["Son Excellence le Président de la République du Mali"]
    assert speak("letter", whom, "ar").address == ["فخامة رئيس جمهورية مالي"]


def test_a_salutation_of_its_own_counts_in_the_address_and_in_the_courtesy(cast: Any) -> None:
    whom = Correspondent(
        kind=Kind.HEAD_OF_STATE, rank=Rank.HEAD,
        name=Texts(en="His Majesty the King of the Lakes"), salutation=Texts(en="Your Majesty,"),
    )  # fmt: skip
    said = speak("letter", whom, "en")
    assert said.address == ["His Majesty the King of the Lakes"]
    assert said.salutation == "Your Majesty,"
    assert said.courtesy == "Please accept, Your Majesty, the assurances of my highest consideration."


def test_what_goes_to_all_names_all_together(cast: Any) -> None:
    assert "aux Missions permanentes des États membres" in speak("note_verbale", None, "fr").opening
    assert "إلى المندوبيات الدائمة للدول الأعضاء" in speak("note_verbale", None, "ar").opening


def test_a_name_that_is_not_known_in_the_language_is_said_to_be_of_another(cast: Any) -> None:
    whom = of("SN-mission")
    del whom.name["ar"]
    assert speak("letter", whom, "ar").named_in != "ar"


def test_the_same_note_to_all_missions_asks_the_database_twice(cast: Any, django_assert_num_queries: Any) -> None:
    missions = list(Correspondent.objects.filter(kind=Kind.MISSION))
    with django_assert_num_queries(2):
        formulary = Formulary()
        said = [formulary.speak("note_verbale", one, language) for one in missions for language in LANGUAGES]
    assert len({one.opening for one in said}) == 57 * 3


@pytest.mark.parametrize("kind", Kind.values)
def test_no_note_verbale_goes_to_those_outside_diplomacy(kind: str) -> None:
    refused = kind in (Kind.NGO, Kind.COMPANY, Kind.PERSON, Kind.UN_BODY)
    decision = note_verbale_allowed(Correspondent(kind=kind))
    assert bool(decision) is not refused
    assert bool(decision.reason) is refused


def test_a_note_verbale_to_an_ngo_is_refused_with_what_to_write_instead() -> None:
    reason = str(note_verbale_allowed(Correspondent(kind=Kind.NGO)).reason)
    assert reason == "A note verbale is not sent to a non-governmental organisation: write a letter."


def test_formulas_are_settled_by_the_head_of_the_registry_and_the_cabinet(idris: Any, salma: Any) -> None:
    row = Formula.objects.get(paper="letter", kind="mission", language="en")
    with pytest.raises(Refused):
        Formula.settle(row.pk, by=salma, salutation="Dear Ambassador,")
    kept = Formula.settle(row.pk, by=idris, salutation="Dear Ambassador,")
    assert kept.by_hand
    assert speak("letter", of("SN-mission"), "en").courtesy.startswith("Please accept, Dear Ambassador, the")
