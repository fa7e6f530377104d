"""The API: the same policies and verbs as the pages, with personal tokens."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from diwan.api.models import Token
from diwan.trail.models import Event


@pytest.fixture
def call(client: Client, cast: dict[str, Any]) -> Any:
    """``call("idris", "get", "/api/mandates/")`` with a token of that person."""

    def ask(who: str | None, method: str, path: str, *, scope: str = "write", **options: Any) -> Any:
        headers = dict(options.pop("headers", {}))
        if who:
            _token, secret = Token.make(cast[who], name="test", scope=scope, expires_on=dt.date(2035, 3, 1))
            headers["Authorization"] = f"Bearer {secret}"
        return getattr(client, method)(path, headers=headers, content_type="application/json", **options)

    return ask


def test_without_a_token_there_is_no_answer(call: Any) -> None:
    assert call(None, "get", "/api/mandates/").status_code == 401


@pytest.mark.parametrize(
    "change", [{"expires_on": dt.date(2035, 2, 12)}, {"revoked_at": dt.datetime(2035, 1, 1, tzinfo=dt.UTC)}]
)
def test_an_expired_or_revoked_token_is_no_token(client: Client, idris: Any, change: dict[str, Any]) -> None:
    token, secret = Token.make(idris, name="test", scope="read", expires_on=dt.date(2035, 3, 1))
    Token.objects.filter(pk=token.pk).update(**change)
    assert client.get("/api/mandates/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_only_the_digest_of_a_token_is_kept(idris: Any) -> None:
    token, secret = Token.make(idris, name="test", scope="read", expires_on=dt.date(2035, 3, 1))
    assert secret not in str(Token.objects.filter(pk=token.pk).values().first())


def test_the_cabinet_lists_and_the_stranger_finds_nothing(call: Any, mandates: Any) -> None:
    assert call("idris", "get", "/api/mandates/").json()["total"] == len(mandates)
    assert call("zayd", "get", "/api/mandates/").json()["total"] == 0
    assert call("adam", "get", f"/api/mandates/{mandates[0].pk}/").status_code == 404
    first = call("idris", "get", f"/api/mandates/{mandates[0].pk}/").json()
    assert first["reference"] == mandates[0].reference_printed
    assert first["wording"] == dict(mandates[0].wording)


def test_a_step_over_the_api_is_the_same_verb_and_leaves_the_same_event(call: Any, mandates: Any, unit: Any) -> None:
    answer = call(
        "idris",
        "post",
        f"/api/mandates/{mandates[0].pk}/assign/",
        data={"unit": unit("POL").pk, "due_on": "2035-04-01"},
    )
    assert answer.status_code == 200, answer.content
    event = Event.objects.get(pk=answer.json()["event"])
    assert (event.verb, event.by.username) == ("assign", "idris")
    mandates[0].refresh_from_db()
    assert mandates[0].state == "assigned" and mandates[0].lead.unit.code == "POL"


def test_a_refusal_carries_its_reason_in_the_language_asked_for(call: Any, mandates: Any, unit: Any) -> None:
    path = f"/api/mandates/{mandates[0].pk}/assign/"
    body = {"unit": unit("POL").pk, "due_on": "2035-04-01"}
    english = call("omar", "post", path, data=body, headers={"Accept-Language": "en"})
    french = call("omar", "post", path, data=body, headers={"Accept-Language": "fr"})
    assert english.status_code == french.status_code == 403
    assert english.json()["reason"] != french.json()["reason"]
    again = call("idris", "post", f"/api/mandates/{mandates[0].pk}/accept/", data={})
    assert again.status_code == 409


def test_a_reading_token_may_not_act(call: Any, mandates: Any, unit: Any) -> None:
    answer = call(
        "idris",
        "post",
        f"/api/mandates/{mandates[0].pk}/assign/",
        data={"unit": unit("POL").pk},
        scope="read",
    )
    assert answer.status_code == 403


def test_what_is_wrong_is_said_field_by_field(call: Any, mandates: Any) -> None:
    answer = call("idris", "post", f"/api/mandates/{mandates[0].pk}/assign/", data={"unit": 10**9})
    assert answer.status_code == 422 and "unit" in answer.json()["errors"]
    assert call("idris", "post", f"/api/mandates/{mandates[0].pk}/assign/", data="{no json").status_code == 400
    assert call("idris", "get", "/api/mandates/?limit=0").status_code == 422
    assert call("idris", "get", f"/api/mandates/{2**70}/").status_code == 404


def test_a_value_that_cannot_be_kept_is_refused_and_nothing_fails(call: Any, mandates: Any) -> None:
    assert call("idris", "get", "/api/mandates/?state=%00").status_code == 422
    address = f"/api/mandates/{mandates[0].pk}/retire/"
    assert call("idris", "post", address, data={"reason": "over\0taken"}).status_code == 422
    mandates[0].refresh_from_db()
    assert mandates[0].state == "identified"


def test_the_description_is_openapi_3_1_and_names_every_answer(client: Client, db: Any) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert {"200", "401", "403", "404", "422"} <= set(operation["responses"]), (method, path)


def test_a_person_makes_and_revokes_tokens_and_sees_the_secret_once(browse: Any, farid: Any) -> None:
    page = browse(farid).post("/api/tokens/", {"name": "script", "scope": "read", "expires_on": "2035-03-01"})
    assert page.status_code == 200 and "diwan_" in page.content.decode()
    token = farid.tokens.get()
    assert "diwan_" not in browse(farid).get("/api/tokens/").content.decode().replace("diwan_language", "")
    assert Event.objects.filter(verb="make_token", by=farid).exists()
    browse(farid).post(f"/api/tokens/{token.pk}/revocation/")
    token.refresh_from_db()
    assert token.revoked_at
    late = browse(farid).post("/api/tokens/", {"name": "script", "scope": "read", "expires_on": "2037-03-01"})
    assert late.status_code == 422


def test_who_cites_a_resolution_is_told_within_what_the_person_sees(call: Any, mandates: Any) -> None:
    from diwan.citations.reader import index_all
    from diwan.resolutions.models import ParagraphText

    first, second = {mandate.resolution for mandate in mandates}
    texts = ParagraphText.objects.filter(paragraph__resolution=second, paragraph__number="1", language="en")
    texts.update(text=f"Recalls Resolution {first.short};")
    index_all()
    answer = call("idris", "get", f"/api/resolutions/{first.pk}/cited-by/").json()
    assert answer["total"] == 1
    assert answer["items"][0]["reference"] == second.short and answer["items"][0]["places"][0]["place"] == "§1"
    assert call("zayd", "get", f"/api/resolutions/{first.pk}/cited-by/").status_code == 404
