"""The proposal is reviewed beside the text, by keyboard or by plain forms, by several persons at once."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.urls import reverse

from diwan.interface.inspection import inspect
from diwan.kernel.decisions import NotNow, Refused
from diwan.resolutions import reasons
from diwan.resolutions.models import DraftParagraph, DraftResolution, Volume
from diwan.resolutions.review import ChangedMeanwhile, Correct, Drop, Head, Join, Settle, Split
from diwan.resolutions.tests.readings import operative, reading, resolution, under_review

HTMX = {"HX-Request": "true"}


@pytest.fixture
def volume(idris: Any) -> Volume:
    doubtful = operative(2, doubts=[{"code": "hidden_request", "text": "It may ask."}])
    first = resolution(1, operative=[operative(1), doubtful, operative(3)])
    return under_review(idris, reading(first, resolution(2)), reading(resolution(1), language="fr"))


def numbered(volume: Volume, number: str) -> DraftParagraph:
    """An operative paragraph of the first resolution of the first file."""
    return DraftParagraph.objects.get(
        resolution__text__volume=volume, resolution__text__language="en", resolution__order=0, number=number
    )


def at(volume: Volume, paragraph: DraftParagraph, noun: str) -> str:
    return reverse(f"review-{noun}", args=[volume.pk, paragraph.pk])


def page(answer: Any) -> str:
    """A page told as a conflict, inspected like any other."""
    shown: str = answer.content.decode()
    if "<html" in shown:
        inspect(shown)
    return shown


def texts(volume: Volume) -> list[str]:
    first = DraftResolution.objects.filter(text__volume=volume, text__language="en").earliest("order")
    return [p.text for p in first.paragraphs.all()]


# the page ------------------------------------------------------------------------------------------------------------
def test_text_and_proposal_stand_side_by_side_with_what_is_doubtful(volume: Volume, leila: Any, browse: Any) -> None:
    leila.language = "en"
    leila.save()
    page = browse(leila).get(f"{volume.get_absolute_url()}review/").text
    assert "Requests</em> the Secretary General to take step 2" in page
    assert str(reasons.DOUBTS["hidden_request"]) in page and "verb “\u2068Requests\u2069”" in page
    assert "1 place to look at" in page


def test_a_page_of_the_review_asks_the_database_at_most_twelve_times(idris: Any, browse: Any) -> None:
    many = [resolution(n, preambular=8, paragraphs=25) for n in range(1, 61)]
    volume = under_review(idris, reading(*many), reading(*many, language="fr"))
    client = browse(idris)  # the browser counts: 12, and 4 of the session and the person
    client.get(f"{volume.get_absolute_url()}review/")
    draft = DraftResolution.objects.filter(text__volume=volume)[30]
    paragraph = draft.paragraphs.last()
    client.get(f"{volume.get_absolute_url()}review/?resolution={draft.pk}&edit={paragraph.pk}")
    client.get(at(volume, paragraph, "correction"), headers=HTMX)


@pytest.mark.parametrize(
    "query", ["?text=9999", "?resolution=x", "?text=²&resolution=99999999999999999999", "?edit=1&head"]
)
def test_an_address_that_names_nothing_shows_the_first_resolution(
    volume: Volume, idris: Any, browse: Any, query: str
) -> None:
    assert browse(idris).get(f"{volume.get_absolute_url()}review/{query}").status_code == 200


def test_the_auditor_reads_the_review_and_changes_nothing(volume: Volume, hamza: Any, browse: Any) -> None:
    client, paragraph = browse(hamza), numbered(volume, "1")
    page = client.get(f"{volume.get_absolute_url()}review/").text
    assert "correction/" not in page
    assert client.get(at(volume, paragraph, "correction")).status_code == 403
    sent = {"revision": 0, "kind": "preambular"}
    assert client.post(at(volume, paragraph, "correction"), sent).status_code == 403
    assert numbered(volume, "1").kind == "operative"


def test_a_paragraph_of_another_volume_is_not_found(volume: Volume, idris: Any, browse: Any) -> None:
    other = under_review(idris, reading(resolution(9)))
    stranger = DraftParagraph.objects.filter(resolution__text__volume=other).first()
    assert browse(idris).get(at(volume, stranger, "correction")).status_code == 404


# changes -------------------------------------------------------------------------------------------------------------
def test_a_paragraph_is_corrected_in_place(volume: Volume, idris: Any, browse: Any) -> None:
    paragraph = numbered(volume, "2")
    page = browse(idris).get(at(volume, paragraph, "correction"), headers=HTMX)
    assert f'id="id_{paragraph.pk}_text"' in page.text and page.text.count("<form") == 1
    sent = {"whole": "True", "revision": 0, "kind": "operative", "number": "2", "part": "", "text": "Urges\r\nall;",
            "legal_class": "call", "actionable": "on", "verb": "Urges", "addressee": "", "deadline": "", "reporting": ""}  # fmt: skip
    answer = browse(idris).post(at(volume, paragraph, "correction"), sent, headers=HTMX)
    assert answer.status_code == 200 and "changed by Idris" in answer.text and 'id="tally"' in answer.text
    paragraph.refresh_from_db()
    assert (paragraph.text, paragraph.legal_class, paragraph.doubts, paragraph.revision) == (
        "Urges\nall;",
        "call",
        [],
        1,
    )
    assert paragraph.changed_by == idris


def test_one_key_turns_one_field_and_leaves_the_others(volume: Volume, idris: Any, browse: Any) -> None:
    client, paragraph = browse(idris), numbered(volume, "1")
    for name, value, after in (
        ("kind", "task", "task"),
        ("legal_class", "call", "call"),
        ("actionable", "false", False),
    ):
        paragraph.refresh_from_db()
        sent = {"revision": paragraph.revision, name: value}
        assert client.post(at(volume, paragraph, "correction"), sent).status_code == 302
        paragraph.refresh_from_db()
        assert getattr(paragraph, name) == after
    assert paragraph.text and paragraph.verb == "Requests" and paragraph.number == "1"


def test_a_paragraph_without_text_is_refused_and_what_was_written_stays(
    volume: Volume, idris: Any, browse: Any
) -> None:
    paragraph = numbered(volume, "1")
    sent = {"whole": "True", "revision": 0, "kind": "operative", "text": " ", "verb": "Urges strongly"}
    for headers in (HTMX, {}):
        answer = browse(idris).post(at(volume, paragraph, "correction"), sent, headers=headers)
        assert answer.status_code == 422 and "Urges strongly" in answer.text
    assert numbered(volume, "1").revision == 0


def test_a_field_sent_alone_that_is_wrong_opens_the_whole_paragraph(volume: Volume, idris: Any, browse: Any) -> None:
    paragraph = numbered(volume, "1")
    for headers in (HTMX, {}):
        sent = {"revision": 0, "number": "1" * 21}
        answer = browse(idris).post(at(volume, paragraph, "correction"), sent, headers=headers)
        assert answer.status_code == 422 and "1" * 21 in answer.text and paragraph.text in html.unescape(answer.text)
    assert numbered(volume, "1").revision == 0


def test_joining_puts_it_to_the_one_before(volume: Volume, idris: Any, browse: Any) -> None:
    second = numbered(volume, "2")
    answer = browse(idris).post(at(volume, second, "join"), {"revision": 0}, headers=HTMX)
    first = numbered(volume, "1")
    assert first.text.endswith("step 1; Requests the Secretary General to take step 2;")
    assert not DraftParagraph.objects.filter(pk=second.pk).exists()
    assert f'id="p{first.pk}"' in answer.text and answer.text.count('hx-swap-oob="true"') == 3


def test_the_first_paragraph_has_none_before_it_to_join(volume: Volume, idris: Any, browse: Any) -> None:
    first = DraftParagraph.objects.filter(resolution__text__volume=volume).earliest("order", "pk")
    answer = browse(idris).post(at(volume, first, "join"), {"revision": 0}, headers=HTMX)
    assert answer.status_code == 422 and "none before it" in answer.text


def test_splitting_at_the_cursor_makes_two_and_marks_the_second(volume: Volume, idris: Any, browse: Any) -> None:
    paragraph = numbered(volume, "1")
    whole = paragraph.text
    place = whole.index("to take")
    answer = browse(idris).post(at(volume, paragraph, "split"), {"revision": 0, "at": place}, headers=HTMX)
    assert answer.status_code == 200 and answer.text.count('class="para"') == 2
    assert texts(volume)[2:4] == [whole[:place].rstrip(), whole[place:]]
    new = DraftParagraph.objects.get(text=whole[place:])
    assert [found["code"] for found in new.doubts] == ["no_number"]


def test_without_a_cursor_the_words_say_where_to_split(volume: Volume, idris: Any, browse: Any) -> None:
    paragraph = numbered(volume, "1")
    sent = {"revision": 0, "begins": "to take", "text": paragraph.text}
    assert browse(idris).post(at(volume, paragraph, "split"), sent).status_code == 302
    assert texts(volume)[3] == "to take step 1;"
    refused = browse(idris).post(at(volume, numbered(volume, "2"), "split"), {"revision": 0, "begins": "nowhere"})
    assert refused.status_code == 422 and "do not stand once" in refused.text


def test_splitting_again_and_again_finds_room_between_two_paragraphs(volume: Volume, idris: Any) -> None:
    paragraph = numbered(volume, "1")
    paragraph.text = " ".join(f"word{n}" for n in range(40))
    paragraph.save()
    for _time in range(25):
        paragraph.refresh_from_db()
        volume.revise(by=idris, change=Split(paragraph.pk, paragraph.revision, at=paragraph.text.rindex(" ")))
    joined = " ".join(texts(volume)[2:28])
    assert joined == " ".join(f"word{n}" for n in range(40))
    orders = list(paragraph.resolution.paragraphs.values_list("order", flat=True))
    assert len(set(orders)) == len(orders)


def test_taking_out_and_settling(volume: Volume, idris: Any, browse: Any) -> None:
    client, second, third = browse(idris), numbered(volume, "2"), numbered(volume, "3")
    assert client.post(at(volume, second, "settlement"), {"revision": 0}, headers=HTMX).status_code == 200
    second.refresh_from_db()
    assert second.doubts == [] and "step 2" in second.text
    answer = client.post(at(volume, third, "drop"), {"revision": 0}, headers=HTMX)
    assert answer.status_code == 200 and f'id="p{third.pk}"' not in answer.text
    assert not DraftParagraph.objects.filter(pk=third.pk).exists()
    told = volume.history.filter(verb="revise").last().particulars
    assert told["text"] == third.text, "what was taken out can be found in the history"


def test_the_head_of_a_resolution_is_corrected(volume: Volume, idris: Any, browse: Any) -> None:
    draft = DraftResolution.objects.filter(text__volume=volume).first()
    where = reverse("review-heading", args=[volume.pk, draft.pk])
    sent = {"revision": 0, "key": "60/1", "symbol": "Resolution No. 7/60-POL", "title": "New", "opening": ""}
    refused = browse(idris).post(where, sent)
    assert refused.status_code == 422 and "CFM-60/POL/1" in refused.text
    assert browse(idris).post(where, {**sent, "key": "CFM-60/POL/7"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.key, draft.title, draft.revision) == ("CFM-60/POL/7", "New", 1)


def test_heads_that_cannot_be_adopted_are_marked(idris: Any, browse: Any) -> None:
    odd = [
        resolution(1, number="CFM-59/POL/1"), resolution(2, number=None), resolution(3, title=None),
        resolution(4, number="CFM-60/POL/3"),
    ]  # fmt: skip
    volume = under_review(idris, reading(*odd))
    said = ["another session", "No number was found", "stands twice"]
    for draft, expected in zip(DraftResolution.objects.filter(text__volume=volume), said, strict=False):
        page = browse(idris).get(f"{volume.get_absolute_url()}review/?resolution={draft.pk}").text
        assert expected in page


# two reviewers -------------------------------------------------------------------------------------------------------
def test_who_comes_second_sees_who_was_first_and_keeps_what_was_typed(
    volume: Volume, idris: Any, leila: Any, browse: Any
) -> None:
    paragraph = numbered(volume, "1")
    volume.revise(by=leila, change=Correct(paragraph.pk, 0, {"text": "As Leila wrote it;"}))
    sent = {"revision": 0, "text": "As Idris wrote it;"}
    for headers, status in (({}, 409), (HTMX, 422)):
        answer = browse(idris).post(at(volume, paragraph, "correction"), sent, headers=headers)
        assert answer.status_code == status
        for words in ("As Leila wrote it;", "As Idris wrote it;", "Leila"):
            assert words in page(answer)
    assert numbered(volume, "1").text == "As Leila wrote it;"


def test_what_was_typed_for_a_paragraph_that_is_gone_is_not_lost(
    volume: Volume, idris: Any, leila: Any, browse: Any
) -> None:
    paragraph = numbered(volume, "2")
    volume.revise(by=leila, change=Join(paragraph.pk, 0))
    for headers, status in (({}, 409), (HTMX, 422)):
        sent = {"revision": 0, "text": "As Idris wrote it;"}
        answer = browse(idris).post(at(volume, paragraph, "correction"), sent, headers=headers)
        assert answer.status_code == status
        assert "As Idris wrote it;" in page(answer) and "Leila" in page(answer)


@pytest.mark.parametrize("change", [Settle, Join, Drop])
def test_no_change_is_made_on_what_somebody_else_changed(volume: Volume, idris: Any, leila: Any, change: Any) -> None:
    paragraph = numbered(volume, "2")
    volume.revise(by=leila, change=Correct(paragraph.pk, 0, {"number": "2(a)"}))
    before = texts(volume)
    with pytest.raises(ChangedMeanwhile, match="Leila"):
        volume.revise(by=idris, change=change(paragraph.pk, 0))
    assert texts(volume) == before


def test_two_who_change_the_same_head(volume: Volume, idris: Any, leila: Any, browse: Any) -> None:
    draft = DraftResolution.objects.filter(text__volume=volume).first()
    volume.revise(by=leila, change=Head(draft.pk, 0, {"title": "Leila’s title"}))
    sent = {"revision": 0, "key": "CFM-60/POL/1", "symbol": "", "title": "Idris’s title", "opening": ""}
    answer = browse(idris).post(reverse("review-heading", args=[volume.pk, draft.pk]), sent)
    assert answer.status_code == 409
    for words in ("Leila’s title", "Idris’s title", "was changed by Leila"):
        assert words in page(answer)


def test_nothing_is_changed_any_more_after_the_adoption(volume: Volume, idris: Any, browse: Any) -> None:
    volume.adopt(by=idris)
    with pytest.raises(NotNow):
        volume.revise(by=idris, change=Settle(numbered(volume, "2").pk, 0))
    page = browse(idris).get(f"{volume.get_absolute_url()}review/").text
    assert "correction/" not in page


def test_a_stranger_neither_finds_nor_changes_it(volume: Volume, zayd: Any, browse: Any) -> None:
    paragraph = numbered(volume, "1")
    assert browse(zayd).get(f"{volume.get_absolute_url()}review/").status_code == 404
    assert browse(zayd).post(at(volume, paragraph, "drop"), {"revision": 0}).status_code == 404
    with pytest.raises(Refused):
        volume.revise(by=zayd, change=Drop(paragraph.pk, 0))
