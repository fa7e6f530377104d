"""What is written in one form is found in all the forms a person may type, in three languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diwan.kernel.folding import fold_with_places
from diwan.search.analysis import document_vector, fold, query, stems, tokens
from diwan.search.thesaurus import UnreadableThesaurus, read, thesaurus
from diwan.search.words import LAST_POSITION, MOST_BYTES

LANGUAGES = ["en", "fr", "ar"]


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("الأمانةُ العامّة", "الامانه العامه"),
        ("مُؤسـسة إسلاميّة", "موسسه اسلاميه"),
        ("یطلب", "يطلب"),
        ("کتاب", "كتاب"),
        ("ٱلقضايا إلى آخره", "القضايا الي اخره"),
        ("٣/٦٠ و ۱۲۳", "3/60 و 123"),
        ("\N{RIGHT-TO-LEFT MARK}3/60\N{POP DIRECTIONAL ISOLATE}", "3/60"),
        ("ﻻ ﺍﻟﺪﻭﻝ", "لا الدول"),
        ("RÉSOLUTION Œuvre e\N{COMBINING ACUTE ACCENT}tat", "resolution oeuvre etat"),
        ("Türkiye ﬁn", "turkiye fin"),
    ],
)
def test_spellings_fold_to_one(printed: str, folded: str):
    assert fold(printed) == folded


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_folding_twice_changes_nothing_and_places_are_kept(text: str):
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert fold(folded) == folded
    assert len(places) == len(folded)
    assert places == sorted(places)


@pytest.mark.parametrize(
    "forms",
    [
        "وزارة الوزارة ووزارة والوزارة بالوزارة للوزارة وزارته وزارات الوزارات وزاراتها",
        "قرار القرار القرارات والقرارات قرارات قراراتها بالقرار للقرار كالقرار قراره قراراً القَرَارِ القـرار",
        "التزام الالتزام التزامات الالتزامات والالتزام",
        "آلية الآلية آليات الآليات",
        "أعضاء الأعضاء أعضائه أعضاؤها",
        "إسلامي الإسلامية إسلامية الإسلاميين",
        "منظمة المنظمة المنظمات منظمتنا منظمتها والمنظمات",
        "اجتماع الاجتماعات اجتماعها اجتماعات",
        "جهة الجهات جهات",
        "تقارير التقارير والتقارير",
        "تفاهم التفاهم تفاهمات",
        "غاية الغاية غايات",
        "هام الهامة الهام",
        "إلغاء الإلغاء والإلغاء",
        "يطلب یطلب",
    ],
)
def test_the_forms_of_an_arabic_word_have_one_stem(forms: str):
    assert len(set(stems(forms, "ar"))) == 1, dict(zip(forms.split(), stems(forms, "ar"), strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [("وزارة", "زيارة"), ("وكالة", "كال"), ("لجنة", "جنة"), ("بلد", "لد"), ("والد", "لد"), ("الله", "له")],
)
def test_letters_that_belong_to_the_word_stay(one: str, other: str):
    assert stems(one, "ar") != stems(other, "ar")


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "resolution resolutions Resolution’s RESOLUTION"),
        ("fr", "résolution résolutions Résolution RESOLUTION"),
        ("fr", "adopté adoptée adoptés adoptées ADOPTEE"),
        ("fr", "l’année d’années année ANNEES"),
        ("en", "implementing implemented implements"),
    ],
)
def test_the_forms_of_a_latin_word_have_one_stem(language: str, forms: str):
    assert len(set(stems(forms, language))) == 1, stems(forms, language)


def test_apostrophes_part_the_article_and_join_the_rest():
    assert tokens("l’année, the Council's Sha’ban, jusqu'au") == ["annee", "the", "council", "shaban", "au"]


def test_a_language_without_a_stemmer_is_kept_as_it_stands():
    assert stems("Resolutions", "xx") == ["resolutions"]
    assert stems("القرارات", "xx") == ["قرار"]


def test_a_reference_is_stored_in_its_parts_and_whole():
    stored = document_vector({"en": "Resolution No. 3 /60-POL, letter IN/2026/004512"}).split()
    assert "3 60 pol" in " ".join(stored)
    assert "in 2026 4512" in " ".join(stored)
    assert {"refx3x60xpol", "refxinx2026x4512"} <= set(stored)


def test_a_book_is_stored_to_its_end_and_within_what_postgresql_holds():
    chapter = "the same words of a long report again and again "
    stored = document_vector({"en": chapter * 10_000 + "unrepeatable"})
    assert "unrepeat" in stored.split()
    assert len(stored.split()) <= LAST_POSITION + 1
    noise = " ".join(
        chr(97 + i % 26) * 3 + chr(97 + i // 26 % 26) * 9 + chr(97 + i // 676 % 26) * 9 for i in range(90_000)
    )
    assert len(document_vector({"en": noise}).encode()) <= MOST_BYTES


@pytest.mark.parametrize("nothing", ["", "   ", "!!! ((", "-", '""', "'"])
def test_an_empty_question_asks_nothing(nothing: str):
    assert query(nothing, LANGUAGES) is None


def test_a_question_of_small_words_alone_is_still_asked():
    assert query("the", LANGUAGES) is not None
    assert "the" not in (query("the report", LANGUAGES) or "").replace("(", " ").split()


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_nothing_typed_reaches_the_syntax_of_the_tsquery(text: str):
    asked = query(text, LANGUAGES)
    for forbidden in "'\"\\,;":
        assert forbidden not in (asked or "")
    assert (asked or "").count("(") == (asked or "").count(")")


def test_the_thesaurus_ships_enough_groups_in_three_languages():
    shipped = thesaurus()
    assert len(set(shipped.groups.values())) >= 60
    assert all({term.language for term in group} == set(LANGUAGES) for group in shipped.groups.values())


def test_a_broken_thesaurus_is_refused_naming_the_group():
    with pytest.raises(UnreadableThesaurus, match="group 2"):
        read("groups:\n  - {en: [letter], fr: [lettre]}\n  - {en: letter}\n")
