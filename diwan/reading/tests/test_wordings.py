"""Wordings of many houses, in three languages: who is asked, by when, what is reported, and what asks nothing."""

import pytest

from diwan.reading.letters import folded
from diwan.reading.lexicon import lexicon
from diwan.reading.meaning import read_paragraph
from diwan.reading.ordinals import ordinal_in
from diwan.reading.texts import Paragraph


def understood(language: str, text: str) -> Paragraph:
    paragraph = Paragraph(text)
    read_paragraph(paragraph, lexicon(language), 90)
    return paragraph


# Language, text, addressee ("" for nobody named).
ASKED = [
    ("en", "Urges all parties to refrain from any action that may endanger ships;", "all parties"),
    ("en", "Recommends to the Council of Foreign Ministers the adoption of the plan;", "Council of Foreign Ministers"),
    ("en", "Further requests that this item be placed on the agenda of its next session;", ""),
    ("en", "Demands that the keepers be released;", ""),
    ("en", "Invites Governments and relevant organizations, as appropriate, to light the lamps;", "Governments and relevant organizations"),
    ("en", "Strongly urges the Government of Alberia immediately to lift the blockade;", "Government of Alberia"),
    ("en", "Endorses the recommendations of the Expert Group and requests their implementation;", ""),
    ("en", "Calls for the convening of a conference on lighthouses before the end of 2072;", ""),
    ("en", "Implores the coastal Member States to relight their lamps;", "coastal Member States"),
    ("fr", "Demande que le Secrétaire général établisse une étude ;", "Secrétaire général"),
    ("fr", "Demande que la question soit inscrite à l’ordre du jour de sa prochaine session ;", ""),
    ("fr", "Recommande au Conseil l’adoption du plan ;", "Conseil"),
    ("fr", "Engage toutes les parties à s’abstenir de tout acte hostile ;", "toutes les parties"),
    ("fr", "Fait siennes les recommandations du Groupe d’experts et en demande l’application ;", ""),
    ("fr", "Donne mandat au Secrétaire général pour conclure l’accord ;", "Secrétaire général"),
    ("fr", "Soumet aux ministères de la Mer la recommandation suivante :", "ministères de la Mer"),
    ("ar", "يناشد جميع الدول الأعضاء المساهمة بسخاء في الصندوق؛", "جميع الدول الأعضاء"),
    ("ar", "يهيب بالمجتمع الدولي الاضطلاع بمسؤولياته؛", "المجتمع الدولي"),
    ("ar", "يفوض الأمين العام في التوقيع على المذكرة؛", "الأمين العام"),
    ("ar", "يجدد دعوته إلى الدول الأعضاء للمشاركة في المعرض؛", "الدول الأعضاء"),
    ("ar", "يطلب إدراج هذا البند في جدول أعمال دورته القادمة؛", ""),
    ("ar", "يدعو إلى عقد مؤتمر دولي حول المنارات؛", ""),
    ("ar", "يشيد بالأمين العام ويشجعه على مواصلة جهوده؛", "الأمين العام"),
    ("ar", "يرجو من المدير العام إعداد دليل؛", "المدير العام"),
    ("en", "Proposes that Member States exchange their charts;", "Member States"),
    ("en", "Proposes a study of the coast;", ""),
    ("en", "Kindly requests the keepers to return the form;", "keepers"),
    ("en", "Insists that the armed groups withdraw from the island;", "armed groups"),
    ("en", "Prevails upon the donors to honour their pledges;", "donors"),
    ("en", "Decides that all States shall immediately prevent the supply of oil;", "all States"),
    ("fr", "Propose aux États membres d’échanger leurs cartes ;", "États membres"),
    ("fr", "Convie les États membres à participer à la foire ;", "États membres"),
    ("fr", "Insiste pour que les groupes armés se retirent de l’île ;", "groupes armés"),
    ("ar", "يقترح على الدول الأعضاء تبادل الخرائط؛", "الدول الأعضاء"),
    ("ar", "يرحب بالعرض، ويدعو، تبعاً لذلك، المدير العام إلى وضع برنامجه؛", "المدير العام"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "addressee"), ASKED)
