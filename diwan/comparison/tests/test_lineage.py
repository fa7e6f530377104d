"""Where the paragraphs of a resolution come from: each relation, in three languages."""

from collections.abc import Hashable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diwan.comparison.lineage import Descended, Lineage, Passage, descend

EN = [
    "Commends the fishermen of Lake Asmar for the nets they have given up",
    "Requests the Bank to prepare a study on the cost of the shrinking of the lake before the end of the year",
    "Decides to establish an observatory of the lake in Samarta, and entrusts the Basin Authority with its secretariat",
    "Invites Member States to plant reeds along the banks and to share seedlings with the observatory",
    "Requests the Secretary General to report thereon to the 41st Session of the Council of Foreign Ministers",
]
FR = [
    "Félicite les pêcheurs du lac Asmar pour les filets auxquels ils ont renoncé",
    "Demande à la Banque d’élaborer une étude sur le coût du rétrécissement du lac avant la fin de l’année",
    "Décide de créer à Samarta un observatoire du lac et en confie le secrétariat à l’Autorité du bassin",
    "Invite les États membres à planter des roseaux sur les rives et à partager les semis avec l’observatoire",
    "Demande au Secrétaire général d’en faire rapport à la 41ème session du Conseil des ministres",
]
AR = [
    "يشيد بصيادي بحيرة أسمر للشباك التي تخلوا عنها",
    "يطلب من البنك إعداد دراسة عن تكلفة انحسار البحيرة قبل نهاية العام",
    "يقرر إنشاء مرصد للبحيرة في سمرتا ويعهد بأمانته إلى سلطة الحوض",
    "يدعو الدول الأعضاء إلى غرس القصب على الضفاف وتقاسم الشتلات مع المرصد",
    "يطلب من الأمين العام تقديم تقرير بهذا الشأن إلى الدورة الحادية والأربعين لمجلس وزراء الخارجية",
]
LATER = {
    "en": "Requests the Secretary General to report thereon to the 42nd Session of the Council of Foreign Ministers",
    "fr": "Demande au Secrétaire général d’en faire rapport à la 42ème session du Conseil des ministres",
    "ar": "يطلب من الأمين العام تقديم تقرير بهذا الشأن إلى الدورة الثانية والأربعين لمجلس وزراء الخارجية",
}
REWORDED = {
    "en": "Requests the Bank to complete the study on the cost of the shrinking of the lake by adding the fisheries",
    "fr": "Demande à la Banque d’achever l’étude sur le coût du rétrécissement du lac en y ajoutant la pêche",
    "ar": "يطلب من البنك استكمال دراسة تكلفة انحسار البحيرة بإضافة مصايد الأسماك",
}
MERGED = {
    "en": "Welcomes the observatory of the lake in Samarta with the Basin Authority as its secretariat, and invites Member "
    "States to plant reeds along the banks and to share seedlings with it",
    "fr": "Se réjouit de l’observatoire du lac à Samarta, dont l’Autorité du bassin assure le secrétariat, et invite les "
    "États membres à planter des roseaux sur les rives et à partager les semis avec lui",
    "ar": "يرحب بمرصد البحيرة في سمرتا الذي تتولى سلطة الحوض أمانته ويدعو الدول الأعضاء إلى غرس القصب على الضفاف وتقاسم الشتلات معه",
}
NEW = {
    "en": "Takes note of the opening of a school for young sailors in Port Salam",
    "fr": "Prend note de l’ouverture d’une école de jeunes marins à Port Salam",
    "ar": "يحيط علماً بافتتاح مدرسة للبحارة الشباب في بورت سلام",
}
TEXTS = {"en": EN, "fr": FR, "ar": AR}
ALL = pytest.mark.parametrize("language", ["en", "fr", "ar"])


def text(lines: list[str], kind: str = "operative", prefix: str = "o") -> list[Passage]:
    return [Passage(f"{prefix}{n}", kind, str(n), line) for n, line in enumerate(lines, 1)]


def told(lineage: Lineage) -> dict[Hashable, tuple[str, tuple[Hashable, ...]]]:
    return {row.new_id: (row.relation, row.old_ids) for row in lineage}


@ALL
def test_a_paragraph_that_stays_is_unchanged_in_whatever_capitals_and_signs(language: str) -> None:
    old = TEXTS[language]
    found = descend(text([old[0].upper() + " ;"], prefix="n"), text(old), language=language)
    assert found.descended == (Descended("n1", ("o1",), "unchanged", likeness=1.0),)
    assert found.dropped == ("o2", "o3", "o4", "o5")


@ALL
def test_another_session_in_the_reporting_paragraph_is_told_as_such(language: str) -> None:
    old = TEXTS[language]
    assert told(descend(text([*old[:4], LATER[language]], prefix="n"), text(old)))["n5"] == ("sessions", ("o5",))


@ALL
def test_a_reworded_paragraph_keeps_its_ancestor(language: str) -> None:
    old = TEXTS[language]
    found = descend(text([old[0], REWORDED[language], *old[2:]], prefix="n"), text(old), language=language)
    assert told(found)["n2"] == ("reworded", ("o2",))
    assert 0.4 < found.descended[1].likeness < 1
    assert found.dropped == ()


