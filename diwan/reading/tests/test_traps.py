"""The traps of real volumes, each in English, French and Arabic, with sentences of our own."""

from pathlib import Path
from typing import Any

import pytest

from diwan.reading import read

from .paper import numbers, operative, read_text, word_file, word_paragraph

# A number, a title, an opening and a recital, as each language writes them; session 90 of the Council.
HEADS = {
    "en": "Resolution No. {n}/90-{series}\non {title}\n\nThe Council of Foreign Ministers, in its Ninetieth Session, "
    "held in Marlin, from 3 to 5 May 2071,\n\nRecalling its earlier resolutions;\n\n",
    "fr": "Résolution n° {n}/90-{series}\nsur {title}\n\nLe Conseil des ministres des Affaires étrangères, réuni en sa "
    "quatre-vingt-dixième session, à Marlin, du 3 au 5 mai 2071,\n\nRappelant ses résolutions antérieures ;\n\n",
    "ar": "القرار رقم {n}/90 - {series}\nبشأن {title}\n\nإن مجلس وزراء الخارجية المنعقد في دورته التسعين بمدينة مارلين، "
    "من 3 إلى 5 مايو 2071م،\n\nإذ يستذكر قراراته السابقة؛\n\n",
}
SERIES = {"en": "ECO", "fr": "ECO", "ar": "اق"}
TITLES = {"en": "lighthouses", "fr": "les phares", "ar": "المنارات"}
LANGUAGES = tuple(HEADS)


def head(language: str, n: int = 1, title: str = "") -> str:
    return HEADS[language].format(n=n, series=SERIES[language], title=title or TITLES[language])


def first(folder: Path, language: str, body: str) -> dict[str, Any]:
    found: dict[str, Any] = read_text(folder, head(language) + body).as_dict()["resolutions"][0]
    return found


