"""Paragraphs of one language find those of another by what they say, not by their numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from diwan.comparison.alignment import align
from diwan.comparison.languages import Ties, side_by_side
from diwan.comparison.names import skeleton
from diwan.comparison.signs import label_values, same_label, signs_of


@dataclass(frozen=True)
class Said:
    """A paragraph as the reader gives it."""

    text: str
    number: str = ""
    kind: str = "operative"
    part: str = ""
    legal_class: str = "mandate"
    actionable: bool = True


ENGLISH = [
    "Reaffirms its full support for the sovereignty and territorial integrity of the Republic of Belhara;",
    "Welcomes the formation of the Government on 3 March 2034;",
    "Calls upon Member States to make voluntary contributions to the humanitarian fund, and requests the Islamic "
    "Development Bank to examine the financing of water projects for the refugees;",
    "Requests the Secretary General to dispatch a mission to the camps before 31 December 2034;",
    "Decides to establish a network of contact points on maritime piracy;",
    "Requests the Secretary General to submit a report thereon to the Sixty-first Session.",
]
FRENCH = [
    "Réaffirme son plein appui à la souveraineté et à l’intégrité territoriale de la République de Belhara ;",
    "Se félicite de la formation du Gouvernement, le 3 mars 2034 ;",
    "Appelle les États membres à verser des contributions volontaires au fonds humanitaire, et prie la Banque "
    "islamique de développement d’examiner le financement de projets hydriques au profit des réfugiés ;",
    "Prie le Secrétaire général de dépêcher une mission dans les camps avant le 31 décembre 2034 ;",
    "Décide d’établir un réseau de points de contact sur la piraterie maritime ;",
    "Prie le Secrétaire général de présenter un rapport à ce sujet à la soixante et unième session.",
]
ARABIC = [
    "يؤكد مجدداً دعمه الكامل لسيادة جمهورية بلهارا وسلامة أراضيها؛",
    "يرحب بتشكيل الحكومة في ٣ مارس ٢٠٣٤م؛",
    "يدعو الدول الأعضاء إلى تقديم مساهمات طوعية للصندوق الإنساني، ويطلب من البنك الإسلامي للتنمية النظر في تمويل "
    "مشاريع المياه لفائدة اللاجئين؛",
    "يطلب من الأمين العام إيفاد بعثة إلى المخيمات قبل ٣١ ديسمبر ٢٠٣٤م؛",
    "يقرر إنشاء شبكة جهات اتصال بشأن القرصنة البحرية؛",
    "يطلب من الأمين العام تقديم تقرير بهذا الشأن إلى الدورة الحادية والستين.",
]


def numbered(texts: list[str]) -> list[Said]:
    return [Said(text, str(n)) for n, text in enumerate(texts, 1)]


def links(one: list[Said], other: list[Said], code: str = "fr") -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(link.left, link.right) for link in align(signs_of(one, "en"), signs_of(other, code))]


@pytest.mark.parametrize(("code", "texts"), [("fr", FRENCH), ("ar", ARABIC)])
def test_each_paragraph_meets_its_own(code: str, texts: list[str]) -> None:
    assert links(numbered(ENGLISH), numbered(texts), code) == [((n,), (n,)) for n in range(6)]


@pytest.mark.parametrize(("code", "texts"), [("fr", FRENCH), ("ar", ARABIC)])
@pytest.mark.parametrize("gone", range(6))
def test_what_is_missing_does_not_shift_what_follows(code: str, texts: list[str], gone: int) -> None:
    left = numbered([text for n, text in enumerate(texts) if n != gone])
    wanted = [((n,), () if n == gone else (n - (n > gone),)) for n in range(6)]
    assert links(numbered(ENGLISH), left, code) == wanted


def test_a_split_is_one_paragraph_in_two_pieces() -> None:
    first, second = FRENCH[2].split(", et ")
    split = [*FRENCH[:2], first + " ;", second.capitalize(), *FRENCH[3:]]
    assert ((2,), (2, 3)) in links(numbered(ENGLISH), numbered(split))


def test_a_split_and_an_omission_that_keep_the_count_are_both_seen() -> None:
    """As many paragraphs and the same numbers as in English: only what they say tells."""
    first, second = ARABIC[2].split("، و")
    texts = [*ARABIC[:2], first, second, ARABIC[3], ARABIC[5]]
    assert links(numbered(ENGLISH), numbered(texts), "ar") == [
        ((0,), (0,)), ((1,), (1,)), ((2,), (2, 3)), ((3,), (4,)), ((4,), ()), ((5,), (5,)),
    ]  # fmt: skip


def test_a_merge_is_two_paragraphs_in_one_text() -> None:
    merged = [*FRENCH[:3], FRENCH[3].rstrip(" ;") + " ; " + FRENCH[4], FRENCH[5]]
    assert ((3, 4), (3,)) in links(numbered(ENGLISH), numbered(merged))


def test_a_paragraph_in_another_place_is_found_and_said_to_be_moved() -> None:
    moved = [FRENCH[0], FRENCH[4], *FRENCH[1:4], FRENCH[5]]
    found = align(signs_of(numbered(ENGLISH), "en"), signs_of(numbered(moved), "fr"))
    assert [(link.left, link.right) for link in found if link.moved] == [((4,), (1,))]
    assert {(link.left, link.right) for link in found if not link.moved} >= {((1,), (2,)), ((2,), (3,)), ((3,), (4,))}


def test_the_language_at_odds_with_the_others_is_the_one_that_splits() -> None:
    first, second = ENGLISH[2].split(", and ")
    split = [*ENGLISH[:2], first, second, *ENGLISH[3:]]
    signs = {"en": signs_of(numbered(split), "en"), "fr": signs_of(numbered(FRENCH), "fr"),
             "ar": signs_of(numbered(ARABIC), "ar")}  # fmt: skip
    rows = side_by_side(signs)
    assert len(rows) == 6 and rows[2].texts == {"fr": (2,), "ar": (2,), "en": (2, 3)}
    assert rows[2].split == ["en"] and not any(row.within or row.missing(signs) for row in rows)


def test_what_two_languages_have_and_the_first_lacks_stands_on_one_row() -> None:
    signs = {"en": signs_of(numbered(ENGLISH[:4] + ENGLISH[5:]), "en"), "fr": signs_of(numbered(FRENCH), "fr"),
             "ar": signs_of(numbered(ARABIC), "ar")}  # fmt: skip
    rows = side_by_side(signs)
    assert [row.missing(signs) for row in rows] == [[], [], [], [], ["en"], []]


def test_what_a_person_tied_or_set_apart_holds_against_every_sign() -> None:
    signs = {"en": signs_of(numbered(ENGLISH), "en"), "fr": signs_of(numbered(FRENCH), "fr")}
    tied = side_by_side(signs, Ties(together=frozenset([frozenset([("en", 1), ("fr", 3)])])))
    assert next(row for row in tied if row.texts.get("en") == (1,)).texts["fr"] == (3,)
    apart = side_by_side(signs, Ties(apart=frozenset([("fr", 2)])))
    assert {(2,)} == {row.texts["fr"] for row in apart if row.missing(signs) == ["en"]}
    assert {(2,)} == {row.texts["en"] for row in apart if row.missing(signs) == ["fr"]}


def test_recitals_meet_without_any_number() -> None:
    english = [
        "Recalling Resolution No. 4/59-POL of the Fifty-ninth Session;",
        "Deeply concerned at the drought in the basin of Lake Asmar;",
        "Commending the role of ICESCO in the education of refugee children;",
    ]
    arabic = [
        "وإذ يستذكر القرار رقم ٤/٥٩-س الصادر عن الدورة التاسعة والخمسين؛",
        "وإذ يشيد بدور الإيسيسكو في تعليم الأطفال اللاجئين؛",
    ]
    recital = [replace(Said(text), kind="preambular", actionable=False, legal_class="") for text in english]
    beside = [replace(Said(text), kind="preambular", actionable=False, legal_class="") for text in arabic]
    assert links(recital, beside, "ar") == [((0,), (0,)), ((1,), ()), ((2,), (1,))]


def test_names_and_labels_are_the_same_in_both_scripts() -> None:
    assert skeleton("belhara") == skeleton("بلهارا") and skeleton("asmar") == skeleton("اسمر")
    assert same_label(label_values("4(b)(ii)"), label_values("٤(ب)(٢)"))
    assert not same_label(label_values("4(b)"), label_values("4(ج)"))


def test_nothing_beside_nothing_and_a_language_without_words_are_answered() -> None:
    assert side_by_side({}) == [] and align([], []) == []
    assert [row.missing(["en", "tr"]) for row in side_by_side({"en": signs_of(numbered(ENGLISH), "en"), "tr": []})] == [
        ["tr"]
    ] * 6
    turkish = numbered([f"Madde {n} 2034" for n in range(6)])
    assert len(side_by_side({"en": signs_of(numbered(ENGLISH), "en"), "tr": signs_of(turkish, "tr")})) >= 6
