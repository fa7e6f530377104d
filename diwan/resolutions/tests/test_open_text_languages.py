"""What one language splits and another merges is the same again when the open text is read in and adopted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from diwan.people.models import machine
from diwan.reading import read
from diwan.resolutions.models import DraftParagraph, Mandate, Paragraph, ParagraphText, Resolution, Volume
from diwan.resolutions.open_text import open_resolutions, written
from diwan.resolutions.review import Align
from diwan.resolutions.tests.readings import handed_in, kept
from diwan.resolutions.tests.test_languages import FRENCH, SPLIT, three

LANGUAGES = ("en", "fr", "ar")
Rows = list[tuple[Any, ...]]


def rows() -> Rows:
    """All texts of the registers: of which paragraph, in which language, which piece, and what holds it."""
    return [
        (text.paragraph.anchor, text.language, text.nth, text.within.anchor if text.within else "", text.text)
        for text in ParagraphText.objects.select_related("paragraph", "within").order_by(
            "paragraph__order", "language", "nth"
        )
    ]


def brought_back(idris: Any, tmp_path: Path, form: str) -> Volume:
    """The registers given out, emptied, and the files read again, one for each language."""
    facts = open_resolutions(Resolution.objects.all())
    files = [(f"open-{code}.{form}", written(form, facts, code)) for code in LANGUAGES]
    if form == "json":
        files = [("open.json", written("json", facts))]
    for emptied in (Mandate, Paragraph, Resolution):
        emptied.objects.all().delete()
    volume = handed_in(idris, *(kept(content, name) for name, content in files))
    for text in volume.texts.order_by("pk"):
        path = tmp_path / text.version.name
        path.write_bytes(text.version.file.path.read_bytes())
        volume.take_reading(by=machine(), text=text, reading=read(path).as_dict())
    return volume


@pytest.mark.parametrize("form", ["json", "xml", "docx", "pdf"])
def test_a_split_and_a_merge_come_back_as_they_were(idris: Any, tmp_path: Path, form: str) -> None:
    three(idris).adopt(by=idris)
    before = rows()
    assert ("op-3", "fr", 1, "", SPLIT[3]) in before and ("op-5", "ar", 0, "op-4", "") in before
    brought_back(idris, tmp_path, form).adopt(by=idris)
    assert rows() == before


def test_what_a_person_laid_beside_comes_back_although_its_words_differ(idris: Any, tmp_path: Path) -> None:
    volume = three(idris, french=[*FRENCH[:4], "Chante la mer, ses phares et ses marins ;", FRENCH[5]])
    french = DraftParagraph.objects.get(resolution__text__language="fr", number="5")
    english = DraftParagraph.objects.get(resolution__text__language="en", number="5")
    volume.revise(by=idris, change=Align(french.pk, french.revision, beside=english.pk))
    volume.adopt(by=idris)
    before = rows()
    assert ("op-5", "fr", 0, "", french.text) in before
    brought_back(idris, tmp_path, "json").adopt(by=idris)
    assert rows() == before


def test_what_a_person_sets_apart_goes_before_the_names(idris: Any, tmp_path: Path) -> None:
    three(idris).adopt(by=idris)
    volume = brought_back(idris, tmp_path, "json")
    french = DraftParagraph.objects.get(resolution__text__volume=volume, text=FRENCH[1])
    volume.revise(by=idris, change=Align(french.pk, french.revision, apart=True))
    volume.adopt(by=idris)
    alone = ParagraphText.objects.get(language="fr", text=FRENCH[1]).paragraph
    assert {text.language for text in alone.texts.all()} == {"fr"}
