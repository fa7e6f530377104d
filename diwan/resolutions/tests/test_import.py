"""A volume is handed in, on the page or from the command line, and read."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from diwan.kernel.decisions import Refused
from diwan.people.models import machine
from diwan.resolutions.jobs import read_text
from diwan.resolutions.models import DraftParagraph, DraftResolution, Volume, VolumeText
from diwan.resolutions.models.volume import Known
from diwan.resolutions.tests.readings import TEXT, handed_in, kept, reading, resolution, sixtieth, under_review

IMPORT = "/volumes/import/"


def upload(content: str | bytes = TEXT, name: str = "volume.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def session() -> int:
    return sixtieth().pk


def test_the_cabinet_hands_in_a_volume_and_finds_it_read(idris: Any, browse: Any, jobs: Any) -> None:
    client = browse(idris)
    answer = client.post(IMPORT, {"session": session(), "title": "", "file_1": upload(), "language_1": ""})
    volume = Volume.objects.get()
    assert answer.status_code == 302 and answer["Location"] == volume.get_absolute_url()
    waiting = client.get(volume.get_absolute_url())
    assert "Waits for the reader" in waiting.text and 'hx-trigger="every 1s"' in waiting.text
    jobs()
    volume.refresh_from_db()
    assert volume.state == Volume.State.IN_REVIEW
    text = volume.texts.get()
    assert (text.language, text.state, text.drafts.count()) == ("en", "read", 1)
    draft = text.drafts.get()
    assert draft.key == "CFM-60/POL/1"
    assert [p.number for p in draft.paragraphs.all()] == ["", "", "1", "2", "3"]
    done = client.get(volume.get_absolute_url())
    assert 'hx-trigger="every 1s"' not in done.text and "Review this text" in done.text


def test_several_languages_come_at_once_and_each_is_read(idris: Any, browse: Any, jobs: Any, shared: Path) -> None:
    folder = shared / "corpus" / "volumes" / "open" / "cfm"
    sent: dict[str, Any] = {"session": session(), "title": "Political affairs"}
    for n, language in enumerate(("en", "fr", "ar"), 1):
        path = folder / f"CFM60_POL_RES_FINAL_{language}.docx"
        sent[f"file_{n}"] = upload(path.read_bytes(), path.name)
    assert browse(idris).post(IMPORT, sent).status_code == 302
    jobs()
    volume = Volume.objects.get()
    assert sorted(volume.texts.values_list("language", "state")) == [("ar", "read"), ("en", "read"), ("fr", "read")]
    assert volume.symbol == "OIC/CFM-60/2034/POL/RES/FINAL"


def test_another_language_is_added_while_the_review_goes_on(idris: Any, browse: Any) -> None:
    volume = under_review(idris)
    answer = browse(idris).post(f"{volume.get_absolute_url()}files/", {"file_1": upload(), "language_1": "en"})
    assert answer.status_code == 302
    volume.refresh_from_db()
    assert volume.state == Volume.State.IN_REVIEW
    assert volume.texts.filter(state=VolumeText.State.WAITING).count() == 1
    assert volume.decide("revise", idris)


def test_a_volume_imported_twice_is_recognised_and_offered_as_a_correction(idris: Any, browse: Any) -> None:
    first = handed_in(idris)
    client = browse(idris)
    refused = client.post(IMPORT, {"session": session(), "title": "", "file_1": upload()})
    assert refused.status_code == 422 and Volume.objects.count() == 1
    assert first.get_absolute_url() in refused.text and "Import as a correction" in refused.text
    signed = refused.text.split('name="kept" value="')[1].split('"')[0]
    answer = client.post(IMPORT, {"session": session(), "title": "", "kept": signed, "corrects": first.pk})
    assert answer.status_code == 302
    assert Volume.objects.latest("pk").corrects == first


def test_a_withdrawn_volume_may_be_imported_anew(idris: Any) -> None:
    handed_in(idris).withdraw(by=idris, reason="the wrong session")
    assert handed_in(idris).texts.count() == 1


def test_a_correction_of_a_correction_is_recognised_too(idris: Any) -> None:
    first = handed_in(idris)
    second = handed_in(idris, corrects=first)
    assert handed_in(idris, corrects=second).corrected() == [second.pk, first.pk]
    with pytest.raises(Known):
        handed_in(idris, kept(), corrects=None)


def test_one_file_known_already_refuses_all_of_them_and_leaves_nothing_half(idris: Any) -> None:
    handed_in(idris)
    with pytest.raises(Known):
        handed_in(idris, kept("1. Another text", "other.txt"), kept())
    assert Volume.objects.count() == 1 and VolumeText.objects.count() == 1


def test_files_sent_with_a_refused_form_need_not_be_chosen_again(idris: Any, browse: Any) -> None:
    client = browse(idris)
    refused = client.post(IMPORT, {"session": "", "title": "Kept", "file_1": upload()})
    assert refused.status_code == 422 and "volume.txt" in refused.text and 'value="Kept"' in refused.text
    signed = refused.text.split('name="kept" value="')[1].split('"')[0]
    assert client.post(IMPORT, {"session": session(), "title": "Kept", "kept": signed}).status_code == 302


def test_a_list_of_kept_files_serves_only_the_person_it_was_made_for(idris: Any, yasmin: Any, browse: Any) -> None:
    refused = browse(idris).post(IMPORT, {"session": "", "file_1": upload()})
    signed = refused.text.split('name="kept" value="')[1].split('"')[0]
    answer = browse(yasmin).post(IMPORT, {"session": session(), "kept": signed})
    assert answer.status_code == 422 and not Volume.objects.exists()


def test_only_the_cabinet_imports_and_only_reviewers_see_volumes(
    idris: Any, leila: Any, farid: Any, zayd: Any, hamza: Any, browse: Any
) -> None:
    volume = under_review(idris)
    with pytest.raises(Refused):
        handed_in(farid)
    assert browse(farid).get(IMPORT).status_code == 403
    for person, status in ((leila, 200), (hamza, 200), (farid, 404), (zayd, 404)):
        assert browse(person).get(volume.get_absolute_url()).status_code == status
    assert volume.title in browse(leila).get("/volumes/").text
    assert volume.title not in browse(zayd).get("/volumes/").text


def test_a_reading_asked_for_again_takes_the_place_of_the_first(idris: Any, browse: Any, jobs: Any) -> None:
    volume = handed_in(idris)
    jobs()
    text = volume.texts.get()
    before = set(DraftParagraph.objects.values_list("pk", flat=True))
    answer = browse(idris).post(f"{volume.get_absolute_url()}files/{text.pk}/rereading/", {"language": "en"})
    assert answer.status_code == 302
    jobs()
    after = set(DraftParagraph.objects.values_list("pk", flat=True))
    assert len(after) == len(before) == 5 and not after & before


def test_withdrawing_asks_for_a_reason_and_keeps_the_file(idris: Any, browse: Any) -> None:
    volume = handed_in(idris)
    page = f"{volume.get_absolute_url()}withdrawal/"
    assert browse(idris).post(page, {"reason": ""}).status_code == 422
    assert browse(idris).post(page, {"reason": "a draft, not the final text"}).status_code == 302
    volume.refresh_from_db()
    assert volume.state == Volume.State.WITHDRAWN and volume.texts.get().version.file.path.exists()


def test_pages_of_volumes_keep_to_their_budget_of_queries(idris: Any, browse: Any) -> None:
    volumes = [under_review(idris, reading(resolution(n), resolution(n + 50))) for n in range(1, 8)]
    client = browse(idris)  # the browser itself counts
    assert volumes[0].title in client.get("/volumes/").text
    client.get("/volumes/?view=adopted&sort=session")
    client.get(volumes[0].get_absolute_url())
    assert (
        client.get(reverse("volume-reading", args=[volumes[0].pk]), headers={"HX-Request": "true"}).status_code == 200
    )


# the reading job -----------------------------------------------------------------------------------------------------
def test_a_reading_done_twice_leaves_one_proposal_and_no_change_is_lost(idris: Any, jobs: Any) -> None:
    volume = handed_in(idris)
    text = volume.texts.get()
    read_text.func(text=text.pk)
    DraftParagraph.objects.update(text="corrected by a person")
    read_text.func(text=text.pk)
    jobs()
    assert DraftResolution.objects.count() == 1 and DraftParagraph.objects.count() == 5
    assert not DraftParagraph.objects.exclude(text="corrected by a person").exists()
    assert volume.history.filter(verb="take_reading").count() == 1


def test_a_worker_killed_in_mid_reading_begins_anew_and_nothing_is_there_twice(
    idris: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from diwan.resolutions import review

    volume = handed_in(idris)
    text = volume.texts.get()
    write = DraftParagraph.objects.bulk_create

    class Killed(BaseException):
        pass

    def killed_half_way(rows: Any, **options: Any) -> Any:
        write(rows[:2])
        raise Killed

    monkeypatch.setattr(review.DraftParagraph.objects, "bulk_create", killed_half_way)
    with pytest.raises(Killed):
        read_text.func(text=text.pk)
    text.refresh_from_db()
    assert text.state == VolumeText.State.READING and not DraftResolution.objects.exists()
    monkeypatch.undo()
    read_text.func(text=text.pk)
    assert (DraftResolution.objects.count(), DraftParagraph.objects.count()) == (1, 5)


def test_a_volume_withdrawn_while_it_is_read_takes_nothing_in(idris: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from diwan.resolutions import jobs as work

    volume = handed_in(idris)
    text = volume.texts.get()
    read = work.read

    def slow(*given: Any, **named: Any) -> Any:
        Volume.objects.get(pk=volume.pk).withdraw(by=idris, reason="meanwhile")
        return read(*given, **named)

    monkeypatch.setattr(work, "read", slow)
    read_text.func(text=text.pk)
    assert not DraftResolution.objects.exists()


def test_only_the_machine_takes_a_reading_in(idris: Any) -> None:
    volume = handed_in(idris)
    with pytest.raises(Refused):
        volume.take_reading(by=idris, text=volume.texts.get(), reading=reading())
    assert volume.take_reading(by=machine(), text=volume.texts.get(), reading=reading(resolution(1)))


# the command ---------------------------------------------------------------------------------------------------------
def command(*words: str) -> str:
    sixtieth()
    said = io.StringIO()
    call_command("resolutions_import", *words, stdout=said, stderr=said)
    return said.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "volume.txt"
    path.write_text(TEXT)
    return str(path)


def test_the_command_hands_in_and_tells_what_was_read(cast: Any, file: str) -> None:
    said = command(file, "--session", "CFM-60", "--wait")
    assert "1 resolutions, 5 paragraphs, 2 ask for something" in said
    assert Volume.objects.get().state == Volume.State.IN_REVIEW


def test_the_command_acts_in_the_name_of_a_person_who_may(cast: Any, file: str) -> None:
    command(file, "--session", "CFM-60", "--as", "yasmin", "--title", "By Yasmin")
    assert Volume.objects.get().history.first().by.username == "yasmin"
    with pytest.raises(CommandError) as refused:
        command(file, "--session", "CFM-60", "--as", "farid")
    assert refused.value.returncode == 1


def test_the_command_refuses_a_file_known_already_unless_it_corrects(cast: Any, file: str) -> None:
    command(file, "--session", "CFM-60")
    with pytest.raises(CommandError) as refused:
        command(file, "--session", "CFM-60")
    assert refused.value.returncode == 1 and Volume.objects.count() == 1
    command(file, "--session", "CFM-60", "--correct")
    assert Volume.objects.latest("pk").corrects == Volume.objects.earliest("pk")


@pytest.mark.parametrize(
    ("words", "status"), [(["--session", "CFM-999"], 1), (["--session", "CFM-60", "--as", "nobody"], 1)]
)
def test_the_command_says_what_it_does_not_know(cast: Any, file: str, words: list[str], status: int) -> None:
    with pytest.raises(CommandError) as refused:
        command(file, *words)
    assert refused.value.returncode == status


def test_the_command_ends_with_two_for_what_cannot_be_read(cast: Any, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear colleague, the meeting is on Monday.")
    with pytest.raises(CommandError) as refused:
        command(str(path), "--session", "CFM-60", "--wait")
    assert refused.value.returncode == 2
    assert Volume.objects.get().state == Volume.State.UNREADABLE


def test_the_history_of_a_volume_holds_no_text(idris: Any) -> None:
    volume = under_review(idris)
    told = json.dumps(list(volume.history.values_list("particulars", flat=True)))
    assert "Requests the Secretary General" not in told
