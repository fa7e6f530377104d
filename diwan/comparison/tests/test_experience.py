"""What was decided on earlier texts, asked for a new one."""

from diwan.comparison.experience import Experience

WELLS = "Requests the Bank to finance wells and the irrigation of the northern orchards;"
MORE_WELLS = "Requests the Bank to finance further wells and the irrigation of the southern orchards;"
POETS = "Invites publishers to print the verses of young poets;"


def test_the_likest_text_is_the_example_of_its_answer() -> None:
    known = Experience("en")
    known.learn("a", WELLS, "economy")
    known.learn("b", POETS, "culture")
    (vote,) = known.votes(MORE_WELLS)
    assert (vote.answer, vote.example) == ("economy", "a")
    assert 0.3 < vote.share < 1 and 0.5 < vote.likeness < 1


def test_answers_share_the_votes_by_likeness() -> None:
    known = Experience("en")
    known.learn("same", WELLS, "economy")
    known.learn("like", MORE_WELLS, "aid")
    first, second = known.votes(WELLS)
    assert [first.answer, second.answer] == ["economy", "aid"]
    assert abs(first.share + second.share - 1) < 1e-9 and first.share > second.share


def test_nothing_alike_has_no_vote() -> None:
    known = Experience("en")
    known.learn("a", WELLS, "economy")
    assert known.votes(POETS) == []
    assert Experience("ar").votes("") == []
