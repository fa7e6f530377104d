"""Who may not: everybody of the cast before letters of each level and of the private compartment, by every way in."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from diwan.api.models import Token
from diwan.correspondence.filters import Filter
from diwan.correspondence.forms.acts import ACTS
from diwan.correspondence.models import Letter
from diwan.correspondence.policies import PRIVATE
from diwan.correspondence.tests.letters import confidential, person, presented, registered, with_paper
from diwan.people.models import Unit
from diwan.records.enrolment import card_of
from diwan.search.find import find
from diwan.search.models import Entry
from diwan.search.reader import index_records

pytestmark = pytest.mark.django_db

EVERYBODY = (
    "harun", "idris", "yasmin", "khalid", "salma", "leila", "samira", "farid", "omar", "huda", "bilal", "nour", "zahra", "jean",
    "mariam", "sami", "rania", "hamza", "adam", "zayd",
)  # fmt: skip
WORD = "zymurgy"
SEES = {
    "open": {"harun", "idris", "yasmin", "khalid", "salma", "hamza", "farid"},
    "internal": {"harun", "idris", "yasmin", "khalid", "salma", "hamza", "farid"},
    "confidential": {"idris", "farid"},
    "strict": {"idris"},
    "private": {"harun", "khalid"},
}
"""Who sees what: the Cabinet, registry and auditor what is open; the unit asked (farid); from Confidential up who is named.

