"""The API of the house, made from the enrolment cards: the same policies and the same verbs as the pages."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.validators import RegexValidator
from django.db import DataError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from ninja import NinjaAPI, Query, Schema, Status
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import Field, create_model

from diwan import __version__
from diwan.api import cited_by
from diwan.api.models import Token
from diwan.api.shapes import Made, Reason, Unknown, Wrong, body_of, facts_of, shape_of
from diwan.kernel.decisions import NotNow, Refused
from diwan.kernel.lifecycle import Step
from diwan.records.discretion import tell
from diwan.records.enrolment import Card, cards

PAGE = 100


class Bearer(HttpBearer):
    """A personal token in the Authorization header."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token; the request is then its person's, in the person's language."""
        found = Token.of(token)
        if found is not None:
            request.user = found.person
            asked = request.headers.get("Accept-Language", "")
            translation.activate(translation.get_language_from_request(request) if asked else found.person.language)
        return found


api = NinjaAPI(
    title="Diwan",
    version=__version__,
    description="Records and their verbs, within what the person of the token may see and do.",
    auth=Bearer(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
ANSWERS: dict[int, Any] = {400: Reason, 401: Reason, 403: Reason, 404: Reason, 409: Reason, 422: Wrong}


def _answer(request: HttpRequest, status: int, **content: Any) -> HttpResponse:
    return api.create_response(request, content, status=status)


@api.exception_handler(NotNow)
def not_now(request: HttpRequest, refusal: NotNow) -> HttpResponse:
    """The state of the record does not allow it."""
    return _answer(request, 409, reason=str(refusal))


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The person may not."""
    return _answer(request, 403, reason=str(refusal))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The body or the query is not of the shape described."""
    errors: dict[str, list[str]] = {}
    for fault in error.errors:
        errors.setdefault(str(fault["loc"][-1]), []).append(str(fault["msg"]))
    return _answer(request, 422, errors=errors)


@api.exception_handler(Unknown)
def unknown(request: HttpRequest, error: Unknown) -> HttpResponse:
    """An id in the body names nothing."""
    return _answer(
        request, 422, errors={error.field: [translation.gettext("There is none with the number %s.") % error]}
    )


@api.exception_handler(DataError)
def unkept(request: HttpRequest, error: DataError) -> HttpResponse:
    """A value that the database cannot keep: too long, or with a NUL in it."""
    return _answer(request, 422, errors={"": [str(RegexValidator.message)]})


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """There is none, or none that the person may see: the two are not told apart."""
    return _answer(request, 404, reason=translation.gettext("There is no such record."))


@api.exception_handler(HttpError)
def unparsable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON."""
    return _answer(request, error.status_code, reason=str(error))


def _enrol(card: Card) -> None:
    """The addresses of one kind of record: list, one, and a POST for each step with a form."""
    model: Any = card.model
    shape = shape_of(model, card.api_fields)
    page = create_model(f"{model.__name__}Page", __base__=Schema, total=(int, ...), items=(list[shape], ...))  # type: ignore
    wanted: dict[str, Any] = {name: (_kind_of(model, name) | None, None) for name in card.api_filters}
    wanted["offset"], wanted["limit"] = (int, Field(0, ge=0, le=1_000_000)), (int, Field(PAGE, ge=1, le=PAGE))
    filters = create_model(f"{model.__name__}Filters", __base__=Schema, **wanted)
    name = str(model._meta.verbose_name_plural)

    def records(request: HttpRequest, asked: Any) -> Any:
        rows = model.objects.visible_to(request.user).select_related(*card.api_related).order_by("pk")
        rows = rows.filter(**{k: v for k, v in asked.dict().items() if k in card.api_filters and v is not None})
        items = list(rows[asked.offset : asked.offset + asked.limit])
        tell(items, by=request.user, api=True)
        return {"total": rows.count(), "items": items}

    records.__annotations__["asked"] = Query[filters]  # type: ignore
    api.get(
        f"/{card.api_name}/",
        response={200: page, **ANSWERS},
        operation_id=f"list_{card.api_name}",
        tags=[name],
    )(records)

    def record(request: HttpRequest, pk: int) -> Any:
        found = _find(card, request, pk)
        tell([found], by=request.user, api=True)
        return found

    api.get(
        f"/{card.api_name}/{{pk}}/",
        response={200: shape, **ANSWERS},
        operation_id=f"get_{card.api_name}",
        tags=[name],
    )(record)
    if card.named:
        cited_by.enrol(api, card, partial(_find, card), ANSWERS, name)
    for step in card.api_steps:
        _enrol_step(card, model.steps[step], name)


def _enrol_step(card: Card, step: Step, tag: str) -> None:
    body = body_of(f"{card.model.__name__}{step.name.title().replace('_', '')}", step)

    def act(request: HttpRequest, pk: int, given: Any) -> Any:
        if request.auth.scope != Token.Scope.WRITE:  # type: ignore[attr-defined]
            raise Refused(translation.gettext("This token may only read. Make one that may act."))
        found: Any = _find(card, request, pk)
        facts = facts_of(step, given.dict(exclude_unset=True))
        try:
            event = step.take(found, by=request.user, **facts)
        except ValueError as senseless:  # an unknown verdict, an empty reason
            return Status(422, {"errors": {"": [str(senseless)]}})
        made = {"event": event.pk, "verb": event.verb, "record": event.record_type, "id": event.record_id}
        return Status(200, made)

    act.__annotations__["given"] = body
    api.post(
        f"/{card.api_name}/{{pk}}/{step.name.replace('_', '-')}/",
        response={200: Made, **ANSWERS},
        operation_id=f"{step.name}_{card.api_name}",
        summary=(step.__doc__ or step.name).splitlines()[0],
        tags=[tag],
    )(act)


def _find(card: Card, request: HttpRequest, pk: int) -> Model:
    if not -(2**63) <= pk < 2**63:
        raise Http404
    rows = card.model.objects.visible_to(request.user).select_related(*card.api_related)
    found: Model = get_object_or_404(rows, pk=pk)
    return found


def _kind_of(model: type[Model], name: str) -> Any:
    column = model._meta.get_field(name)
    return int if column.is_relation or column.get_internal_type().endswith("IntegerField") else str


for _card in cards().values():
    if _card.api_name:
        _enrol(_card)
