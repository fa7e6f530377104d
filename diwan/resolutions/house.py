"""The names and letters by which the reader knows the organisation served: its organs, series and units.

An organisation for which the reader ships a file of its own (``reading/rules``) is read by that file, which knows how
its volumes are really worded. Every other is read by what its profile says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

from diwan.meetings.models import Organ
from diwan.organisation.models import organisation
from diwan.people.models import Unit
from diwan.resolutions.models.resolution import Series

ASKED = (Unit.Kind.INSTITUTION, Unit.Kind.OFFICE)


def house() -> Mapping[str, Any] | None:
    """What ``diwan.reading.read`` takes as ``house``; None where the reader knows the organisation by itself."""
    served = organisation()
    if served is None or resources.files("diwan.reading").joinpath("rules", f"{served.code.lower()}.yaml").is_file():
        return None
    organs = list(Organ.objects.all())
    keys = [organ.symbol for organ in organs]
    return {
        "organs": [
            {
                "key": o.symbol,
                "mark": o.suffix,
                "title": dict(o.name),
                "say": list(o.name.values()),
                "symbols": [o.symbol.lower()],
            }
            for o in organs
        ],
        "marks": {re.sub(r"\W", "", o.suffix).lower(): o.symbol for o in organs if o.suffix},
        "series": {s.code: {key: [s.code, *s.also] for key in keys} for s in Series.objects.all()},
        "addressees": [
            {"key": u.code, "kind": "house", "say": {language: [name, u.code] for language, name in u.name.items()}}
            for u in Unit.objects.filter(kind__in=ASKED, closed_on=None)
        ],
    }