def test_who_is_asked_is_named_without_the_task(language: str, text: str, addressee: str) -> None:
    paragraph = understood(language, text)
    assert paragraph.actionable
    assert (paragraph.addressee or "") == addressee


DECIDED = [
    ("en", "Decides that the next session shall be held in Marlin;"),
    ("en", "Decides that the Committee shall meet twice a year;"),
    ("fr", "Décide que la prochaine session se tiendra à Marlin ;"),
    ("fr", "Décide que le comité se réunira deux fois par an ;"),
    ("ar", "يقرر أن تعقد الدورة القادمة في مارلين؛"),
    ("ar", "يقرر أن تجتمع اللجنة مرتين في السنة؛"),
    ("en", "Decides that the guidelines shall apply as of 1 January 2073;"),
    ("en", "Also decides that the meeting on lamps shall:"),
]


@pytest.mark.parametrize(("language", "text"), DECIDED)
def test_an_act_that_is_decided_is_to_be_done(language: str, text: str) -> None:
    assert understood(language, text).actionable


NOTHING = [
    ("en", "Views with concern the loss of the lamps;"),
    ("en", "Is deeply alarmed at the rise of the waters;"),
    ("fr", "S’incline devant la mémoire des gardiens ;"),
    ("ar", "يشاطر الدول المشاطئة قلقها؛"),
    ("ar", "يطمئن سكان الجزر إلى تضامنه؛"),
    ("en", "Allocates the budget to six lighthouses;"),
    ("en", "Reconfirms that the lamps are the heritage of all;"),
    ("en", "Pays homage to the keepers;"),
    ("en", "Decides that, in accordance with Article 7 of the Charter of the United Nations, the dues shall be lost;"),
    ("fr", "Émet le vœu que les lampes soient rallumées ;"),
    ("fr", "Abroge le règlement des phares ;"),
    ("ar", "يعيد تأكيد حق الحراس في العودة؛"),
    ("ar", "يعرب عن أمله في أن تساهم الدول الأعضاء في الصندوق؛"),
    ("ar", "يلغي نظام المنارات؛"),
]


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_a_position_or_an_act_that_is_done_leaves_nothing_to_do(language: str, text: str) -> None:
    assert not understood(language, text).actionable


DUE = [
    ("en", "Requests the Director-General to report to the Executive Board at its 180th session;", "its 180th session"),
    ("en", "Decides to extend the mandate for a further period of six months;", "for a further period of six months"),
    ("en", "Requests the Secretary General to reply at the earliest opportunity;", "at the earliest opportunity"),
    ("fr", "Prie la Directrice générale de répondre sans délai ;", "sans délai"),
    ("fr", "Prie le Secrétaire général de répondre le plus tôt possible ;", "le plus tôt possible"),
    ("fr", "Décide de proroger le mandat pour une nouvelle période de six mois ;", "pour une nouvelle période de six mois"),
    ("ar", "يطلب من الأمين العام الرد دون إبطاء؛", "دون إبطاء"),
    ("ar", "يقرر تمديد ولاية اللجنة لمدة ستة أشهر؛", "لمدة ستة أشهر"),
    ("en", "Requests the Secretary General to map the coast by the end of the first quarter of 2073;", "by the end of the first quarter of 2073"),
    ("en", "Urges Member States to pay before the close of the financial year;", "before the close of the financial year"),
    ("en", "Calls upon the donors to pay during the current financial year;", "during the current financial year"),
    ("en", "Requests the Secretary General to publish a bulletin every fortnight;", "every fortnight"),
    ("en", "Mandates the Executive Committee to meet every month;", "every month"),
    ("en", "Invites the Fund to pay for the courses over three years;", "over three years"),
    ("fr", "Invite le Secrétaire général à répondre avant le 15 Chaabane 1495H ;", "avant le 15 Chaabane 1495H"),
    ("fr", "Charge le Secrétaire général d’établir une étude pour la mi-2073 ;", "pour la mi-2073"),
    ("fr", "Appelle les donateurs à payer au cours de l’exercice en cours ;", "au cours de l’exercice en cours"),
    ("ar", "يطلب من الأمين العام الرد في أجل لا يتجاوز 1 محرم 1495هـ؛", "في أجل لا يتجاوز 1 محرم 1495هـ"),
    ("ar", "يطلب من الأمين العام الرد قبل الأول من ديسمبر 2073م؛", "قبل الأول من ديسمبر 2073م"),
    ("ar", "يطلب من الأمين العام الرد خلال خمسة وأربعين يوماً؛", "خلال خمسة وأربعين يوماً"),
    ("ar", "يطلب من الأمين العام الرد خلال (تسعين) يوماً من تاريخه؛", "خلال (تسعين) يوماً"),
    ("ar", "يحث الدول الأعضاء على الرد في مدة أقصاها شهران؛", "في مدة أقصاها شهران"),
    ("ar", "يمدد ولاية اللجنة إلى غاية 31 ديسمبر 2073م؛", "إلى غاية 31 ديسمبر 2073م"),
    ("ar", "يقرر تجديد ولاية الفريق لمدة سنتين؛", "لمدة سنتين"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "deadline"), DUE)
