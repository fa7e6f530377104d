"""The messages of the interface and their translations: `bin/translate`."""

import gettext
from pathlib import Path

import pytest

from diwan.config import catalogues

PAGE = """\
{% load i18n %}
  <h1>{% translate "Follow-up" %}</h1>
 <p title="{% translate 'of the unit' context 'owner' %}">
    {% blocktranslate count late=late trimmed %}
      {{ late }} is late
    {% plural %}
      {{ late }} are late
    {% endblocktranslate %}
      {{ unit|default:_("no unit") }}
 {# Translators: not a message #}
"""
CODE = """\
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
NAME = _("Assignment"
         " accepted by %(unit)s")
DUE = ngettext("one day", "%(n)s days", 2)
OWNER = pgettext_lazy("owner", "nobody")
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house with two rooms."""
    house = tmp_path / "diwan"
    for room in ("desk", "follow"):
        (house / room / "templates" / room).mkdir(parents=True)
        (house / room / "__init__.py").touch()
    (house / "desk" / "templates" / "desk" / "page.html").write_text(PAGE)
    (house / "desk" / "tests").mkdir()
    (house / "desk" / "tests" / "test_x.py").write_text('_("only in a test")')
    (house / "follow" / "words.py").write_text(CODE + '_("Follow-up")\n')
    monkeypatch.setattr(catalogues, "PROJECT", tmp_path)
    monkeypatch.setattr(catalogues, "_HOUSE", house)
    return house


def translate(file: Path, pairs: dict[str, str]) -> None:
    text = file.read_text()
    for english, french in pairs.items():
        assert f'msgid "{english}"\nmsgstr ""' in text
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{french}"')
    file.write_text(text)


def french(office: Path, room: str) -> Path:
    return office / room / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def test_every_kind_of_message_is_found_in_pages_and_code(office: Path) -> None:
    found = {
        (message.context, message.id)
        for package in catalogues.packages()
        for message in package.extracted()
        if message.id
    }
    assert found == {
        (None, "Follow-up"),
        ("owner", "of the unit"),
        (None, ("%(late)s is late", "%(late)s are late")),
        (None, "no unit"),
        (None, "Assignment accepted by %(unit)s"),
        (None, ("one day", "%(n)s days")),
        ("owner", "nobody"),
    }


def test_a_missing_translation_is_a_complaint_and_checking_changes_nothing(office: Path) -> None:
    assert any(line.startswith("ar desk: not translated: 'no unit'") for line in catalogues.complaints())
    assert not list(office.rglob("*.po"))


def test_a_message_translated_in_one_room_is_translated_in_all(office: Path) -> None:
    catalogues.update()
    translate(french(office, "desk"), {"Follow-up": "Suivi"})
    assert not [line for line in catalogues.complaints() if line.startswith("fr") and "Follow-up" in line]
    catalogues.update()
    assert 'msgid "Follow-up"\nmsgstr "Suivi"' in french(office, "follow").read_text()


def test_a_translation_that_loses_a_particular_is_a_complaint(office: Path) -> None:
    catalogues.update()
    translate(french(office, "follow"), {"Assignment accepted by %(unit)s": "Accepté par %(unite)s"})
    assert [
        line
        for line in catalogues.complaints()
        if line.startswith("fr follow") and "Accepté" not in line and "unit" in line
    ]


def test_updating_again_changes_no_file(office: Path) -> None:
    catalogues.update()
    before = {file: file.read_bytes() for file in office.rglob("*.po")}
    catalogues.update()
    assert {file: file.read_bytes() for file in office.rglob("*.po")} == before


def test_arabic_has_its_six_numbers(office: Path) -> None:
    catalogues.update()
    arabic = office / "follow" / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    assert "nplurals=6" in arabic.read_text()
    assert 'msgstr[5] ""' in arabic.read_text()


def test_compiled_catalogues_are_what_gettext_reads(office: Path) -> None:
    catalogues.update()
    translate(french(office, "desk"), {"Follow-up": "Suivi"})
    assert catalogues.compile_all() == 4
    assert catalogues.compile_all() == 0, "nothing has changed since"
    with french(office, "desk").with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Follow-up") == "Suivi"
