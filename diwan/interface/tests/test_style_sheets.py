"""The style sheets and scripts keep the rules of the design."""

import gzip
import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client

from diwan.interface import bundle

OWN = sorted(path for path in bundle.UI.rglob("*.css") if path.name != "diwan.css")
APPS = Path(bundle.__file__).resolve().parent.parent
TEMPLATES = sorted(APPS.glob("*/templates/**/*.html"))

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)(?:-\w+)?|left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
)
FOUR_SIDES = re.compile(r"(?<![\w-])(?:padding|margin|inset)\s*:\s*((?:[^\s;}()]+\s+){3}[^\s;}()]+)(?=[;}])")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")


def rules(path: Path) -> str:
    """The style sheet without comments, addresses and embedded drawings."""
    return re.sub(r'url\((?:"[^"]*"|[^)]*)\)', "", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S))


@pytest.mark.parametrize("path", [*OWN, bundle.style_sources()[0]], ids=lambda path: path.name)
def test_no_style_sheet_knows_left_from_right(path: Path) -> None:
    assert not PHYSICAL.findall(rules(path))


@pytest.mark.parametrize("path", [*OWN, bundle.style_sources()[0]], ids=lambda path: path.name)
def test_no_style_sheet_gives_the_two_sides_different_space_in_one_breath(path: Path) -> None:
    for sides in FOUR_SIDES.findall(rules(path)):
        _, end, _, start = sides.split()
        assert end == start, f"{path.name}: {sides} is not the same from right to left"


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_colours_are_tokens_outside_the_masthead(path: Path) -> None:
    if path.name in ("tokens.css", "print.css", "mast.css", "gate.css"):  # green ground in both themes
        return
    assert not COLOUR.findall(rules(path))


def test_dark_as_chosen_and_dark_as_the_system_says_are_the_same_dark() -> None:
    tokens = (bundle.UI / "theme" / "tokens.css").read_text()
    chosen = re.search(r"\n\[data-bs-theme=dark\]\{(.*?)\}", tokens, re.S)
    said = re.search(r"prefers-color-scheme:dark\)\{\[data-bs-theme=auto\]\{(.*?)\}", tokens, re.S)
    assert chosen and said
    assert chosen.group(1).split() == said.group(1).split()


def test_the_joined_files_are_as_new_as_their_sources() -> None:
    assert (bundle.UI / "diwan.css").read_text() == bundle.style()
    assert (bundle.UI / "diwan.js").read_text() == bundle.script()


def test_every_source_is_in_the_joined_style_sheet() -> None:
    assert {path.name for path in OWN} <= {path.name for path in bundle.style_sources()}


def test_every_address_in_the_joined_style_sheet_leads_to_a_file() -> None:
    for address in re.findall(r"url\(([^)\"']+)\)", bundle.style()):
        assert (bundle.UI / address).is_file(), address


def test_style_and_script_weigh_less_than_ninety_kilobytes() -> None:
    weight = sum(len(gzip.compress((bundle.UI / name).read_bytes())) for name in ("diwan.css", "diwan.js"))
    assert weight < 90_000


@pytest.mark.django_db
def test_the_first_page_weighs_less_than_140_kilobytes_without_fonts(client: Client) -> None:
    page = len(gzip.compress(client.get("/account/login/").content))
    files = ("diwan.css", "diwan.js", "icons.svg", "mark.svg")
    assert page + sum(len(gzip.compress((bundle.UI / name).read_bytes())) for name in files) < 140_000


def test_no_script_writes_a_style_or_evaluates_text() -> None:
    for path in (bundle.UI / "js").glob("*.js"):
        assert not re.search(r"\.style\b|setAttribute\(.style|\beval\(|new Function|innerHTML", path.read_text()), (
            path.name
        )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_page_carries_a_style_or_a_script_of_its_own(path: Path) -> None:
    if "typst" in path.parts or path.suffix != ".html":
        return
    text = path.read_text()
    assert not re.search(r"<[^>]*\sstyle\s*=", text), "an inline style"
    assert not re.search(r"<style\b", text), "a style element"
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "an inline script"
    assert not re.search(r"<[^>]*\son[a-z]+\s*=\s*[\"']", text), "an inline handler"
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_drawing_a_page_names_is_in_the_sprite(path: Path) -> None:
    drawn = set(re.findall(r'id="i-([^"]+)"', (bundle.UI / "icons.svg").read_text()))
    text = path.read_text()
    named = set(re.findall(r'{%\s*icon\s+"([^"]+)"', text)) | set(re.findall(r'\bicon="([^"]+)"', text))
    assert named <= drawn


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_template_uses_the_components_as_they_are(path: Path) -> None:
    name = "/".join(path.parts[path.parts.index("templates") + 1 :])
    engines["django"].get_template(name)  # a wrong argument is an error on reading