def test_by_when_is_given_as_printed(language: str, text: str, deadline: str) -> None:
    assert understood(language, text).deadline == deadline


REPORTED = [
    ("en", "Requests the Secretary General to submit, at its next session, a report on the lamps;"),
    ("fr", "Prie le Secrétaire général de lui présenter, à sa prochaine session, un rapport sur les lampes ;"),
    ("fr", "Demande que le Secrétaire général établisse une étude et la soumette à la prochaine session ;"),
    ("ar", "تطلب إلى الأمين العام أن يقدم إلى الجمعية في دورتها القادمة تقريراً عن المصابيح؛"),
    ("en", "Requests the Secretary General to place a summary of the replies before the Committee;"),
    ("en", "Directs the Committee to furnish the Council with its findings;"),
    ("en", "Requests the Secretary General to render an account of the use of the lamps;"),
    ("en", "Requests the Secretary General to revert to the next session;"),
    ("en", "Requests the Secretary General to provide an update on the lamps;"),
    ("fr", "Invite le Bureau à adresser au Secrétariat général un état trimestriel des lampes ;"),
    ("fr", "Prie le Fonds de tenir le Secrétariat général au courant de ses dépenses ;"),
    ("fr", "Demande au Secrétaire général de faire le point de la question ;"),
    ("ar", "يطلب من الأمين العام إبقاء الدول الأعضاء على علم بالتقدم المحرز؛"),
    ("ar", "يطلب من الأمين العام إخطار الدول الأعضاء بصفة دورية بالمستجدات؛"),
]


@pytest.mark.parametrize(("language", "text"), REPORTED)
def test_a_report_is_seen_behind_an_insertion(language: str, text: str) -> None:
    assert understood(language, text).reporting


SESSIONS = [
    ("fr", "soixante et onzième", 71), ("fr", "soixante-dix-septième", 77), ("fr", "quatre-vingtième", 80),
    ("fr", "quatre-vingt-unième", 81), ("fr", "QUATRE-VINGT-DIX-NEUVIÈME", 99), ("fr", "vingt-quatrième", 24),
    ("en", "one hundred and first", 101), ("ar", "الحادية بعد المائة", 101),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "number"), SESSIONS)
def test_the_number_of_a_session_is_read_from_its_words(language: str, words: str, number: int) -> None:
    assert ordinal_in(folded(words), lexicon(language)) == number


REASONS = [
    ("en", "Requests the Secretary General to act;", ["verb:Requests", "addressee:Secretary General"]),
    ("en", "Welcomes the new lamp;", ["verb:Welcomes"]),
    ("en", "Decides to remain seized of the matter;", ["verb:Decides", "no task"]),
    ("ar", "الموافقة على نظام المنارات", ["verb:الموافقة", "verbal noun"]),
]


@pytest.mark.parametrize(("language", "text", "because"), REASONS)
def test_every_decision_of_the_reader_bears_its_reason(language: str, text: str, because: list[str]) -> None:
    assert set(because) <= set(understood(language, text).because)
