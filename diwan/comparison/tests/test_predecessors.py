"""Which resolution of earlier sessions a new one follows."""

from dataclasses import replace

from diwan.comparison.lineage import Passage, Subject, predecessors

BASIN = (
    "Alarmed by the shrinking of the lake and the losses of its fishermen",
    "Urges Member States to contribute to the plan of the lake",
    "Requests the Bank to prepare a study on the economic cost of the shrinking of the lake",
    "Requests the Secretary General to report thereon to the next session",
)
MINES = (
    "Alarmed by the number of casualties among herders",
    "Requests the Secretary General to sign arrangements for the training of deminers",
    "Invites Member States to communicate maps of contaminated areas",
    "Requests the Secretary General to report thereon to the next session",
)


def subject(id: str, session: int, number: str, title: str, texts: tuple[str, ...], organ: str = "CFM") -> Subject:
    passages = [
        Passage(f"{id}.{n}", "preambular" if not n else "operative", str(n), text) for n, text in enumerate(texts)
    ]
    return Subject(id, organ, session, "POL", number, {"en": title}, passages, "en")


OLD = [
    subject("basin-58", 58, "2", "The Situation in the Asmar Basin", BASIN),
    subject("basin-59", 59, "4", "The Situation in the Asmar Basin", BASIN),
    subject("mines-59", 59, "2", "Clearance of Landmines in Member States", MINES),
]


def test_the_latest_of_a_row_is_followed_although_its_number_shifted() -> None:
    found = predecessors([subject("n", 60, "2", "The Situation in the Asmar Basin", BASIN)], OLD)
    assert found["n"].id == "basin-59"
    assert found["n"].reasons == {"title": 1.0, "body": 1.0}


def test_one_of_another_title_is_known_by_its_text() -> None:
    found = predecessors([subject("n", 60, "9", "Water, Fisheries and Livelihoods around Lake Asmar", BASIN)], OLD)
    assert found["n"].id == "basin-59"
    assert found["n"].reasons["title"] < 0.5 < found["n"].reasons["body"]


def test_a_title_alone_convinces_only_where_something_of_the_text_remains() -> None:
    other = ("Welcomes the poets of Samarta", "Invites publishers to print their verses", "Thanks the readers")
    assert predecessors([subject("n", 60, "2", "Clearance of Landmines in Member States", other)], OLD) == {}


def test_a_new_subject_follows_none_even_under_a_known_number() -> None:
    poets = (
        "Mindful of poets",
        "Requests ICESCO to print verses",
        "Requests the Secretary General to report thereon to the next session",
    )
    assert predecessors([subject("n", 60, "2", "A Year of Poetry", poets)], OLD) == {}


def test_another_organ_and_a_later_session_are_not_followed() -> None:
    asked = [
        subject("summit", 60, "2", "The Situation in the Asmar Basin", BASIN, organ="IS"),
        subject("older", 58, "2", "The Situation in the Asmar Basin", BASIN),
    ]
    assert predecessors(asked, OLD) == {}


def test_two_of_one_session_do_not_follow_the_same() -> None:
    asked = [
        subject("half", 60, "5", "Fisheries of the Asmar Basin", BASIN[:3]),
        subject("whole", 60, "4", "The Situation in the Asmar Basin", BASIN),
    ]
    found = predecessors(asked, [OLD[1]])
    assert {key: one.id for key, one in found.items()} == {"whole": "basin-59"}


def test_a_recital_that_names_it_and_the_number_are_told_as_reasons() -> None:
    cites = ("Recalling Resolution No. 4/59-POL on the same subject", *BASIN[1:])
    found = predecessors([subject("n", 60, "4", "The Situation in the Asmar Basin", cites)], OLD)
    assert found["n"].reasons["number"] == "4"
    assert found["n"].reasons["cited"] == "4/59-POL"


def test_titles_are_compared_in_a_language_both_have() -> None:
    old = replace(OLD[1], title={"fr": "La situation dans le bassin d’Asmar", "ar": "الوضع في حوض أسمر"})
    new = replace(subject("n", 60, "4", "x", BASIN), title={"ar": "الوضع في حوض أسمر"})
    assert predecessors([new], [old])["n"].reasons["title"] == 1.0
    apart = replace(new, title={"en": "The Situation in the Asmar Basin"})
    assert predecessors([apart], [old])["n"].reasons["title"] == 0.0
