"""Who cites a record, for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from diwan.citations.register import CitedBy
from diwan.records.discretion import tell
from diwan.records.enrolment import Card


class SpotShape(Schema):
    """A place that cites, as people call it, its address, and the languages in which it does."""

    place: str
    url: str
    languages: list[str]
    printed: str


class CitingShape(Schema):
    """A record that cites. ``certain`` is false where the number cited does not say its organ."""

    record: str
    id: int
    reference: str
    certain: bool
    places: list[SpotShape]


class CitedByPage(Schema):
    """Some of those that cite, and how many they are."""

    total: int
    items: list[CitingShape]


class Part(Schema):
    """Which part of the list."""

    offset: int = Field(0, ge=0, le=1_000_000)
    limit: int = Field(100, ge=1, le=100)


def enrol(
    api: NinjaAPI, card: Card, find: Callable[[HttpRequest, int], Any], answers: dict[int, Any], tag: str
) -> None:
    """The address ``…/{pk}/cited-by/`` of a kind of record that can be cited."""

    def cited_by(request: HttpRequest, pk: int, asked: Any) -> Any:
        known = CitedBy(find(request, pk), request.user)
        citing = known.records(known.rows[asked.offset : asked.offset + asked.limit])
        tell([one.record for one in citing], by=request.user, api=True)
        return {"total": known.rows.count(), "items": [_shape(one) for one in citing]}

    cited_by.__annotations__["asked"] = Query[Part]
    api.get(
        f"/{card.api_name}/{{pk}}/cited-by/",
        response={200: CitedByPage, **answers},
        operation_id=f"cited_by_{card.api_name}",
        tags=[tag],
    )(cited_by)


def _shape(one: Any) -> dict[str, Any]:
    return {
        "record": one.record._meta.label_lower,
        "id": one.record.pk,
        "reference": getattr(one.record, "reference_printed", "") or str(one.record),
        "certain": one.certain,
        "places": [
            {"place": str(s.place.said), "url": s.place.url, "languages": s.languages, "printed": s.printed} for s in one.spots
        ],
    }  # fmt: skip
