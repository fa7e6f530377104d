"""The pages of the directory, as those see them who may."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.urls import reverse

from diwan.directory.models import Correspondent, Formula

Kind = Correspondent.Kind
PAGES = ["correspondents", "formulas"]


@pytest.fixture
def heron(salma: Any) -> Correspondent:
    return Correspondent.enter(
        by=salma, kind=Kind.NGO, name={"en": "Heron Relief", "fr": "Secours Héron"}, language="fr"
    )


@pytest.fixture
def mission(cast: Any) -> Correspondent:
    found: Correspondent = Correspondent.objects.get(code="SN-mission")
    return found


def entry(**more: str) -> dict[str, str]:
    return {
        "name_en": "Grey Herons", "kind": "ngo", "rank": "1", "language": "en", "channel": "post", "aliases": "GH\nHerons",
        "domains": "grey.example, @heron.example", **more,
    }  # fmt: skip


@pytest.mark.parametrize("who", ["idris", "salma", "omar"])
@pytest.mark.parametrize("name", PAGES)
def test_the_lists_open(browse: Any, cast: Any, who: str, name: str) -> None:
    assert browse(cast[who]).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("who", ["adam", "zayd"])
def test_for_strangers_there_is_no_directory(browse: Any, cast: Any, mission: Correspondent, who: str) -> None:
    browser = browse(cast[who])
    for address in (
        reverse("correspondents"), reverse("formulas"), mission.get_absolute_url(),
        reverse("correspondent-choices") + "?q=mission", reverse("correspondents-export", args=["csv"]),
        reverse("correspondent-change", args=[mission.pk]), reverse("correspondent-merger", args=[mission.pk]),
    ):  # fmt: skip
        assert browser.get(address).status_code == 404, address
    assert browser.get(reverse("correspondent-new")).status_code == 403
    assert browser.get(reverse("formula-new")).status_code == 403


def test_the_list_is_narrowed(browse: Any, salma: Any, heron: Correspondent) -> None:
    browser = browse(salma)

    def found(query: str) -> set[str]:
        return {str(one) for one in browser.get(f"{reverse('correspondents')}?{query}").context["listing"]}

    assert len(found("q=heron+secours")) == 1
    assert len(found("country=SN")) == 2
    assert len(found("kind=ministry&country=SN")) == 1
    assert found("standing=closed") == set()
    assert len(found("q=%D8%B3%D9%86%D8%BA%D8%A7%D9%84")) == 2, "senegal, in Arabic letters"


@pytest.mark.parametrize("code", ["SN-mission", "UN", "unit:SESRIC", "SA-ministry"])
@pytest.mark.parametrize("text", ["", "?text=ar", "?text=fr", "?text=xx"])
def test_the_page_of_one_shows_how_it_is_addressed(browse: Any, idris: Any, code: str, text: str) -> None:
    one = Correspondent.objects.get(code=code)
    answer = browse(idris).get(one.get_absolute_url() + text)
    assert answer.status_code == 200
    refused = "A note verbale is not sent to a body of the United Nations" in answer.content.decode()
    assert refused == (code == "UN")


def test_one_is_entered_and_changed(browse: Any, salma: Any) -> None:
    browser = browse(salma)
    assert browser.get(reverse("correspondent-new")).status_code == 200
    answer = browser.post(reverse("correspondent-new"), entry(country=""))
    one = Correspondent.objects.get(name__en="Grey Herons")
    assert answer["Location"] == one.get_absolute_url()
    assert (one.aliases, one.domains) == (["GH", "Herons"], ["grey.example", "heron.example"])
    answer = browser.get(reverse("correspondent-change", args=[one.pk]))
    assert "grey.example heron.example" in answer.content.decode()
    browser.post(reverse("correspondent-change", args=[one.pk]), entry(email="post@grey.example"))
    one.refresh_from_db()
    assert one.email == "post@grey.example" and one.touched == ["email"]
    assert one.history.last().by == salma


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name_en": ""}, "name_en"),
        ({"language": "ar"}, "name_ar"),
        ({"domains": "not a domain"}, "domains"),
        ({"salutation_en": "Dear {whom},"}, "salutation_en"),
        ({"kind": "embassy"}, "kind"),
        ({"name_en": "permanent mission of the republic of SENEGAL"}, "name_en"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(browse: Any, salma: Any, more: dict[str, str], field: str) -> None:
    before = Correspondent.objects.count()
    answer = browse(salma).post(reverse("correspondent-new"), entry(**more))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Correspondent.objects.count() == before


def test_one_is_merged_by_the_name_of_the_other(
    browse: Any, idris: Any, mission: Correspondent, heron: Correspondent
) -> None:
    browser = browse(idris)
    address = reverse("correspondent-merger", args=[heron.pk])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"into": "nobody at all"}).status_code == 422
    assert browser.post(address, {"into": "Heron Relief"}).status_code == 422, "not into itself"
    answer = browser.post(address, {"into": mission.name["fr"]})
    assert answer["Location"] == mission.get_absolute_url()
    assert "Heron Relief" in browser.get(mission.get_absolute_url()).content.decode()
    assert browser.get(heron.get_absolute_url()).status_code == 200
    browser.post(reverse("correspondent-reopening", args=[heron.pk]))
    heron.refresh_from_db()
    assert heron.state == "in_use"


def test_one_is_closed_with_a_reason(browse: Any, idris: Any, heron: Correspondent) -> None:
    browser = browse(idris)
    address = reverse("correspondent-closing", args=[heron.pk])
    assert browser.post(address, {"note": ""}).status_code == 422
    browser.post(address, {"note": "dissolved in May"})
    assert "dissolved in May" in browser.get(heron.get_absolute_url()).content.decode()


def test_a_clerk_does_not_merge_close_or_settle(browse: Any, salma: Any, heron: Correspondent) -> None:
    browser = browse(salma)
    assert browser.post(reverse("correspondent-closing", args=[heron.pk]), {"note": "x"}).status_code == 403
    assert browser.get(reverse("correspondent-merger", args=[heron.pk])).status_code == 403
    assert browser.get(reverse("formula-new")).status_code == 403


def test_names_are_offered_to_those_who_write(browse: Any, omar: Any) -> None:
    browser = browse(omar)
    found = json.loads(browser.get(reverse("correspondent-choices") + "?q=perm+sene").content)
    assert len(found["choices"]) == 1 and set(found["choices"][0]) == {"id", "name", "kind"}
    for few in ("", "?q=", "?q=m"):
        assert json.loads(browser.get(reverse("correspondent-choices") + few).content) == {"choices": []}
    assert len(json.loads(browser.get(reverse("correspondent-choices") + "?q=mi").content)["choices"]) == 12


def test_the_directory_is_taken_away_as_it_is_narrowed(browse: Any, salma: Any) -> None:
    browser = browse(salma)
    answer = browser.get(reverse("correspondents-export", args=["csv"]) + "?country=SN")
    rows = list(csv.reader(io.StringIO(answer.content.decode().lstrip("\ufeff"))))
    assert len(rows) == 3
    assert "Mission permanente de la République du Sénégal" in rows[1] + rows[2]
    assert browser.get(reverse("correspondents-export", args=["xlsx"])).content[:2] == b"PK"
    assert browser.get(reverse("correspondents-export", args=["pdf"])).status_code == 404


def test_who_reads_only_his_own_letters_does_not_take_it_away(browse: Any, omar: Any) -> None:
    assert browse(omar).get(reverse("correspondents-export", args=["csv"])).status_code == 403


def test_formulas_are_written_changed_and_removed(browse: Any, idris: Any, mission: Correspondent) -> None:
    browser = browse(idris)
    row = Formula.objects.get(paper="letter", kind="mission", rank=None, language="en")
    facts = {
        "paper": "letter", "kind": "mission", "rank": "", "language": "en", "signed": "signature", "line_1": "name",
        "line_2": "address", "line_3": "name", "salutation": "Dear Ambassador,", "courtesy": "Accept, {title}, our thanks.",
    }  # fmt: skip
    assert browser.get(reverse("formula", args=[row.pk])).status_code == 200
    answer = browser.post(reverse("formula", args=[row.pk]), facts)
    assert answer["Location"] == f"{reverse('formulas')}?language=en#f{row.pk}"
    page = browser.get(mission.get_absolute_url() + "?text=en").content.decode()
    assert "Accept, Dear Ambassador, our thanks." in page
    row.refresh_from_db()
    assert row.lines == ["name", "address"] and row.by_hand
    assert browser.get(reverse("formula-new") + "?language=fr").status_code == 200
    assert browser.post(reverse("formula-new"), facts).status_code == 422, "there is one for this case"
    assert browser.post(reverse("formula-new"), facts | {"rank": "3", "courtesy": "{whom}"}).status_code == 422
    assert (
        browser.post(
            reverse("formula-new"), facts | {"rank": "3", "line_1": "", "line_2": "", "line_3": ""}
        ).status_code
        == 422
    )
    note = facts | {"paper": "note_verbale", "rank": "3"}
    assert browser.post(reverse("formula-new"), note).status_code == 422, "a note verbale is initialled"
    assert browser.post(reverse("formula-new"), facts | {"rank": "3"}).status_code == 302
    made = Formula.objects.get(kind="mission", rank=3)
    browser.post(reverse("formula-removal", args=[made.pk]))
    assert not Formula.objects.filter(pk=made.pk).exists()


def test_a_formula_of_the_profile_is_not_removed(browse: Any, idris: Any) -> None:
    row = Formula.objects.filter(by_hand=False).first()
    assert row is not None
    assert browse(idris).post(reverse("formula-removal", args=[row.pk])).status_code == 404
