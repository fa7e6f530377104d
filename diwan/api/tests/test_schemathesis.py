"""The API against its own description: whatever is sent, no failure of ours, and answers of the shape described."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as described_checks

from diwan.api.models import Token
from diwan.config.wsgi import application

EXAMPLES = 12  # of each operation; some sixteen operations

pytestmark = pytest.mark.django_db


@pytest.fixture
def bearer(idris: Any) -> str:
    """A token that may do whatever the Chef de Cabinet may."""
    return Token.make(idris, name="schemathesis", scope="write", expires_on=dt.date(2035, 3, 1))[1]


@pytest.fixture
def known(mandates: Any, unit: Any) -> dict[str, int]:
    """Ids that exist, so that not every call ends at “not found”."""
    return {
        "mandates": mandates[0].pk,
        "resolutions": mandates[0].resolution_id,
        "volumes": mandates[0].resolution.volume_id,
    }


@pytest.fixture
def described(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    # a request must not close the connection that holds the test's transaction
    from django.core import signals
    from django.db import close_old_connections

    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def operations(schema: Any) -> Iterator[Any]:
    for found in schema.get_all_operations():
        yield found.ok()


CHECKS = [
    checks.not_a_server_error,
    described_checks.status_code_conformance,
    described_checks.content_type_conformance,
    described_checks.response_schema_conformance,
]


def exercise(operation: Any, bearer: str, known: dict[str, int]) -> set[int]:
    """Call one operation with made-up values, every second time on a record that exists; the answers' statuses."""
    kind, answered, turn = operation.path.split("/")[2], set(), count()

    @settings(
        max_examples=EXAMPLES, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def one(case: Any) -> None:
        if next(turn) % 2 == 0 and "pk" in (case.path_parameters or {}) and kind in known:
            case.path_parameters["pk"] = known[kind]
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Bearer {bearer}", "Accept-Encoding": "identity"})
            transaction.set_rollback(True)  # each example finds the house as it was
        answered.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    one()
    return answered


def test_every_operation_answers_as_described_and_never_fails(
    described: Any, bearer: str, known: dict[str, int]
) -> None:
    found = {operation.label: exercise(operation, bearer, known) for operation in operations(described)}
    assert len(found) >= 15, found
    assert {200, 404, 409} <= set().union(*found.values()), found


def test_without_a_token_no_operation_answers(described: Any, known: dict[str, int], client: Client) -> None:
    for operation in operations(described):
        path = operation.path.replace("{pk}", "1")
        answer = client.generic(operation.method.upper(), path, data="{}", content_type="application/json")
        assert answer.status_code == 401, operation.label
        assert answer.json()["reason"], operation.label
