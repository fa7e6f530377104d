"""Small marks inside a line: icon, status, due, date, reference, confidentiality, words.

They stand hundreds of times on a page, so they are written here instead of in a template each, and what was
written once for a language is kept (a page of fifty lines: 30 ms without, 12 ms with).
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from diwan.interface.markup import markup
from diwan.kernel import clock
from diwan.kernel.multilingual import Texts

register = template.Library()

STATUSES = {
    "unassigned": _("Not assigned"),
    "idle": _("Not started"),
    "run": _("In progress"),
    "hold": _("Waiting for others"),
    "soon": _("Due soon"),
    "late": _("Late"),
    "done": _("Done"),
}
"""The states shown anywhere, each with its sign (`s-…` in icons.svg), its colour class and its word."""

LOOKS = {"unassigned": "idle"}
"""States that share the sign and colour of another, and differ by their word."""

CONFIDENTIALITY = (_("Public"), _("Internal"), _("Confidential"), _("Strictly confidential"))
"""The four marks, from 0 to 3, as clearances are held (`people.Person.Clearance`)."""

LONG, SHORT, BRIEF = "EEEE d MMMM y", "d MMM y", "d MMM"
"""How a day is written, in the pattern letters of CLDR."""

SOON = 2
"""Days ahead from which a deadline is said to be soon."""

DIRECTED = {
    "arrow-back-up",
    "arrow-forward-up",
    "arrow-left",
    "arrow-right",
    "chevron-left",
    "chevron-right",
    "corner-down-right",
    "external-link",
    "login",
    "logout",
    "send",
}
"""Icons that show a direction of reading: mirrored from right to left. Clocks, ticks and pens never are."""


def language() -> str:
    """The language the page is written in."""
    return (get_language() or "en")[:2]


def direction(code: str) -> str:
    """`rtl` or `ltr` for a language; `ltr` for one Django does not know."""
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


@lru_cache(maxsize=1)
def sprite() -> str:
    """The address of the drawings, the same as long as the process lives."""
    return static("ui/icons.svg")


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """A drawing beside a word, hidden from those who listen; with `label` it speaks for itself."""
    turned = " dirx" if name in DIRECTED else ""
    if label:
        return markup(
            '<svg class="i{}" viewBox="0 0 24 24" role="img" aria-label="{}"><use href="{}#i-{}"/></svg>',
            turned,
            label,
            sprite(),
            name,
        )
    return markup(
        '<svg class="i{}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        turned,
        sprite(),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=32)
def sign(code: str) -> SafeString:
    """The sign of a status alone; the word must stand beside it."""
    return markup(
        '<svg class="g {0}" viewBox="0 0 16 16" aria-hidden="true"><use href="{1}#s-{0}"/></svg>',
        LOOKS.get(code, code),
        sprite(),
    )


@register.simple_tag
def status(code: str, label: Any = "", *, pill: bool = False, quiet: bool = False) -> SafeString:
    """Sign, colour and word of a status; `pill` in page heads, `quiet` hides the word from the eye."""
    return _status(code, str(label) if label else "", language(), pill, quiet)


@lru_cache(maxsize=1024)
def _status(code: str, label: str, written_in: str, pill: bool, quiet: bool) -> SafeString:
    word = label or STATUSES[code]
    return markup(
        '<span class="st {}{}">{}{}</span>',
        LOOKS.get(code, code),
        " pill" if pill else "",
        sign(code),
        markup('<span class="visually-hidden">{}</span>', word) if quiet else word,
    )


def day_of(value: dt.date | dt.datetime) -> dt.date:
    """The calendar day of a date or an instant, in the current time zone."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def due_in_words(days: int) -> str:
    """A deadline `days` from today in the words a colleague would use; negative when it has passed."""
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return gettext("Today")
    if days == 1:
        return gettext("Tomorrow")
    return ngettext("In %(days)d day", "In %(days)d days", days) % {"days": days}


@register.simple_tag
def due(value: dt.date | dt.datetime | None, *, done: bool = False, today: dt.date | None = None) -> SafeString:
    """A deadline in words; empty without one, and nothing to say once it is done."""
    if value is None or done:
        return SafeString("")
    days = (day_of(value) - (today or clock.today())).days
    return _due(days, language())


@lru_cache(maxsize=2048)
def _due(days: int, written_in: str) -> SafeString:
    tone = " late" if days < 0 else " soon" if days <= SOON else ""
    return markup('<span class="due{}">{}</span>', tone, due_in_words(days))


