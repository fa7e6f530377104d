"""Paragraphs that say nearly the same, among very many."""

from diwan.comparison.near import Index

ROSTER = "Invites Member States to propose experienced mediators, women and men, for inclusion in the roster of envoys;"
DAM = "Requests the Bank to finance the rehabilitation of the Tel Azraq dam before the end of the year;"


def index_of(*rows: tuple[str, str, str], language: str = "en") -> Index:
    index = Index(language)
    for id, text, group in rows:
        index.add(id, text, group)
    return index


def test_the_same_words_are_found_first_whatever_session_they_name() -> None:
    index = index_of(
        ("a", "Recalling Resolution No. 2/40-POL on the mediators of the roster;", "CFM"),
        ("b", ROSTER, "CFM"),
        ("c", "Recalling Resolution No. 3/41-POL on the mediators of the roster;", "IS"),
    )
    found = index.nearest("Recalling Resolution No. 9/50-POL on the mediators of the roster;")
    assert [(one.id, one.same, one.likeness) for one in found] == [("c", True, 1.0), ("a", True, 1.0)]


def test_nearly_the_same_of_another_body_is_found_and_one_s_own_body_left_out() -> None:
    index = index_of(
        ("own", ROSTER, "CFM"),
        ("other", ROSTER.replace("roster of envoys", "list of envoys"), "IS"),
        ("dam", DAM, "IS"),
    )
    found = index.nearest(ROSTER, not_group="CFM")
    assert [one.id for one in found] == ["other"]
    assert 0.8 < found[0].likeness < 1 and not found[0].same


def test_what_shares_only_the_words_of_drafting_is_not_near() -> None:
    index = index_of(("dam", DAM, "CFM"))
    assert index.nearest("Requests the Secretary General to report to the next session;") == []
    assert index.nearest("") == []


def test_french_and_arabic_paragraphs_are_found_by_their_stems() -> None:
    french = index_of(("fr", "Invite la Banque à financer la réparation des barrages du nord ;", "CFM"), language="fr")
    assert french.nearest("Invite la Banque à financer les réparations du barrage du nord ;")[0].id == "fr"
    arabic = index_of(("ar", "يدعو البنك إلى تمويل إصلاح السدود في الشمال؛", "CFM"), language="ar")
    assert arabic.nearest("يدعو البنك إلى تمويل إصلاحات السد في الشمال؛")[0].id == "ar"


def test_equal_texts_are_kept_once_and_all_counted() -> None:
    index = index_of(
        *((f"s{n}", f"Decides to review the fund of harbours at its {n}th Session;", str(n)) for n in range(30, 60))
    )
    assert len(index) == 30
    found = index.nearest("Decides to review the fund of harbours at its 70th Session;", limit=3)
    assert [one.id for one in found] == ["s59", "s58", "s57"]
    assert index.comparisons == 0


def test_a_question_compares_no_more_in_a_large_index() -> None:
    def asked(size: int) -> int:
        index = Index("en")
        for n in range(size):
            index.add(
                n,
                f"Requests the Bank to finance harbour h{n} and bridge b{n % 97} in district d{n % 13} of Samarta",
                "x",
            )
        index.nearest("Requests the Bank to finance harbour h7 and bridge b7 in district d7 of Belhara", at_least=0.5)
        return index.comparisons

    assert asked(8_000) <= asked(2_000) <= 120