The private compartment: the private secretary, and the Secretary General whose post it is; nobody else, named or not.
"""


@pytest.fixture(scope="module")
def letters(built: Any) -> dict[str, Letter]:
    """One letter of each level with Political Affairs, and one in the private compartment; each holds one strange word."""
    found = {}
    for name, level in (("open", 0), ("internal", 1), ("confidential", 2), ("strict", 3)):
        letter = presented(subject=f"{WORD} {name}", sender_name=f"Sender of {name}")
        letter.refer(by=person("idris"), unit=Unit.objects.get(code="POL"))
        with_paper(letter)
        named = {"confidential": ["idris", "farid"], "strict": ["idris"]}.get(name, [])
        found[name] = confidential(letter, *named, level=level) if level != 1 else letter
    found["private"] = registered(
        by="salma", subject="", sender_name="Sender of private", compartment=PRIVATE, sealed=True, confidentiality=2,
        classified_because="came sealed",
    )  # fmt: skip
    found["private"].open_envelope(by=person("khalid"), subject=f"{WORD} private")
    card = card_of(Letter)
    assert card is not None
    index_records(card, list(Letter.objects.all()))
    assert Entry.objects.filter(record_type="correspondence.letter").count() == 5
    return found


@pytest.mark.parametrize("username", EVERYBODY)
def test_a_letter_is_there_for_those_alone_who_may_see_it(
    username: str, letters: dict[str, Letter], client: Any
) -> None:
    """By its page, its acts, its slip, its copy, its file, the list, the counts, the search, the API: all alike."""
    who = person(username)
    client.force_login(who)
    seen = {name for name, letter in letters.items() if Letter.objects.visible_to(who).filter(pk=letter.pk).exists()}
    assert seen == {name for name, those in SEES.items() if username in those}
    listed = client.get("/registry/?tab=all")
    page = listed.content.decode() if listed.status_code == 200 else ""
    assert listed.status_code == (200 if seen or page else listed.status_code)
    hits = {hit.record.pk for hit in find(who, WORD, languages=["en"], kinds=["correspondence.letter"])}
    for name, letter in letters.items():
        there = name in seen
        at = f"/letters/{letter.pk}/"
        for path in (at, f"{at}more/", *([f"{at}slip.pdf"] if not there or name == min(seen) else [])):
            assert client.get(path).status_code == (200 if there else 404), path
        if not there:
            assert client.get(f"{at}copy.pdf").status_code == 404
            assert client.get(f"{at}openings/").status_code == 404
            for noun in ACTS if name == "private" else ("referral", "minute"):
                assert client.post(f"{at}{noun}/").status_code == 404, noun
        assert (letter.pk in hits) is there, "search"
        assert (f"Sender of {name}" in page) is there, "list"
    chosen = Filter(QueryDict("tab=all"), who)
    states = {"referred": seen - {"private"}, "present": seen & {"private"}}
    assert {tab: chosen.counts[tab] for tab in states if tab in chosen.tabs} == {
        tab: len(those) for tab, those in states.items() if tab in chosen.tabs
    }


@pytest.mark.parametrize("username", EVERYBODY)
def test_the_api_shows_no_more(username: str, letters: dict[str, Letter], client: Any) -> None:
    who = person(username)
    _token, secret = Token.make(who, name="t", scope="read", expires_on="2035-12-31")
    key = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    seen = {letter.pk for name, letter in letters.items() if username in SEES[name]}
    answer = client.get("/api/letters/", **key).json()
    assert {one["id"] for one in answer["items"]} == seen and answer["total"] == len(seen)
    for letter in letters.values():
        assert client.get(f"/api/letters/{letter.pk}/", **key).status_code == (200 if letter.pk in seen else 404)


@pytest.mark.parametrize("username", EVERYBODY)
def test_files_go_with_their_letter(username: str, letters: dict[str, Letter], client: Any) -> None:
    from diwan.documents.models import Version

    client.force_login(person(username))
    for version in Version.objects.filter(document__record_type="correspondence.letter").select_related("document"):
        name = next(name for name, letter in letters.items() if letter.pk == version.document.record_id)
        if letters[name].copies_marked:
            continue  # given out as a marked copy: see test_copies
        expected = 200 if username in SEES[name] else 404
        assert client.get(version.get_absolute_url()).status_code == expected, name


@pytest.mark.parametrize("username", sorted(set(EVERYBODY) - {"idris", "yasmin", "harun"}))
def test_only_the_cabinet_has_the_signature_book(username: str, letters: dict[str, Letter], client: Any) -> None:
    client.force_login(person(username))
    assert client.get("/triage/").status_code == 403
    letter = letters["internal"]
    answer = client.post(f"/triage/{letter.pk}/decision/", {"decision": "none"})
    assert answer.status_code in (403, 404)
    assert client.post("/registry/referrals/", {"pick": [letter.pk], "how": "given"}).status_code == 403


ALLOWED = {
    "referral": {"idris", "yasmin", "harun"}, "acknowledgement": {"farid"}, "result": {"farid"}, "waiting": {"farid"},
    "return": {"farid"}, "person": {"idris", "yasmin", "harun", "farid"}, "no-reply": {"idris", "yasmin", "harun"},
    "attention": {"idris", "yasmin", "harun"}, "correction": {"idris", "yasmin", "salma"},
    "confidentiality": {"idris", "yasmin", "harun"}, "filing": {"idris", "yasmin", "salma"},
    "matter": {"idris", "yasmin", "salma"}, "duplicate": {"idris", "yasmin", "salma"},
    "minute": {"idris", "yasmin", "harun", "farid"},
}  # fmt: skip
"""Who may do what with an internal letter that is with Political Affairs."""


@pytest.mark.parametrize("noun", sorted(ALLOWED))
def test_each_act_is_refused_to_those_whose_it_is_not(noun: str, letters: dict[str, Letter], client: Any) -> None:
    letter = letters["internal"]
    verb = ACTS[noun].verb
    for username in sorted(SEES["internal"]):
        who = person(username)
        fresh = Letter.objects.get(pk=letter.pk)
        assert bool(fresh.decide(verb, who)) is (username in ALLOWED[noun]), f"{username} {noun}"
        if username not in ALLOWED[noun]:
            client.force_login(who)
            assert client.post(reverse("letter-act", args=[letter.pk, noun])).status_code == 403


def test_the_registry_does_not_see_again_what_it_registered_unopened(
    letters: dict[str, Letter], salma: Any, client: Any
) -> None:
    client.force_login(salma)
    letter = letters["private"]
    receipt = client.get(f"/letters/{letter.pk}/receipt/").content.decode()
    assert letter.number in receipt and WORD not in receipt
    assert client.get(f"/letters/{letter.pk}/").status_code == 404


def test_nothing_of_it_leaks_in_names_of_files(letters: dict[str, Letter], idris: Any, client: Any) -> None:
    client.force_login(idris)
    for name in ("confidential", "strict"):
        answer = client.get(f"/letters/{letters[name].pk}/slip.pdf")
        assert WORD not in answer["Content-Disposition"] and WORD.encode() not in answer.content
