"""The filing plan: read from the profile, shown with what lies in it as far as one may see, and how long it is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from diwan.correspondence.models import Dossier, FileClass
from diwan.correspondence.retention import branches
from diwan.correspondence.tests.letters import a_class, confidential, person, presented
from diwan.kernel import clock
from diwan.organisation.profile import ProfileError, apply

pytestmark = pytest.mark.django_db
OIC = Path(__file__).resolve().parents[3] / "profiles" / "oic.yaml"


def filed(subject: str, code: str = "3.3", dossier: Any = None, **facts: Any) -> Any:
    letter = presented(subject=subject, **facts)
    letter.need_no_reply(by=person("idris"))
    letter.file(by=person("salma"), file_class=a_class(code), dossier=dossier)
    return letter


def test_the_plan_of_the_profile_keeps_resolutions_for_good_and_routine_for_three_years(cast: Any) -> None:
    plan = {one.code: one for one in FileClass.objects.select_related("parent")}
    assert len(plan) >= 40
    assert plan["1.2"].disposal == "permanent" and plan["1.2"].years is None, "as the class above it says"
    assert (plan["3.3"].years, plan["3.3"].disposal) == (10, "review")
    assert (plan["9.3"].years, plan["9.3"].disposal) == (3, "destroy")
    assert plan["3.3"].parent.code == "3" and set(plan["3.3"].title) == {"en", "fr", "ar"}
    assert a_class("3.3").kept_until(dt.date(2035, 2, 13)) == dt.date(2045, 12, 31)


def _changed(tmp_path: Path, before: str, after: str) -> Path:
    text = OIC.read_text()
    assert before in text
    file = tmp_path / "profile.yaml"
    file.write_text(text.replace(before, after, 1))
    return file


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('{code: "3.2", parent: "3",', '{code: "3.2", parent: "33",', "unknown class of the filing plan: 33"),
        ('{code: "3", years: 10, disposal: review,', '{code: "3",', "no class above says it"),
        ('{code: "3", years: 10, disposal: review,', '{code: "3", disposal: review,', "how long it is kept"),
        ('{code: "1", disposal: permanent,', '{code: "1", years: 4, disposal: permanent,', "kept for good"),
        ('{code: "3", years: 10, disposal: review,', '{code: "3", parent: "3.1", years: 10, disposal: review,', "stands above itself"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused(cast: Any, tmp_path: Path, before: str, after: str, says: str) -> None:
    with pytest.raises(ProfileError, match=says):
        apply(_changed(tmp_path, before, after))


def test_a_class_that_left_the_profile_takes_nothing_new_and_keeps_what_it_has(cast: Any, tmp_path: Path) -> None:
    letter = filed("Envoys", "3.2")
    line = next(line for line in OIC.read_text().splitlines() if '{code: "3.2"' in line)
    apply(_changed(tmp_path, line + "\n", ""))
    letter.refresh_from_db()
    assert letter.file_class.closed_on == clock.today() and letter.state == "filed"
    apply(OIC)
    assert FileClass.objects.get(code="3.2").closed_on is None


def test_counts_hold_only_what_the_person_may_see(idris: Any, hamza: Any, browse: Any) -> None:
    filed("Open")
    confidential(filed("Closed"), "idris")
    counted = {
        who.username: next(b for top in branches(who) for b, _d in top.rows() if b.file_class.code == "3.3").letters
        for who in (idris, hamza)
    }
    assert counted == {"idris": 2, "hamza": 1}
    assert browse(hamza).get("/file-plan/").status_code == 200


def test_a_dossier_shows_only_the_letters_that_are_open_to_the_reader(
    idris: Any, hamza: Any, salma: Any, unit: Any, browse: Any
) -> None:
    dossier = Dossier.open(by=salma, title="Mediation in the lakes", file_class=a_class(), unit=unit("POL"))
    filed("An open letter", dossier=dossier)
    confidential(filed("A closed letter", dossier=dossier), "idris")
    for who, shown in ((idris, True), (hamza, False)):
        page = browse(who).get(f"/dossiers/{dossier.pk}/").content.decode()
        assert "An open letter" in page and ("A closed letter" in page) is shown


def test_a_dossier_is_opened_closed_and_found_among_those_whose_years_are_over(
    salma: Any, unit: Any, browse: Any, settings: Any
) -> None:
    salma.language = "en"
    salma.save()
    fields = {"title": "Summit of the lakes", "file_class": a_class("9.3").pk, "unit": unit("POL").pk}
    assert browse(salma).post("/dossiers/", fields).status_code == 302
    dossier = Dossier.objects.get()
    assert browse(salma).post(f"/dossiers/{dossier.pk}/closing/").status_code == 302
    assert "Summit of the lakes" not in browse(salma).get("/dossiers/?tab=over").content.decode()
    settings.TODAY = "2039-01-02"
    assert "Summit of the lakes" in browse(salma).get("/dossiers/?tab=over").content.decode()
    assert "years over" in browse(salma).get(f"/dossiers/{dossier.pk}/").content.decode()


def test_whoever_does_not_file_opens_no_dossier(farid: Any, zayd: Any, client: Any, unit: Any) -> None:
    fields = {"title": "Mine", "file_class": a_class().pk, "unit": unit("POL").pk}
    for who, status in ((farid, 403), (zayd, 404)):
        client.force_login(who)
        assert client.post("/dossiers/", fields).status_code == status
    assert not Dossier.objects.exists()
