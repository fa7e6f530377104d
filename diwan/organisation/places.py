"""Where a unit works: its calendar and its time zone, given or those of its country.

Weekends of countries and their zones come from the CLDR (as shipped by Babel). They are what an office
begins with; a calendar of the profile with the country's code replaces them.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from diwan.kernel import clock
from diwan.kernel.multilingual import Texts
from diwan.organisation.keeping import keep
from diwan.organisation.models import WEEKDAYS, Calendar
from diwan.organisation.profile_file import Profile


class Places:
    """The calendars of a profile; those of further countries are made as units there ask for them."""

    def __init__(self, profile: Profile, calendars: dict[str, Calendar], seat: str, time_zone: str) -> None:
        self.profile = profile
        self.calendars = calendars
        self.seat = seat
        self.home_zone = time_zone

    def calendar(self, code: str | None = None, country: str | None = None) -> Calendar:
        """The named calendar, else the country's, else that of the seat."""
        wanted = code or country or self.seat
        if wanted not in self.calendars:
            weekend = _weekend(wanted)
            if weekend is None:
                return self.calendars[self.seat]
            made = Calendar(code=wanted, name=self._country_name(wanted), weekend=weekend)
            self.calendars[wanted] = keep([made], ["name", "weekend"])[0]
        return self.calendars[wanted]

    def time_zone(self, given: str | None, country: str | None = None, city: Texts | None = None) -> str:
        """The named zone, else the country's (the city's, or the only one there is), else the seat's."""
        if given or not country:
            return given or self.home_zone
        zones = sorted(zone for zone, of in get_global("zone_territories").items() if of == country)
        cities = {name.casefold() for name in (city or {}).values()}
        if named := [zone for zone in zones if zone.rpartition("/")[2].replace("_", " ").casefold() in cities]:
            return named[0]
        now = clock.now()
        same = len({ZoneInfo(zone).utcoffset(now) for zone in zones}) == 1
        return zones[0] if same else self.home_zone

    def _country_name(self, country: str) -> Texts:
        """The organisation's own name for a state, which may differ from that of the CLDR."""
        for section in ("member_states", "observer_states"):
            states = self.profile.data.get(section) or []
            for state in states:
                if country in (state.get("code"), state.get("iso2")):
                    return Texts(state["name"])
        locales = {code: _locale(code) for code in self.profile.languages}
        return Texts({code: locale.territories.get(country) for code, locale in locales.items() if locale})


def _weekend(country: str) -> list[str] | None:
    locale = _locale(f"und_{country}")
    if locale is None:
        return None
    first, last = locale.weekend_start, locale.weekend_end
    length = (last - first) % 7 + 1
    return sorted((WEEKDAYS[(first + n) % 7] for n in range(length)), key=WEEKDAYS.index)


def _locale(name: str) -> Locale | None:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None
