"""The list of mandates: what filters leave, in which order, and the views that people keep."""

import datetime as dt

import pytest

from diwan.kernel import clock
from diwan.resolutions.models import Mandate, SavedView
from diwan.resolutions.tests.adopted import mandate, resolution, session

pytestmark = pytest.mark.django_db


@pytest.fixture
def adopted(cast):
    return resolution(asking=4)


@pytest.fixture
def lived(adopted, idris, huda, unit):
    """Four mandates: nobody's, late, under way, waiting."""
    first, late, running, waiting = adopted.mandates.order_by("paragraph__order")
    with clock.at(dt.datetime(2034, 12, 1, 9, tzinfo=dt.UTC)):
        late.assign(by=idris, unit=unit("POL"), due_on=dt.date(2035, 1, 10))
    running.assign(by=idris, unit=unit("ICHAD"), co_units=[unit("POL")])
    running.act(by=huda, what={"en": "Letters were sent."})
    waiting.assign(by=idris, unit=unit("POL"))
    waiting.wait(by=idris, waiting_for="the host country")
    return first, late, running, waiting


def numbers(answer):
    return [line.number for line in answer.context["lines"]]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("status=late", [2]),
        ("status=hold&status=run", [3, 4]),
        ("unit=ICHAD", [3]),
        ("unit=POL", [1, 2, 4]),
        ("with=POL", [3]),
        ("acceptance=asked", [2, 4]),
        ("due=session", [1, 2, 3, 4]),
        ("q=1/60-POL §3", [3]),
        ("q=1/60-POL", [1, 2, 3, 4]),
        ("q=99/60-POL", []),
        ("session=CFM-60&series=POL", [1, 2, 3, 4]),
        ("series=ECO", []),
        ("status=nonsense&page=99&sort=nonsense", [1, 2, 3, 4]),
    ],
)
def test_the_address_narrows_the_list(browse, idris, lived, query, left):
    session(61, dt.date(2035, 6, 18))
    answer = browse(idris).get(f"/mandates/?{query}")
    assert sorted(numbers(answer)) == [f"1/60-POL §{n}" for n in left]


def test_the_earliest_day_stands_first(browse, idris, lived):
    assert numbers(browse(idris).get("/mandates/?sort=due"))[0] == "1/60-POL §2"
    assert numbers(browse(idris).get("/mandates/?sort=-due"))[-1] == "1/60-POL §2"


def test_what_had_no_word_for_thirty_days_is_found(browse, idris, lived):
    assert numbers(browse(idris).get("/mandates/?quiet=1")) == ["1/60-POL §2"]
    later = dt.datetime(2035, 4, 2, 9, tzinfo=dt.UTC)
    with clock.at(later):
        assert len(numbers(browse(idris).get("/mandates/?quiet=1"))) == 3


def test_words_are_found_in_the_language_in_which_they_stand(browse, idris, adopted, unit):
    adopted.mandates.first().assign(by=idris, unit=unit("POL"))
    from diwan.records.enrolment import cards
    from diwan.search.reader import index_records

    index_records(cards()["resolutions.mandate"], Mandate.objects.all())
    assert len(numbers(browse(idris).get("/mandates/?q=donors"))) == 4
    assert len(numbers(browse(idris).get("/mandates/?q=المانحين"))) == 4
    assert numbers(browse(idris).get("/mandates/?q=submarine")) == []


def test_a_page_has_fifty_lines(browse, idris, adopted):
    for n in range(5, 61):
        mandate(adopted, n)
    answer = browse(idris).get("/mandates/")
    assert len(answer.context["lines"]) == 50 and answer.context["listing"].total == 60


def test_a_filter_is_kept_under_a_name_and_shared(browse, idris, yasmin, lived):
    mine = browse(idris)
    mine.post("/mandates/views/", {"name": "Late in POL", "query": "unit=POL&status=late"})
    kept = SavedView.objects.get()
    assert "Late in POL" not in browse(yasmin).get("/mandates/").content.decode()
    mine.post(f"/mandates/views/{kept.pk}/sharing/")
    assert "Late in POL" in browse(yasmin).get("/mandates/").content.decode()
    assert browse(yasmin).post(f"/mandates/views/{kept.pk}/deletion/").status_code == 404
    mine.post(f"/mandates/views/{kept.pk}/deletion/")
    assert not SavedView.objects.exists()


def test_the_same_name_replaces_the_view(browse, idris):
    for query in ("status=late", "status=done"):
        browse(idris).post("/mandates/views/", {"name": "Mine", "query": query})
    assert SavedView.objects.get().query == "status=done"


def test_what_recurs_begins_again_for_the_next_session_and_only_once(idris, lived, unit):
    from diwan.resolutions.recurrence import reopen_recurring

    next_session = session(61, dt.date(2035, 6, 18))
    recurring = lived[2]
    Mandate.objects.filter(pk=recurring.pk).update(recurring=True)
    recurring.assess(by=idris, verdict="implemented", why={"en": "Done."})
    assert reopen_recurring(next_session, by=idris) == 1
    recurring.refresh_from_db()
    assert (recurring.state, recurring.due_on, recurring.lead) == ("identified", next_session.start, None)
    assert recurring.proposed_unit == unit("ICHAD") and recurring.proposed_with == [unit("POL").pk]
    assert reopen_recurring(next_session, by=idris) == 0


def test_what_was_retired_does_not_come_back(idris, lived):
    from diwan.resolutions.recurrence import reopen_recurring

    Mandate.objects.update(recurring=True)
    lived[0].retire(by=idris, reason="Overtaken")
    assert reopen_recurring(session(61, dt.date(2035, 6, 18)), by=idris) == 0


def test_the_page_of_a_unit_says_what_it_owes(browse, idris, lived, unit):
    answer = browse(idris).get("/units/POL/")
    figures = answer.context["figures"]
    assert (figures["open"], figures["late"], figures["waiting"], figures["asked"]) == (2, 1, 1, 2)
    assert numbers(answer)[0] == "1/60-POL §2"
    assert [line.number for line in answer.context["helping"]] == ["1/60-POL §3"]


def test_a_resolution_says_which_language_it_lacks(browse, idris, adopted):
    page = browse(idris).get(adopted.get_absolute_url("ar")).content.decode()
    assert "No text in Arabic" in page and "Recalling" not in page
    both = browse(idris).get(adopted.get_absolute_url("en") + "?beside=ar").content.decode()
    assert "meeting of donors" in both and "للمانحين" in both


def test_the_list_of_resolutions_counts_their_mandates(browse, idris, lived):
    line = browse(idris).get("/resolutions/").context["lines"][0]
    assert (line.resolution.short, line.total, line.late) == ("1/60-POL", 4, 1)
