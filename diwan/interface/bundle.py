"""One style sheet and one script for all pages, joined from their sources in the order listed here.

`python -m diwan.interface.bundle` writes them; a house test fails when they are older than their sources.
Nothing is compiled: the sources stand one after the other, without comments and empty lines in the CSS.
"""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static"
UI = STATIC / "ui"

LAYERS = "@layer vendor, tokens, base, layout, components, utilities, print;\n"
BEFORE = [
    "../vendor/bootstrap/bootstrap.css",
    "theme/fonts.css",
    "theme/tokens.css",
    "theme/base.css",
    "theme/layout.css",
]
AFTER = ["theme/utilities.css", "theme/print.css"]
SCRIPTS = ["../vendor/htmx/htmx.min.js"]


def style_sources() -> list[Path]:
    """Vendored base, theme, one file per component by name, then what overrides them."""
    parts = sorted(path for path in UI.glob("*.css") if path.name != "diwan.css")
    return [*((UI / name).resolve() for name in BEFORE), *parts, *(UI / name for name in AFTER)]


def script_sources() -> list[Path]:
    """htmx, then one file per behaviour by name."""
    return [*((UI / name).resolve() for name in SCRIPTS), *sorted((UI / "js").glob("*.js"))]


def style() -> str:
    """The one style sheet; licences (`/*!`) stay, addresses are made relative to its own place."""
    joined = LAYERS + "".join(path.read_text() for path in style_sources())
    bare = re.sub(r"/\*(?!!).*?\*/", "", joined, flags=re.S)
    bare = re.sub(r"\n\s*\n+", "\n", bare)
    return bare.replace("url(../../vendor/", "url(../vendor/")


def script() -> str:
    """The one script; each source stands alone, so they are only put one after the other."""
    return "".join(f"{path.read_text().rstrip()}\n" for path in script_sources())


def write() -> None:
    """Write both files where pages load them from."""
    (UI / "diwan.css").write_text(style())
    (UI / "diwan.js").write_text(script())


if __name__ == "__main__":
    write()
