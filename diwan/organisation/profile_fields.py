"""What the values of a profile may be: texts in each official language, codes, days, years, time zones."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from diwan.kernel.multilingual import Texts
from diwan.organisation.models import WEEKDAYS

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Section(BaseModel):
    """An entry of a profile. Keys it does not know are left alone: profiles carry notes and sources."""

    model_config = ConfigDict(extra="ignore", frozen=True, arbitrary_types_allowed=True)


def refusal(reason: str, **words: Any) -> PydanticCustomError:
    """A refusal with our own words for the operator."""
    return PydanticCustomError("profile", reason, words)


def _words(value: Any, info: ValidationInfo) -> Texts:
    languages: list[str] = info.context or []
    if not isinstance(value, dict):
        raise refusal("should have a text for each language: {languages}", languages=", ".join(languages))
    texts = Texts({code: text for code, text in value.items() if code in languages and isinstance(text, str)})
    if missing := texts.missing(languages):
        raise refusal("has no text in {missing}", missing=", ".join(missing))
    return Texts({code: texts[code] for code in languages})


def _words_or_name(value: Any, info: ValidationInfo) -> Texts:
    """A bare name is taken to be in English, or in the first language where English is none of them."""
    languages: list[str] = info.context or ["en"]
    if isinstance(value, str) and value.strip():
        return Texts({"en" if "en" in languages else languages[0]: value})
    return _words(value, info)


def _day(value: Any) -> dt.date:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise refusal("is no date: {value} (a date is written 2035-02-13)", value=str(value))


def _days(value: Any) -> tuple[dt.date, dt.date]:
    first, _slash, last = str(value).partition("/")
    start, end = _day(first), _day(last or first)
    if end < start:
        raise refusal("ends before it begins: {value}", value=str(value))
    return start, end


def _weekday(value: Any) -> str:
    if isinstance(value, str) and value.strip().lower() in WEEKDAYS:
        return value.strip().lower()
    raise refusal("is no day of the week: {value} (they are {days})", value=str(value), days=", ".join(WEEKDAYS))


def _weekend(days: list[str]) -> list[str]:
    if len(set(days)) == 7:
        raise refusal("leaves no day to work on")
    return sorted(set(days), key=WEEKDAYS.index)


@cache
def _zones() -> set[str]:
    return available_timezones()


def _zone(value: Any) -> str:
    if isinstance(value, str) and value in _zones():
        return value
    raise refusal("is no time zone: {value} (one is written Asia/Riyadh)", value=str(value))


def _code(value: Any) -> Any:
    if isinstance(value, str) and value and not re.fullmatch(r"\w[\w.\-]*", value):
        raise refusal("is no code: {value} (letters, digits, - _ . only)", value=value)
    return value


Words = Annotated[Texts, PlainValidator(_words)]
WordsOrName = Annotated[Texts, PlainValidator(_words_or_name)]
Day = Annotated[dt.date, PlainValidator(_day)]
Days = Annotated[tuple[dt.date, dt.date], PlainValidator(_days)]
Year = Annotated[int, Field(ge=1000, le=2999)]
Weekday = Annotated[str, PlainValidator(_weekday)]
Weekend = Annotated[list[Weekday], AfterValidator(_weekend)]
Zone = Annotated[str, PlainValidator(_zone)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Code = Annotated[str, BeforeValidator(_code), StringConstraints(min_length=1, max_length=20)]
CountryCode = Annotated[str, BeforeValidator(_code), StringConstraints(min_length=1, max_length=5)]
