"""The files of an issued version, and drafts."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from diwan.documents.models import Version
from diwan.kernel import clock
from diwan.reports.document import document_of
from diwan.reports.jobs import print_edition, printed
from diwan.reports.models import EditionFile, Report


def test_a_job_makes_two_files_in_each_of_the_three_languages(issued: Report, jobs: Any) -> None:
    assert not EditionFile.objects.exists()
    jobs()
    files = issued.editions.get().files.select_related("version__file")
    assert {(f.language, f.format) for f in files} == {
        (lang, form) for lang in ("ar", "en", "fr") for form in ("docx", "pdf")
    }
    for file in files:
        begin = file.version.file.path.read_bytes()[:5]
        assert begin == (b"%PDF-" if file.format == "pdf" else b"PK\x03\x04\x14")[:5]


def test_the_job_run_again_makes_nothing_twice(issued: Report, jobs: Any) -> None:
    jobs()
    before = set(Version.objects.values_list("pk", flat=True))
    print_edition.func(edition=issued.editions.get().pk)
    assert set(Version.objects.values_list("pk", flat=True)) == before and EditionFile.objects.count() == 6


def test_the_arabic_file_is_written_from_right_to_left(issued: Report, jobs: Any) -> None:
    jobs()
    file = EditionFile.objects.select_related("version__file").get(language="ar", format="docx")
    with zipfile.ZipFile(file.version.file.path) as package:
        body = package.read("word/document.xml").decode()
    assert "<w:bidi/>" in body and "<w:rtl/>" in body and "<w:bidiVisual/>" in body
    assert "عُقد اجتماع المانحين في بورت سلام." in body


def test_the_files_of_a_version_are_frozen_too(issued: Report, jobs: Any, mandates: Any, idris: Any) -> None:
    jobs()
    digests = list(EditionFile.objects.order_by("pk").values_list("version__file__sha256", flat=True))
    mandates[0].act(by=idris, what={"en": "Something else was done."})
    jobs()
    assert list(EditionFile.objects.order_by("pk").values_list("version__file__sha256", flat=True)) == digests
    for change in (lambda: EditionFile.objects.update(language="xx"), lambda: EditionFile.objects.all().delete()):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            change()


def test_an_issued_file_is_read_by_whom_it_may_be_and_by_no_stranger(
    issued: Report, jobs: Any, browse: Any, sami: Any, hamza: Any, adam: Any, zayd: Any
) -> None:
    jobs()
    address = EditionFile.objects.filter(format="pdf").first().version.get_absolute_url()
    assert [browse(person).get(address).status_code for person in (sami, hamza, adam, zayd)] == [200, 200, 404, 404]


def test_a_draft_is_for_those_who_read_the_whole(
    called: Report, browse: Any, yasmin: Any, hamza: Any, farid: Any, sami: Any, zayd: Any
) -> None:
    address = f"/reports/{called.pk}/draft/fr/docx/"
    answers = [browse(person).get(address) for person in (yasmin, hamza, farid, sami, zayd)]
    assert [answer.status_code for answer in answers] == [200, 200, 404, 404, 404]
    assert answers[0].content.startswith(b"PK")
    assert browse(yasmin).get(f"/reports/{called.pk}/draft/ar/pdf/").content.startswith(b"%PDF")
    assert browse(yasmin).get(f"/reports/{called.pk}/draft/xx/docx/").status_code == 404


def test_a_language_that_the_interface_does_not_speak_is_printed_all_the_same(issued: Report) -> None:
    content = issued.editions.get().content
    text = "A reunião de doadores realizou-se em Port Salam."
    content["sections"][0]["rows"][0]["sentences"][0]["texts"] = {"pt": text}
    document = document_of(content, "pt")
    sentence = document.sections[0].rows[0].implementation[0]
    assert (sentence.text, sentence.language, document.direction) == (text, "pt", "ltr")
    assert document.sections[0].rows[0].decision_language in ("ar", "en", "fr")
    assert printed(document, "docx", clock.now()).startswith(b"PK")


def test_operators_print_a_report_into_a_folder(issued: Report, tmp_path: Path, capsys: Any) -> None:
    call_command("report_print", report=issued.pk, language=["ar"], to=tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        f"OIC-CFM-61-2035-RES-SG-REP.1_v1_ar.{form}" for form in ("docx", "pdf")
    ]
    with pytest.raises(CommandError):
        call_command("report_print", report=issued.pk + 1, to=tmp_path)
    with pytest.raises(CommandError):
        call_command("report_print", report=issued.pk, language=["xx"], to=tmp_path)
