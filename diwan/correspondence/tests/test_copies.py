"""Copies: from Confidential up none leaves without the name of who took it; what goes out leaves its event."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from diwan.correspondence.policies import PRIVATE
from diwan.correspondence.tests.letters import PDF, confidential, person, presented, referred, registered, with_paper

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    return " ".join(str(page.get_textpage().get_text_range()) for page in pdf)


@pytest.fixture
def paper() -> bytes:
    """A real page, made by a real printer."""
    from diwan.printing.slip import Slip, slips_pdf

    return slips_pdf(
        [
            Slip(
                language="en",
                title="Witnesses",
                organisation="A",
                issuer="B",
                number="1",
                days="",
                address="x",
                boxes_title="Asked",
                returned=["a"],
            )
        ]
    )


def test_a_confidential_pdf_bears_the_name_of_who_took_it(
    idris: Any, farid: Any, unit: Any, client: Any, paper: bytes
) -> None:
    letter = confidential(referred(unit("POL")), "idris", "farid")
    version = with_paper(letter, paper)
    for who in (idris, farid):
        client.force_login(who)
        for address in (
            f"/letters/{letter.pk}/copy.pdf",
            version.get_absolute_url(),
            version.get_absolute_url() + "?download",
        ):
            answer = client.get(address)
            assert answer.status_code == 200 and not answer.streaming, address
            said = text_of(answer.content)
            assert who.name["en"].split()[0] in said and letter.number in said, address
            assert answer.content != paper
    assert letter.history.filter(verb="read", by=idris).count() == 2
    assert letter.history.filter(verb="export", by=idris).count() == 1


def test_the_private_compartment_gives_out_marked_copies_too(client: Any, paper: bytes) -> None:
    letter = registered(
        subject="", compartment=PRIVATE, sealed=True, confidentiality=2, classified_because="came sealed"
    )
    khalid = person("khalid")
    letter.open_envelope(by=khalid, subject="Private")
    version = with_paper(letter, paper)
    client.force_login(khalid)
    assert letter.number in text_of(client.get(version.get_absolute_url()).content)


def test_what_cannot_be_marked_is_not_given_out(idris: Any, client: Any) -> None:
    letter = confidential(presented(), "idris")
    version = with_paper(letter, b"%PDF-1.4\nthis is no page at all\n%%EOF\n")
    client.force_login(idris)
    answer = client.get(version.get_absolute_url())
    assert answer.status_code == 403 and b"%PDF" not in answer.content


def test_taking_away_another_kind_of_file_is_told(idris: Any, client: Any) -> None:
    letter = confidential(presented(), "idris")
    version = with_paper(letter, b"names, places\n", "list.csv")
    client.force_login(idris)
    client.get(version.get_absolute_url())
    assert letter.history.filter(verb="export", by=idris, particulars__document=version.pk).count() == 1


def test_an_open_letter_is_given_out_as_it_is(salma: Any, client: Any) -> None:
    letter = presented()
    version = with_paper(letter, PDF)
    client.force_login(salma)
    assert b"".join(client.get(version.get_absolute_url()).streaming_content) == PDF
    assert not letter.history.filter(verb__in=["read", "export"]).exists()
