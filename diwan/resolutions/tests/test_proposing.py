"""Who is proposed to lead a mandate, and the reason that stands beside it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from diwan.kernel import clock
from diwan.people.models import Unit
from diwan.resolutions.leading import brief, proposed
from diwan.resolutions.models import Mandate, Resolution, Series
from diwan.resolutions.proposals import Proposer, propose_for
from diwan.resolutions.tests import adopted

WATER = "Requests the Bank to finance wells and the irrigation of the northern orchards before the end of the year;"
WELLS = "Requests the Bank to finance further wells and the irrigation of the southern orchards;"
POETS = "Invites publishers to print the verses of young poets;"


def asking(number: int, *texts: str, title: str = "On donors") -> list[Mandate]:
    """The mandates of an invented resolution of the 60th session, one for each text, proposed for nobody."""
    made = adopted.resolution(number, asking=0)
    Resolution.objects.filter(pk=made.pk).update(title={"en": title})
    mandates = [adopted.mandate(made, n, {"en": text}) for n, text in enumerate(texts, 1)]
    Mandate.objects.filter(pk__in=[m.pk for m in mandates]).update(proposed_unit=None)
    return fresh(mandates)


def fresh(mandates: list[Mandate]) -> list[Mandate]:
    keys = [m.pk for m in mandates]
    return list(Mandate.objects.filter(pk__in=keys).listed().select_related("proposed_unit").order_by("pk"))


def propose(mandate: Mandate) -> Mandate:
    propose_for(fresh([mandate]))
    return fresh([mandate])[0]


def codes(mandate: Mandate) -> list[str]:
    """The codes of the reasons for the unit that is proposed."""
    return [r["code"] for r in mandate.proposed_because if r.get("unit") == mandate.proposed_unit_id]


def test_the_series_usual_lead_is_proposed_when_nothing_else_speaks(idris: Any) -> None:
    (mandate,) = asking(1, POETS)
    found = propose(mandate)
    assert found.proposed_unit.code == "POL"
    assert codes(found) == ["series"]
    assert proposed(found)[0].because == ["it usually leads the series \u2066POL\u2069"]


def test_who_was_given_the_others_of_the_resolution_is_proposed_for_the_rest(idris: Any, unit: Any) -> None:
    first, second, third = asking(1, WATER, POETS, "Invites Member States to plant trees;")
    for mandate in (first, second):
        mandate.assign(by=idris, unit=unit("ECO"))
    found = propose(third)
    assert found.proposed_unit == unit("ECO")
    assert codes(found)[0] == "resolution"
    assert proposed(found)[0].because[0] == "it was given \u20662\u2069 of \u20662\u2069 mandates of this resolution"
    assert brief(found) == "as the resolution"


def test_who_was_given_most_of_the_resolution_that_is_continued_is_proposed_for_a_new_paragraph(
    idris: Any, unit: Any
) -> None:
    old, other = asking(1, WATER, "Invites Member States to plant trees;")
    for mandate in (old, other):
        mandate.assign(by=idris, unit=unit("ECO"))
    (new,) = asking(2, POETS)
    Resolution.objects.filter(pk=new.resolution_id).update(follows=old.resolution)
    found = propose(new)
    assert found.proposed_unit == unit("ECO")
    assert proposed(found)[0].because[0] == (
        "it was given \u20662\u2069 of \u20662\u2069 mandates of \u20661/60-POL\u2069, which this resolution continues"
    )


def test_who_was_given_a_mandate_in_like_words_is_proposed_and_the_example_named(idris: Any, unit: Any) -> None:
    (known,) = asking(1, WATER)
    known.assign(by=idris, unit=unit("ECO"))
    (new,) = asking(2, WELLS)
    found = propose(new)
    assert found.proposed_unit == unit("ECO")
    assert proposed(found)[0].because == ["it was given \u20661/60-POL §1\u2069, in like words"]


def test_an_office_that_is_asked_is_proposed_by_its_city(idris: Any, unit: Any) -> None:
    (mandate,) = asking(1, "Invites the Group in New York to follow the matter;")
    Mandate.objects.filter(pk=mandate.pk).update(addressee={"en": "Group in New York"})
    found = propose(mandate)
    assert found.proposed_unit == unit("NYC")
    assert proposed(found)[0].because == ["the text asks it"]


def test_an_institution_that_is_named_helps_and_leads_only_where_no_series_has_a_lead(idris: Any, unit: Any) -> None:
    (mandate,) = asking(1, "Requests SESRIC to print a survey;")
    found = propose(mandate)
    assert found.proposed_unit == unit("POL")
    assert found.proposed_with == [unit("SESRIC").pk]
    Series.objects.update(lead=None)
    found = propose(mandate)
    assert found.proposed_unit == unit("SESRIC")
    assert codes(found) == ["named"]
    assert found.proposed_with == []


def test_a_title_that_speaks_of_the_matter_of_a_unit_proposes_it(idris: Any, unit: Any) -> None:
    (mandate,) = asking(1, POETS, title="On legal questions of the high seas")
    found = propose(mandate)
    assert found.proposed_unit == unit("LEG")
    assert proposed(found)[0].because == ["the text speaks of “\u2068Legal\u2069”"]


def test_whoever_else_something_speaks_for_is_shown_after_the_proposal(idris: Any, unit: Any) -> None:
    (mandate,) = asking(1, POETS, title="On legal questions of the high seas")
    assert [one.unit.code for one in proposed(propose(mandate))] == ["LEG", "POL"]


def test_what_few_may_see_speaks_for_nobody(idris: Any, unit: Any) -> None:
    (known,) = asking(1, WATER)
    known.assign(by=idris, unit=unit("ECO"))
    Mandate.objects.filter(pk=known.pk).update(confidentiality=2)
    (new,) = asking(2, WELLS)
    assert propose(new).proposed_unit == unit("POL")


def test_a_unit_that_returned_it_and_one_that_is_closed_are_not_proposed(idris: Any, farid: Any, unit: Any) -> None:
    (mandate,) = asking(1, POETS)
    mandate.assign(by=idris, unit=unit("POL"))
    mandate.hand_back(by=farid, reason="It is not ours.")
    assert propose(mandate).proposed_unit is None
    (other,) = asking(2, POETS)
    Unit.objects.filter(code="POL").update(closed_on=dt.date(2034, 1, 1))
    assert propose(other).proposed_unit is None


def test_who_led_the_same_matter_until_now_is_not_proposed_away(idris: Any, unit: Any) -> None:
    first, second = asking(1, WATER, POETS)
    kept = [{"code": "lineage", "of": "1/59-POL §1"}]
    Mandate.objects.filter(pk=first.pk).update(proposed_unit=unit("LEG"), proposed_because=kept)
    second.assign(by=idris, unit=unit("ECO"))
    found = propose(first)
    assert found.proposed_unit == unit("LEG")
    assert proposed(found)[0].because == ["it led \u20661/59-POL §1\u2069, which this renews"]


def test_giving_one_has_the_rest_of_its_resolution_proposed_anew(
    idris: Any, unit: Any, jobs: Any, django_capture_on_commit_callbacks: Any
) -> None:
    first, second, third = asking(1, WATER, POETS, "Invites Member States to plant trees;")
    with django_capture_on_commit_callbacks(execute=True):
        for mandate in (first, second):
            mandate.assign(by=idris, unit=unit("ECO"))
    jobs()
    assert fresh([third])[0].proposed_unit == unit("ECO")


def test_the_reason_stands_on_the_page_of_the_mandate_on_the_list_and_before_many_are_given(
    browse: Any, idris: Any, unit: Any
) -> None:
    first, second, third = asking(1, WATER, POETS, "Invites Member States to plant trees;")
    for mandate in (first, second):
        mandate.assign(by=idris, unit=unit("ECO"))
    propose(third)
    assert "it was given" in browse(idris, queries=24).get(third.get_absolute_url()).content.decode()
    desk = browse(idris)
    assert "proposed: as the resolution" in desk.get("/mandates/").content.decode()
    asked = desk.post("/mandates/assignments/", {"pick": [third.pk]}).content.decode()
    assert "as the resolution" in asked and "Economic Affairs" in asked


def test_one_that_reopens_is_proposed_for_who_led_it(idris: Any, unit: Any) -> None:
    (mandate,) = asking(1, POETS)
    mandate.assign(by=idris, unit=unit("ECO"))
    mandate.assess(by=idris, verdict="implemented", why={"en": "Done."})
    mandate.reopen(by=idris, due_on=clock.today() + dt.timedelta(days=90))
    found = fresh([mandate])[0]
    assert found.proposed_unit == unit("ECO")
    assert proposed(found)[0].because == ["it led this mandate before"]


def test_the_day_of_adoption_asks_neither_memory_nor_time(idris: Any, django_assert_max_num_queries: Any) -> None:
    mandates = fresh(asking(1, *[POETS] * 12))
    with django_assert_max_num_queries(3):
        proposer = Proposer(remembering=False)
        for mandate in mandates:
            proposer.propose(mandate)