SECOND = {
    "en": "1. Thanks the keepers.\n\n2. Requests the Secretary General to light the lamp.\n\n",
    "fr": "1. Remercie les gardiens.\n\n2. Demande au Secrétaire général d’allumer la lampe.\n\n",
    "ar": "1- يشكر الحراس؛\n\n2- يطلب من الأمين العام إضاءة المصباح.\n\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_texts_in_one_file_are_kept_apart(tmp_path: Path, language: str) -> None:
    reading = read_text(tmp_path, "".join(head(language, n) + SECOND[language] for n in (1, 2, 3)))
    assert [one.number for one in reading.resolutions] == ["CFM-90/ECO/1", "CFM-90/ECO/2", "CFM-90/ECO/3"]
    assert [numbers(reading, n) for n in range(3)] == [["1", "2"]] * 3


PARTS = {
    "en": "A. Lamps\n\nRecalling the old lamps;\n\n1. Thanks the keepers;\n\nB. Bells\n\nNoting the fog;\n\n"
    "1. Invites Member States to ring the bells.\n",
    "fr": "A. Lampes\n\nRappelant les anciennes lampes ;\n\n1. Remercie les gardiens ;\n\nB. Cloches\n\n"
    "Notant la brume ;\n\n1. Invite les États membres à sonner les cloches.\n",
    "ar": "ألف- المصابيح\n\nإذ يستذكر المصابيح القديمة؛\n\n1- يشكر الحراس؛\n\nباء- الأجراس\n\nوإذ يلاحظ الضباب؛\n\n"
    "1- يدعو الدول الأعضاء إلى قرع الأجراس.\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_lettered_parts_stand_under_one_number(tmp_path: Path, language: str) -> None:
    text = head(language).rsplit("\n\n", 2)[0] + "\n\n" + PARTS[language]
    found = read_text(tmp_path, text).as_dict()["resolutions"]
    assert len(found) == 1
    assert [(part["letter"], len(part["preambular"])) for part in found[0]["parts"]] == [("A", 1), ("B", 1)]
    assert [item["number"] for part in found[0]["parts"] for item in part["operative"]] == ["1", "1"]


ANNEXES = {
    "en": "1. Adopts the annexed Rules.\n\nANNEX\n\nRULES OF THE LAMP\n\n"
    "1. The Keeper shall submit a report to the Council within ten days;\n\n2. The oil is borne by the ships.\n",
    "fr": "1. Adopte le Règlement annexé.\n\nANNEXE\n\nRÈGLEMENT DE LA LAMPE\n\n"
    "1. Le Gardien remet un rapport au Conseil dans un délai de dix jours ;\n\n2. L’huile est à la charge des navires.\n",
    "ar": "1- يعتمد القواعد المرفقة.\n\nمرفق\n\nقواعد المصباح\n\n"
    "1- يقدم الحارس تقريراً إلى المجلس في غضون عشرة أيام؛\n\n2- نفقات الزيت على السفن.\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_annex_keeps_its_tasks_to_itself(tmp_path: Path, language: str) -> None:
    found = first(tmp_path, language, ANNEXES[language])
    assert len(found["operative"]) == 1 and not found["operative"][0]["actionable"]
    task, cost = found["annexes"][0]["tasks"]
    assert task["actionable"] and task["deadline"] and task["reporting_requirement"]
    assert not cost["actionable"], "who bears a cost is not asked to do anything"


LISTS = {
    "en": "1. REQUESTS the Director General:\n\n(1) to survey the lamps;\n\n(2) to report thereon to the next session;\n\n"
    "2. URGES Member States:\n\n(1) to pay the dues;\n\n(2) to train keepers.\n",
    "fr": "1. PRIE le Directeur général :\n\n(1) de recenser les lampes ;\n\n(2) de faire rapport à la prochaine session ;\n\n"
    "2. EXHORTE les États membres :\n\n(1) à payer les droits ;\n\n(2) à former des gardiens.\n",
    "ar": "1- يطلب من المدير العام:\n\n(1) حصر المصابيح؛\n\n(2) تقديم تقرير إلى الدورة القادمة؛\n\n"
    "2- يحث الدول الأعضاء على:\n\n(1) دفع الرسوم؛\n\n(2) تدريب الحراس.\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_stands_in_a_numbered_list_below_the_verb(tmp_path: Path, language: str) -> None:
    items = first(tmp_path, language, LISTS[language])["operative"]
    assert [item["number"] for item in items] == ["1", "1(1)", "1(2)", "2", "2(1)", "2(2)"]
    assert all(item["actionable"] and item["addressee"] for item in items)
    assert items[1]["verb"] == items[0]["verb"] and items[2]["reporting_requirement"] and items[2]["deadline"]
    assert [item["class"] for item in items] == ["mandate"] * 3 + ["call"] * 3


MEASURES = {
    "en": "1. The following measures are recommended:\n\n1.1 train keepers in every port;\n\n1.2 publish the tides.\n",
    "fr": "1. Les mesures suivantes sont recommandées :\n\n1.1 former des gardiens dans chaque port ;\n\n"
    "1.2 publier les marées.\n",
}


@pytest.mark.parametrize("language", MEASURES)
def test_infinitives_that_name_nobody_are_asked_all_the_same(tmp_path: Path, language: str) -> None:
    items = first(tmp_path, language, MEASURES[language])["operative"]
    assert [(item["number"], item["actionable"], item["addressee"]) for item in items[1:]] == [
        ("1.1", True, None),
        ("1.2", True, None),
    ]


LONE = {
    "en": "Decides:\n\nTo support the candidature of Marlin;\n\nTo request the General Secretariat to inform the ports.\n",
    "fr": "Décide :\n\nD’appuyer la candidature de Marlin ;\n\nDe demander au Secrétariat général d’informer les ports.\n",
    "ar": "يقرر:\n\nتأييد ترشيح مارلين؛\n\nالطلب من الأمانة العامة إبلاغ الموانئ.\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verb_alone_as_a_heading_governs_what_stands_below(tmp_path: Path, language: str) -> None:
    items = first(tmp_path, language, LONE[language])["operative"]
    assert [(item["number"], item["actionable"]) for item in items] == [(None, False), (None, True)]
    assert items[1]["addressee_keys"] == ["GS"]


def test_verbal_nouns_after_an_ordinal_say_what_is_decided(tmp_path: Path) -> None:
    body = (
        "يقرر ما يلي:\n\nأولاً: الموافقة على نظام المنارات.\n\nثانياً: قيام وزارة الموانئ بالآتي:\n\n١- إعداد دليل.\n\n"
        "٢- تدريب الحراس.\n\nثالثاً: تعد الهيئة تقريراً خلال مدة لا تتجاوز (٣٠) يوماً.\n\nرابعاً: ١- نقل المصابيح.\n\n٢- صيانتها.\n"
    )
    items = first(tmp_path, "ar", body)["operative"]
    assert [item["number"] for item in items] == [
        "أولاً", "ثانياً", "ثانياً(1)", "ثانياً(2)", "ثالثاً", "رابعاً(1)", "رابعاً(2)",
    ]  # fmt: skip
    assert [item["actionable"] for item in items] == [False, *[True] * 6]
    assert (items[2]["verb"], items[2]["addressee"]) == ("إعداد", "وزارة الموانئ")
    assert (items[4]["verb"], items[4]["addressee"]) == ("تعد", "الهيئة")


FURNITURE = {
    "en": ("1. Requests the General Secretariat to count the", "lamps of every harbour;", "2. Thanks the keepers."),
    "fr": ("1. Demande au Secrétariat général de compter les", "lampes de chaque port ;", "2. Remercie les gardiens."),
    "ar": ("1- يطلب من الأمانة العامة إحصاء المصابيح", "في جميع الموانئ؛", "2- يشكر الحراس."),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_turns_inside_a_paragraph_leaves_nothing_in_it(tmp_path: Path, language: str) -> None:
    begun, rest, second = FURNITURE[language]
    top = " " * 30 + "ORG/CFM-90/2071/ECO/RES/FINAL\n\n"
    pages = [
        f"{top}Cover\n\n{' ' * 30}1\n",
        f"{top}{head(language)}{begun}\n\n{' ' * 30}2\n",
        f"{top}{rest}\n\n{second}\n\n{' ' * 30}3\n",
    ]
    items = operative(read_text(tmp_path, "\f".join(pages)))
    assert [item["text"] for item in items] == [f"{begun[3:]} {rest}", second[3:]]


NOTES = {
    "en": (
        "1. Welcomes the offer of Marlin;1",
        "Welcomes the offer of Marlin;",
        "1 One delegation reserved its position.",
    ),
    "fr": ("1. Salue l’offre de Marlin ;1", "Salue l’offre de Marlin ;", "1 Une délégation a réservé sa position."),
    "ar": ("1- يرحب بعرض مارلين؛1", "يرحب بعرض مارلين؛", "1 تحفظ أحد الوفود على هذه الفقرة."),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_footnote_goes_with_its_mark(tmp_path: Path, language: str) -> None:
    marked, clean, note = NOTES[language]
    text = f"Cover\n\n   1\n\f{head(language)}{marked}\n\n{SECOND[language].splitlines()[2]}\n\n\n{note}\n\n      2\n"
    assert operative(read_text(tmp_path, text))[0]["text"] == clean


HYPHENS = {
    "en": (
        "1. Urges the coastal Member States to repair the light-\nhouses and the non-\nlighted buoys;",
        "lighthouses",
    ),
    "fr": ("1. Exhorte les États membres à réparer les instal-\nlations des phares ;", "installations"),
}


@pytest.mark.parametrize("language", HYPHENS)
def test_a_hyphen_at_the_end_of_a_line_is_undone(tmp_path: Path, language: str) -> None:
    text, word = HYPHENS[language]
    assert word in operative(read_text(tmp_path, head(language) + text + "\n"))[0]["text"]


DUAL = {
    "en": (
        "Ninetieth Session, held in Marlin, from 4 to 6 Rabi al-Awwal 1494H (3-5 May 2071),",
        "2071-05-03/2071-05-05",
    ),
    "fr": (
        "quatre-vingt-dixième session, à Marlin, du 4 au 6 Rabi al-Awwal 1494H (3-5 mai 2071),",
        "2071-05-03/2071-05-05",
    ),
    "ar": (
        "دورته التسعين بمدينة مارلين، من ٤ إلى ٦ ربيع الأول ١٤٩٤هـ (الموافق ٣-٥ مايو ٢٠٧١م)،",
        "2071-05-03/2071-05-05",
    ),
}
BODIES = {
    "en": "The Council of Foreign Ministers, in its ",
    "fr": "Le Conseil des ministres des Affaires étrangères, réuni en sa ",
    "ar": "إن مجلس وزراء الخارجية المنعقد في ",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_two_calendars_the_civil_one_dates_the_resolution(tmp_path: Path, language: str) -> None:
    opening, date = DUAL[language]
    lines = head(language).split("\n")
    lines[3] = BODIES[language] + opening
    found = read_text(tmp_path, "\n".join(lines) + SECOND[language]).as_dict()["resolutions"][0]
    assert (found["date"], found["session"]) == (date, 90)


STRAY = {
    "en": [
        "Resolution No. 3 /90-ECO",
        "RESOLUTION NO.3/90 - ECO",
        "Resolution 3 / 90-ECO",
        "Resolution No 3/90-ECO/Rev.1",
    ],
    "fr": [
        "Résolution n° 3/90- ECO",
        "RÉSOLUTION N°3 /90-ECO",
        "RESOLUTION No 3/90-ECO",
        "Résolution no. 3 / 90 - ECO",
    ],
    "ar": ["القرار رقم 3 /90 - اق", "القــرار رقم ٣/٩٠ - اق", "قرار رقم 3/90-اق", "\u200fالقرار رقم 3/ 90 - اق"],
}


@pytest.mark.parametrize(("language", "printed"), [(lang, one) for lang, all_ in STRAY.items() for one in all_])
def test_a_number_with_stray_spaces_is_the_same_number(tmp_path: Path, language: str, printed: str) -> None:
    text = "\n".join([printed, *head(language).split("\n")[1:]]) + SECOND[language]
    found = read_text(tmp_path, text).as_dict()["resolutions"]
    assert [one["number"] for one in found] == ["CFM-90/ECO/3"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_session_of_last_year_in_a_number_is_a_doubt(tmp_path: Path, language: str) -> None:
    text = head(language).replace("/90", "/89", 1) + SECOND[language]
    found = read_text(tmp_path, text).as_dict()["resolutions"][0]
    assert found["number"] == "CFM-90/ECO/1"
    assert "symbol_session" in [doubt["code"] for doubt in found["doubts"]]


DECLARATIONS = {
    "en": "MARLIN DECLARATION\n\nWe, the ministers and heads of delegation, meeting in Marlin,\n\n"
    "1. Reaffirm our support to the keepers;\n\n2. Call upon all States to relight the lamps.\n",
    "fr": "DÉCLARATION DE MARLIN\n\nNous, ministres et chefs de délégation, réunis à Marlin,\n\n"
    "1. Réaffirmons notre soutien aux gardiens ;\n\n2. Demandons à tous les États de rallumer les lampes.\n",
    "ar": "إعلان مارلين\n\nنحن، الوزراء ورؤساء الوفود، المجتمعين في مارلين،\n\n"
    "1- نؤكد دعمنا للحراس؛\n\n2- ندعو جميع الدول إلى إضاءة المصابيح.\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_declaration_speaks_in_the_first_person(tmp_path: Path, language: str) -> None:
    items = operative(read_text(tmp_path, DECLARATIONS[language]))
    assert [(item["number"], item["actionable"]) for item in items] == [("1", False), ("2", True)]
    assert items[1]["addressee_keys"] == ["IC"]


def test_a_statement_in_the_name_of_the_body_is_read_without_numbers(tmp_path: Path) -> None:
    text = (
        "Statement by the President\n\n“The Council reiterates its concern about the lamps on the coast of Marlin.\n\n"
        "“The Council calls upon all parties to relight them before the winter of this year.\n\n"
        "“The Council looks forward to the report of the Secretary General on the lamps.”\n"
    )
    assert [item["actionable"] for item in operative(read_text(tmp_path, text))] == [False, True, False]


AGREEMENTS = {
    "en": "AGREEMENT ON LIGHTHOUSES\n\nThe Parties,\n\nRecalling the Charter of the Organisation,\n\nRecognizing the need of light,\n\n"
    "Have agreed as follows:\n\nArticle 1\n\n1. Each Party shall appoint a keeper.\n\n2. Each Party shall light a lamp.\n",
    "fr": "ACCORD SUR LES PHARES\n\nLes Parties,\n\nRappelant la Charte de l’Organisation,\n\nReconnaissant le besoin de lumière,\n\n"
    "Sont convenues de ce qui suit :\n\nArticle premier\n\n1. Chaque Partie désigne un gardien.\n\n2. Elle allume une lampe.\n",
    "ar": "اتفاقية بشأن المنارات\n\nإن الطرفين،\n\nإذ يستذكران ميثاق المنظمة وأهدافها السامية،\n\nوإذ يدركان الحاجة إلى الضوء على السواحل،\n\n"
    "فقد اتفقا على ما يلي:\n\nالمادة 1\n\n1- يعين كل طرف حارساً.\n\n2- يضيء كل طرف مصباحاً.\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_parties_that_agree_make_no_resolution(tmp_path: Path, language: str) -> None:
    assert read_text(tmp_path, AGREEMENTS[language]).resolutions == []


def test_recitals_may_stand_before_the_body_is_named(tmp_path: Path) -> None:
    text = (
        "Declaration of the Lamps\n\nPreamble\n\nWhereas light is the common heritage of all who sail the sea,\n\n"
        "Whereas darkness has cost many a ship its crew and its cargo,\n\nNow, therefore,\n\nThe General Assembly\n\n"
        "Proclaims this Declaration as a common standard for all harbours.\n\nArticle 1\n\nEvery harbour has a lamp.\n"
    )
    found = read_text(tmp_path, text).as_dict()["resolutions"][0]
    assert (len(found["preambular"]), len(found["operative"])) == (2, 1)


def test_a_number_that_recognition_misread_is_put_right(tmp_path: Path) -> None:
    body = "4. Thanks the keepers;\n\nS. Appeals to Member States to pay the dues;\n\n6. Thanks the ships.\n"
    text = head("en") + "1. Thanks A;\n\n2. Thanks B;\n\n3. Thanks C;\n\n" + body
    reading = read_text(tmp_path, text)
    assert numbers(reading) == ["1", "2", "3", "4", "5", "6"]
    assert [doubt["code"] for doubt in operative(reading)[4]["doubts"]] == ["number_misread"]


MARKS = [("en", mark) for mark in ("{}/ ", "{}. - ", "{} ")] + [("fr", "{} "), ("fr", "{}. – ")] + [
    ("ar", mark) for mark in ("{}ـ ", ".{} ", "-{} ", "{}/ ", "{} ")
]  # fmt: skip
SAID = {
    "en": ("Thanks the keepers;", "Requests the Secretary General to light 3 lamps."),
    "fr": ("Remercie les gardiens ;", "Demande au Secrétaire général d’allumer 3 lampes."),
    "ar": ("يشكر الحراس؛", "يطلب من الأمين العام إضاءة 3 مصابيح."),
}


@pytest.mark.parametrize(("language", "mark"), MARKS)
def test_a_number_is_read_whatever_mark_it_bears(tmp_path: Path, language: str, mark: str) -> None:
    body = "".join(f"{mark.format(n)}{said}\n\n" for n, said in enumerate(SAID[language], 1))
    reading = read_text(tmp_path, head(language) + body)
    assert [(item["number"], item["text"]) for item in operative(reading)] == [
        (str(n), said) for n, said in enumerate(SAID[language], 1)
    ]


def test_bare_numbers_go_on_over_a_paragraph_whose_verb_nobody_knows(tmp_path: Path) -> None:
    said = ("Thanks the keepers;", "Gladdens the islanders;", "Invites Member States to ring the bells.")
    body = "".join(word_paragraph(f"{n} {text}") for n, text in enumerate(said, 1))
    above = "".join(map(word_paragraph, head("en").strip().split("\n\n")))
    assert numbers(read(word_file(tmp_path, above + body))) == ["1", "2", "3"]


def test_an_amount_at_the_head_of_a_line_is_no_number_of_a_paragraph(tmp_path: Path) -> None:
    body = "1. Thanks the keepers for the care of\n2 Lamps of the old port.\n\n2. Invites Member States to ring the bells.\n"
    assert numbers(read_text(tmp_path, head("en") + body)) == ["1", "2"]


SECTIONS = {
    "en": "I. Lamps\n\nNoting the old lamps;\n\n1. Thanks the keepers.\n\nII. Bells\n\nNoting the fog;\n\n"
    "1. Invites Member States to ring the bells.\n",
    "fr": "I. Lampes\n\nNotant les anciennes lampes ;\n\n1. Remercie les gardiens.\n\nII. Cloches\n\n"
    "Notant la brume ;\n\n1. Invite les États membres à sonner les cloches.\n",
    "ar": "أولاً: المصابيح\n\nوإذ يلاحظ قدم المصابيح؛\n\n1- يشكر الحراس.\n\nثانياً: الأجراس\n\nوإذ يلاحظ الضباب؛\n\n"
    "1- يدعو الدول الأعضاء إلى قرع الأجراس.\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_section_may_have_recitals_of_its_own(tmp_path: Path, language: str) -> None:
    found = first(tmp_path, language, SECTIONS[language])
    assert len(found["sections"]) == 2
    assert len(found["preambular"]) == 3
    assert [item["number"] for item in found["operative"]] == ["1", "1"]


def test_lettered_headings_over_one_numbering_are_sections(tmp_path: Path) -> None:
    body = "A. Lamps\n\n1. Thanks the keepers;\n\nB. Bells\n\n2. Invites Member States to ring the bells.\n"
    found = first(tmp_path, "en", body)
    assert not found["parts"]
    assert [item["number"] for item in found["operative"]] == ["1", "2"]
    assert len(found["sections"]) == 2


YEARS = [
    ("en", "1. Undertakes to hold a conference on lamps in 2073.", "in 2073"),
    ("en", "1. Requests the Secretary General to carry out the plan adopted in 2069.", None),
    ("en", "1. Requests the Secretary General to buy lamps in 2500 ports.", None),
    ("fr", "1. S’engage à tenir une conférence sur les lampes en 2073.", "en 2073"),
    ("fr", "1. Demande au Secrétaire général d’appliquer le plan adopté en 2069.", None),
    ("ar", "1- يتعهد بعقد مؤتمر للمصابيح في عام 2073م.", "في عام 2073م"),
    ("ar", "1- يطلب من الأمين العام تنفيذ الخطة التي وضعت في عام 2069م.", None),
]


@pytest.mark.parametrize(("language", "body", "deadline"), YEARS)
def test_a_year_is_a_deadline_only_where_it_is_still_to_come(
    tmp_path: Path, language: str, body: str, deadline: str | None
) -> None:
    assert first(tmp_path, language, body)["operative"][0]["deadline"] == deadline


def test_the_session_of_another_body_has_its_own_numbers(tmp_path: Path) -> None:
    body = "1. Requests the Secretary General to reply to the 86th Session of COMCEC;\n\n"
    held = "2. Requests the Secretary General to carry out the plan laid before the 86th Session of the Council.\n"
    found = first(tmp_path, "en", body + held)["operative"]
    assert [item["deadline"] for item in found] == ["the 86th Session", None]