@lru_cache(maxsize=4096)
def day_in_words(day: dt.date, code: str, form: str) -> str:
    """A Gregorian day as the language writes it, with digits 0-9 in all languages (DESIGN.md, section 8)."""
    return format_date(day, form, locale=code)


@lru_cache(maxsize=4096)
def hijri(day: dt.date, code: str) -> str:
    """The same day in the Umm al-Qura calendar; empty outside the years it is published for."""
    from diwan.kernel.calendars import hijri_in_words

    try:
        return hijri_in_words(day, code)
    except (OverflowError, ValueError):
        return ""


@register.simple_tag
def day(value: dt.date | dt.datetime | None, *, long: bool = False) -> str:
    """A Gregorian day as plain words, for titles and sentences; `long` writes weekday and month in full."""
    return day_in_words(day_of(value), language(), LONG if long else SHORT) if value else ""


@register.simple_tag
def hijri_day(value: dt.date | dt.datetime | None) -> SafeString:
    """The Hijri day beside a title or a date in a sentence."""
    return markup('<span class="hj">{}</span>', hijri(day_of(value), language())) if value else SafeString("")


@register.simple_tag
def date(
    value: dt.date | dt.datetime | None,
    *,
    hijri_too: bool = True,
    time: bool = False,
    long: bool = False,
    brief: bool = False,
) -> SafeString:
    """A day, with the Hijri day beneath; `time` adds the hour, `long` writes weekday and month in full.

    `brief` leaves out the present year, for the journal of a record.
    """
    if value is None:
        return SafeString("")
    code, day = language(), day_of(value)
    form = LONG if long else BRIEF if brief and day.year == clock.today().year else SHORT
    if not (time and isinstance(value, dt.datetime)):
        return _date(day, code, form, hijri_too)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    text = pgettext("day and hour", "%(day)s, %(hour)s") % {
        "day": day_in_words(day, code, form),
        "hour": f"{local.hour:02}:{local.minute:02}",
    }
    return _time(value.isoformat(timespec="minutes"), text, hijri(day, code) if hijri_too else "")


@lru_cache(maxsize=4096)
def _date(day: dt.date, code: str, form: str, hijri_too: bool) -> SafeString:
    return _time(day.isoformat(), day_in_words(day, code, form), hijri(day, code) if hijri_too else "")


def _time(stamp: str, text: str, beneath: str) -> SafeString:
    small = markup('<span class="hj">{}</span>', beneath) if beneath else ""
    return markup('<time class="dt" datetime="{}"><span>{}</span>{}</time>', stamp, text, small)


@register.simple_tag
def reference(text: Any) -> SafeString:
    """An official number: left to right and never broken, in any page."""
    return markup('<bdi class="ref" dir="ltr">{}</bdi>', text) if text else SafeString("")


@register.simple_tag
def percent(value: float | None) -> SafeString:
    """A share from 0 to 1 as a whole percentage, isolated so that the sign stays beside its number."""
    return SafeString("") if value is None else markup('<bdi dir="ltr">{}%</bdi>', round(value * 100))


@register.simple_tag
def confidentiality(level: int | str, label: Any = "") -> SafeString:
    """The mark of a record, 0 to 3: up to Internal plain text, Confidential framed, the highest filled."""
    return _confidentiality(int(level), str(label) if label else "", language())


@lru_cache(maxsize=256)
def _confidentiality(rank: int, label: str, written_in: str) -> SafeString:
    return markup('<span class="conf c{}">{}</span>', rank if rank > 1 else 0, label or CONFIDENTIALITY[rank])


@register.simple_tag
def words(text: Any, code: str = "", tag: str = "span", classes: str = "") -> SafeString:
    """Words in their own language, whatever the page is in; `Texts` say themselves which they are."""
    if isinstance(text, Texts):
        text, code = text.in_language(code or None)
    if not text:
        return SafeString("")
    code = code or language()
    return markup(
        '<{0} lang="{1}" dir="{2}"{4}>{3}</{0}>',
        tag,
        code,
        direction(code),
        text,
        markup(' class="{}"', classes) if classes else "",
    )


def initials(name: str) -> str:
    """Two letters for the disc beside a name."""
    parts = [part for part in name.split() if part[:1].isalpha()]
    return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()


@register.simple_tag
def person(name: Any, *, post: Any = "") -> SafeString:
    """A person's initials in a disc, then the name; the post in small beside it."""
    beside = markup(' <span class="small mut">{}</span>', post) if post else ""
    return markup(
        '<span class="ic" aria-hidden="true">{}</span> <span><b>{}</b>{}</span>',
        initials(str(name)),
        name,
        beside,
    )