@ALL
def test_two_paragraphs_made_one_are_both_its_ancestors(language: str) -> None:
    old = TEXTS[language]
    found = descend(text([*old[:2], MERGED[language], old[4]], prefix="n"), text(old), language=language)
    assert told(found)["n3"] == ("merged", ("o3", "o4"))
    assert [row.renumbered for row in found] == [False, False, False, True]
    assert found.dropped == ()


@ALL
def test_a_new_matter_has_no_ancestor_even_in_the_place_of_one_that_was_dropped(language: str) -> None:
    old = TEXTS[language]
    found = descend(text([NEW[language], *old[1:]], prefix="n"), text(old), language=language)
    assert told(found)["n1"] == ("new", ())
    assert found.dropped == ("o1",)


@ALL
def test_only_what_changed_its_order_against_the_others_was_moved(language: str) -> None:
    old = TEXTS[language]
    found = descend(text([old[3], old[0], old[1], old[2], old[4]], prefix="n"), text(old), language=language)
    assert [row.moved for row in found] == [True, False, False, False, False]
    assert [row.renumbered for row in found] == [True, True, True, True, False]


def test_of_two_that_changed_places_the_later_one_was_moved() -> None:
    found = descend(text([EN[1], EN[0], EN[2]], prefix="n"), text(EN[:3]))
    assert [row.moved for row in found] == [False, True, False]


def test_a_paragraph_divided_in_two_is_the_ancestor_of_both_halves() -> None:
    halves = [
        "Invites Member States to plant reeds along the banks",
        "Invites Member States to share seedlings with the observatory of the lake",
    ]
    found = descend(text([EN[2], *halves], prefix="n"), text(EN[2:4]), language="en")
    assert [row.old_ids for row in found] == [("o1",), ("o2",), ("o2",)]
    assert found.dropped == ()


def test_a_sentence_that_stands_in_two_parts_descends_part_by_part() -> None:
    seized = "Decides to remain seized of the matter"
    old = [Passage(letter, "operative", "1", seized, letter) for letter in "AB"]
    new = [Passage(f"n{letter}", "operative", "1", seized, letter) for letter in "BA"]
    assert told(descend(new, old)) == {"nB": ("unchanged", ("B",)), "nA": ("unchanged", ("A",))}


def test_a_recital_does_not_become_a_request_for_a_few_words_in_common() -> None:
    old = text(["Noting the study of the Bank on the cost of the shrinking of the lake"], "preambular")
    new = text(["Requests the Bank to print the study on the lake and to send it to the ports"], prefix="n")
    assert told(descend(new, old, language="en"))["n1"] == ("new", ())


def test_a_subparagraph_that_becomes_a_paragraph_must_be_very_like_it() -> None:
    old = [
        Passage("4", "operative", "4", "Requests the Secretary General to:"),
        Passage(
            "4a",
            "operative",
            "4(a)",
            "appoint an Envoy to Samarta, in consultation with the Government, within three months",
        ),
    ]
    weak = text(
        ["Takes note of the appointment of the Envoy to Samarta in October and thanks the Government"], prefix="n"
    )
    assert told(descend(weak, old, language="en"))["n1"] == ("new", ())
    strong = text(["Appoints an Envoy to Samarta in consultation with the Government within three months"], prefix="n")
    assert told(descend(strong, old, language="en"))["n1"] == ("reworded", ("4a",))


WORDS = ["lake", "observatory", "reeds", "Bank", "study", "the", "requests", "Samarta", "2034", "دولة", "مرصد", "étude"]
LINES = st.lists(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), max_size=9)


@given(LINES, LINES)
def test_each_new_paragraph_is_told_once_and_each_old_one_is_an_ancestor_or_dropped(
    new: list[str], old: list[str]
) -> None:
    found = descend(text(new, prefix="n"), text(old), language="en")
    assert [row.new_id for row in found] == [f"n{n}" for n in range(1, len(new) + 1)]
    ancestors = {id for row in found for id in row.old_ids}
    assert ancestors | set(found.dropped) == {f"o{n}" for n in range(1, len(old) + 1)}
    assert not ancestors & set(found.dropped)
    for row in found:
        assert (row.relation == "new") == (not row.old_ids)
        assert (row.relation == "merged") == (len(row.old_ids) > 1)
        assert 0 <= row.likeness <= 1
        assert row.old_ids or not (row.moved or row.renumbered)


@given(LINES)
def test_a_text_descends_from_itself_unchanged_and_unmoved(lines: list[str]) -> None:
    found = descend(text(lines, prefix="n"), text(lines), language="en")
    assert [(row.relation, row.old_ids, row.moved) for row in found] == [
        ("unchanged", (f"o{n}",), False) for n in range(1, len(lines) + 1)
    ]


def test_comparisons_grow_with_the_paragraphs_and_not_with_their_square() -> None:
    def compared(size: int) -> int:
        old = text(
            [
                f"Requests the Bank to finance harbour h{n} and bridge b{n // 3} in district d{n % 19}"
                for n in range(size)
            ]
        )
        new = text(
            [f"Requests the Bank to repair harbour h{n} and bridge b{n // 3} in county c{n % 19}" for n in range(size)],
            prefix="n",
        )
        found = descend(new, old, language="en")
        assert all(row.old_ids == (f"o{row.new_id[1:]}",) for row in found)
        return found.comparisons

    assert compared(1_600) <= 4.2 * compared(400)
    assert compared(1_600) <= 24 * 1_600
