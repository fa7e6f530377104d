"""`bin/translate`: the interface's messages, from the code to the French and Arabic catalogues.

Everything is done with Babel and Django's own reading of templates, so it needs no gettext on the machine and
gives the same result everywhere. Each package of the house has its catalogues in its `locale` folder. A
message that several packages use needs one translation; the others take it over.
"""

import argparse
import io
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from .data_folder import PROJECT

LANGUAGES = ("fr", "ar")  # of the interface; the code speaks English
_HOUSE = PROJECT / "diwan"
_LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
_KEYWORDS = DEFAULT_KEYWORDS | _LAZY | {"gettext_noop": None}
_WITHOUT_MESSAGES = {"tests", "migrations", "locale", "static"}
_SHOWN = 15  # complaints printed before the rest is only counted

# Babel numbers the Arabic forms otherwise than gettext and Django do (few, many, other).
_PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5);"
}

Key = tuple[str | None, str]  # context, message


class Package:
    """One package of the house with its catalogues."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.name

    def file(self, language: str) -> Path:
        """The catalogue of a language."""
        return self.folder / "locale" / language / "LC_MESSAGES" / "django.po"

    def catalogue(self, language: str) -> Catalog:
        """What is translated so far."""
        if not self.file(language).exists():
            begun = Catalog(locale=language)
            if language in _PLURALS:
                begun.mime_headers = [("Plural-Forms", _PLURALS[language])]
            return begun
        with self.file(language).open("rb") as file:
            return read_po(file, locale=language)

    def extracted(self) -> Catalog:
        """The messages that the code and the templates of this package contain now."""
        found = Catalog()
        for path in sorted(self.folder.rglob("*")):
            if path.suffix not in (".py", ".html", ".txt") or _WITHOUT_MESSAGES & set(
                path.relative_to(self.folder).parts
            ):
                continue
            if path.suffix != ".py" and "templates" not in path.parts:
                continue
            source = path.read_text(encoding="utf-8")
            if path.suffix != ".py":
                source = _as_python(source, str(path))
            where = path.relative_to(PROJECT).as_posix()
            for line, message, comments, context in extract(
                "python", io.BytesIO(source.encode()), keywords=_KEYWORDS, comment_tags=("Translators:",)
            ):
                if message:
                    found.add(message, None, [(where, line)], auto_comments=comments, context=context)
        return found


def _as_python(template: str, origin: str) -> str:
    """The template as Django shows it to gettext, less the indentation, which to Python means nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown = templatize(template, origin=origin)
    return "\n".join(line.lstrip() for line in shown.split("\n"))


def packages() -> list[Package]:
    """All packages of the house."""
    return [Package(file.parent) for file in sorted(_HOUSE.glob("*/__init__.py"))]


def _key(message: Message) -> Key:
    return (message.context, message.id if isinstance(message.id, str) else message.id[0])


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _is_translated(message: Message) -> bool:
    words = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    return all(words) and not message.fuzzy


def _known(language: str, among: Iterable[Package]) -> dict[Key, Message]:
    """Every message that some package has translated."""
    return {_key(m): m for package in among for m in _messages(package.catalogue(language)) if _is_translated(m)}


def update() -> None:
    """Write the messages of the code into the catalogues, keeping what is translated."""
    house = packages()
    for language in LANGUAGES:
        known, lacking = _known(language, house), 0
        for package in house:
            found = package.extracted()
            if not len(found) and not package.file(language).exists():
                continue
            catalogue = package.catalogue(language)
            catalogue.update(found, no_fuzzy_matching=True)
            for message in _messages(catalogue):
                same = known.get(_key(message))
                if same and not _is_translated(message) and isinstance(same.string, type(message.string)):
                    message.string = same.string
                lacking += not _is_translated(message)
            _write(catalogue, package.file(language))
        print(f"{language}: {lacking} messages wait for a translation.")


def _write(catalogue: Catalog, file: Path) -> None:
    text = io.BytesIO()
    write_po(text, catalogue, width=100, sort_by_file=True, include_lineno=False)
    # No times: a catalogue whose messages have not changed is the same file.
    lines = [line for line in text.getvalue().decode().splitlines() if not line.startswith('"POT-Creation-Date')]
    lines = [line for line in lines if not line.startswith(('"PO-Revision-Date', '"Generated-By'))]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def complaints() -> list[str]:
    """What is missing or wrong in the catalogues, compared with the code as it is now."""
    house, found = packages(), []
    extracted = {package.name: package.extracted() for package in house}
    for language in LANGUAGES:
        known = _known(language, house)
        for package in house:
            own = {_key(message): message for message in _messages(package.catalogue(language))}
            for message in _messages(extracted[package.name]):
                there = known.get(_key(message))
                if there is None:
                    why = "fuzzy" if (m := own.get(_key(message))) and m.fuzzy else "not translated"
                    found.append(f"{language} {package.name}: {why}: {_key(message)[1]!r}")
            for message in own.values():
                for error in message.check(package.catalogue(language)) if _is_translated(message) else ():
                    found.append(f"{language} {package.name}: {error}: {_key(message)[1]!r}")
    return found


def compile_all() -> int:
    """Compile every catalogue that is newer than its compiled form; return how many were."""
    done = 0
    for source in sorted(_HOUSE.glob("*/locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        draft = compiled.with_suffix(".mo.new")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(compiled)
        done += 1
    return done


def main() -> int:
    """Update and compile; or only check; or only compile."""
    parser = argparse.ArgumentParser(prog="bin/translate", description=__doc__.split("\n")[0])
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--check", action="store_true", help="change nothing; fail when a translation is missing")
    only.add_argument("--compile", action="store_true", help="only compile the catalogues that have changed")
    given = parser.parse_args()
    if given.check:
        found = complaints()
        print("\n".join(found[:_SHOWN]), end="\n" if found else "")
        if len(found) > _SHOWN:
            print(f"… and {len(found) - _SHOWN} more.")
        print(f"Translations: {len(found)} complaints." if found else "Translations: complete.")
        return 1 if found else 0
    if not given.compile:
        update()
    if done := compile_all():
        print(f"Compiled {done} catalogues.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
