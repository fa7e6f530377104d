"""A letter in a few lines of each language: proposed or written, then checked by somebody else, one by one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from diwan.correspondence.jobs import read_letter
from diwan.correspondence.models import Letter, Summary
from diwan.correspondence.summarising import facts_of, propose_summaries, to_summarise
from diwan.correspondence.tests import papers
from diwan.correspondence.tests.letters import confidential, person, registered, with_paper
from diwan.directory.models import Correspondent
from diwan.kernel.decisions import NotNow, Refused

pytestmark = pytest.mark.django_db


def test_what_a_letter_asks_is_found_in_each_language() -> None:
    english, french, arabic = facts_of(papers.NOTE_EN), facts_of(papers.LETTER_FR), facts_of(papers.LETTER_AR)
    assert (english.until, french.until, arabic.until) == (
        dt.date(2035, 2, 20),
        dt.date(2035, 3, 1),
        dt.date(2035, 3, 1),
    )
    assert english.asks and french.asks and arabic.asks
    assert {str(one) for one in arabic.told} == {
        "The sender asks that a text be circulated.", "The sender asks that an item be put on the agenda.", "Documents are enclosed.",
    }  # fmt: skip
    assert facts_of("").told == [] and facts_of("\0" * 40).key == []


def test_the_facts_are_said_in_each_language_and_the_words_quoted_only_in_their_own(salma: Any) -> None:
    sender = Correspondent.objects.get(kind="mission", country__code="NE")
    letter = registered(
        sender=sender, sender_name="Mission du Niger", language="fr", subject="Ouverture de la plateforme",
        dated=dt.date(2035, 2, 5), their_reference="000148/MAE", kind="letter", enclosures=2,
    )  # fmt: skip
    said = propose_summaries(letter, papers.LETTER_FR)
    assert set(said) == {"ar", "en", "fr"}
    assert "Ouverture de la plateforme" in said["fr"] and "Ouverture" not in said["en"] + said["ar"]
    assert "Je vous saurais gré" in said["fr"] and "saurais gré" not in said["en"] + said["ar"]
    assert str(sender.name["ar"]) in said["ar"] and str(sender.name["en"]) in said["en"]
    assert "1 March 2035" in said["en"] and "1er mars 2035" in said["fr"] and "1 مارس 2035" in said["ar"]
    assert "2 enclosures." in said["en"] and "Lettre du" in said["fr"]
    for code, words in (("fr", ("The sender", "enclosures")), ("ar", ("The sender", "L’expéditeur"))):
        assert not [word for word in words if word in said[code]], f"{code} is not translated"


def test_resolutions_that_are_cited_are_named(salma: Any, shared: Any) -> None:
    from diwan.reading import plain_text

    text = plain_text(shared / "corpus/volumes/open/letters/01_note_verbale_tamaris.pdf")
    assert "3/60-POL" in propose_summaries(registered(language="en"), text)["en"]


def test_the_machine_proposes_when_a_letter_was_entered_and_never_writes_over(salma: Any) -> None:
    letter = registered(language="fr")
    with_paper(letter, papers.LETTER_FR.encode(), "lettre.txt")
    letter.summarise(by=salma, language="en", text="By hand.")
    read_letter(letter.pk)
    found = {one.language: one for one in letter.summaries.all()}
    assert found["en"].text == "By hand." and found["en"].state == Summary.State.WRITTEN
    assert {found[code].state for code in ("fr", "ar")} == {Summary.State.PROPOSED}
    assert found["fr"].by.automatic


def test_who_wrote_it_does_not_check_it_and_with_the_last_it_goes_to_the_cabinet(salma: Any, browse: Any) -> None:
    letter, rania = registered(), person("rania")
    client = browse(salma)
    assert client.post(f"/letters/{letter.pk}/summaries/proposed/").status_code == 302
    assert (
        client.post(f"/letters/{letter.pk}/summaries/en/", {"en-text": "In my words.\nTwo lines."}).status_code == 302
    )
    with pytest.raises(NotNow):
        letter.check_summary(by=salma, language="en")
    assert client.post(f"/letters/{letter.pk}/summaries/en/check/").status_code == 403
    for code in ("fr", "ar"):
        client.post(f"/letters/{letter.pk}/summaries/{code}/check/")
    letter.refresh_from_db()
    assert letter.state == Letter.State.REGISTERED and letter.summaries_missing() == ["en"]
    assert letter in to_summarise(salma)
    letter.check_summary(by=rania, language="en")
    letter.refresh_from_db()
    assert letter.state == Letter.State.PRESENTED and letter not in to_summarise(salma)
    assert Summary.objects.get(letter=letter, language="en").checked_by == rania


def test_what_is_written_anew_is_checked_anew(salma: Any) -> None:
    letter = registered()
    letter.summarise(by=salma, language="en", text="First")
    letter.check_summary(by=person("rania"), language="en")
    letter.summarise(by=salma, language="en", text="Second")
    assert Summary.objects.get(letter=letter).state == Summary.State.WRITTEN


def test_the_page_shows_each_language_in_its_own_direction(salma: Any, browse: Any) -> None:
    letter = registered(language="fr")
    with_paper(letter, papers.LETTER_FR.encode(), "lettre.txt")
    read_letter(letter.pk)
    page = browse(salma).get(f"/letters/{letter.pk}/summaries/").text
    assert 'lang="ar" dir="rtl"' in page and 'lang="fr" dir="ltr"' in page
    page = browse(salma).get(f"/letters/{letter.pk}/summaries/?edit=ar").text
    assert 'name="ar-text"' in page and "autofocus" in page
    part = browse(salma).get(f"/letters/{letter.pk}/summaries/", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith("<section") and "<html" not in part


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "a\0b", "\u202eabc"])
def test_what_cannot_be_kept_is_refused_and_stays_in_the_form(salma: Any, browse: Any, text: str) -> None:
    letter = registered()
    answer = browse(salma).post(f"/letters/{letter.pk}/summaries/en/", {"en-text": text})
    assert answer.status_code == 422 and not letter.summaries.exists()


@pytest.mark.parametrize("who", ["zayd", "adam"])
def test_others_find_no_letter(cast: Any, browse: Any, who: str) -> None:
    letter = registered()
    for address in ("", "en/", "en/check/", "proposed/"):
        client = browse(cast[who])
        call = client.get if not address else client.post
        assert call(f"/letters/{letter.pk}/summaries/{address}").status_code == 404


def test_a_language_the_house_does_not_have_is_no_page(salma: Any, browse: Any) -> None:
    assert browse(salma).post(f"/letters/{registered().pk}/summaries/xx/", {"xx-text": "Hm"}).status_code == 404


def test_what_is_closed_is_read_only_by_those_named_and_told_in_the_trail(salma: Any, idris: Any, browse: Any) -> None:
    letter = confidential(registered(), "idris")
    assert browse(salma).get(f"/letters/{letter.pk}/summaries/").status_code == 404
    assert browse(idris).get(f"/letters/{letter.pk}/summaries/").status_code == 200
    assert letter.history.filter(verb="read", by=idris).exists()
    with pytest.raises(Refused):
        letter.summarise(by=person("omar"), language="en", text="No")


def test_a_summary_in_arabic_that_begins_with_a_latin_name_runs_from_right_to_left(salma: Any, browse: Any) -> None:
    letter = registered()
    letter.summarise(by=salma, language="ar", text="Permanent Mission of Malaysia: الإغاثة الشتوية.")
    page = browse(salma).get(letter.get_absolute_url()).text
    assert 'lang="ar" dir="rtl">Permanent Mission' in page
