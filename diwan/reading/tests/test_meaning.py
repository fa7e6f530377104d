"""What an operative paragraph asks of whom, in three languages: rules of the language, not of a file."""

import pytest

from diwan.reading.letters import folded
from diwan.reading.lexicon import lexicon
from diwan.reading.meaning import read_paragraph
from diwan.reading.texts import Paragraph


def understood(language: str, text: str, session: int | None = 90) -> Paragraph:
    paragraph = Paragraph(text)
    read_paragraph(paragraph, lexicon(language), session)
    return paragraph


REQUESTS = [
    ("en", "Requests the Secretary General to follow up this matter;", "mandate", "Secretary General"),
    (
        "en",
        "Strongly urges Member States that have not yet done so to sign;",
        "call",
        "Member States that have not yet done so",
    ),
    (
        "en",
        "Invites the Islamic Development Bank to finance the works;",
        "mandate",
        "Islamic Development Bank",
    ),
    (
        "en",
        "Entrusts the General Secretariat with the preparation of the file;",
        "mandate",
        "General Secretariat",
    ),
    (
        "en",
        "Recommends that the academies of Member States include a course;",
        "call",
        "academies of Member States",
    ),
    ("en", "Appeals to donors to honour their pledges;", "call", "donors"),
    (
        "fr",
        ("Demande à la Banque islamique de développement et au COMCEC de coordonner leurs programmes ;"),
        "mandate",
        "Banque islamique de développement et au COMCEC",
    ),
    ("fr", "Exhorte les États membres à adhérer au Code ;", "call", "États membres"),
    ("fr", "Invite instamment le comité à tenir sa réunion ;", "mandate", "comité"),
    ("fr", "Prie les gouvernements de ne pas reconnaître cette annexion ;", "call", "gouvernements"),
    (
        "fr",
        "CHARGE le Comité financier permanent d’examiner la question ;",
        "mandate",
        "Comité financier permanent",
    ),
    ("ar", "يطلب من الأمين العام متابعة هذا الموضوع؛", "mandate", "الأمين العام"),
    ("ar", "يدعو الدول الأعضاء المعنية إلى تسمية جهات اتصال؛", "call", "الدول الأعضاء المعنية"),
    ("ar", "تحث جميع الأطراف على ضبط النفس؛", "call", "جميع الأطراف"),
    ("ar", "يكلف اللجنة المالية الدائمة بدراسة المسألة؛", "mandate", "اللجنة المالية الدائمة"),
    ("ar", "يعهد إلى الأمانة العامة بأعمال السكرتارية؛", "mandate", "الأمانة العامة"),
]


@pytest.mark.parametrize(("language", "text", "kind", "addressee"), REQUESTS)
def test_a_request_names_whom_it_asks(language: str, text: str, kind: str, addressee: str) -> None:
    paragraph = understood(language, text)
    assert paragraph.actionable
    assert (paragraph.kind, paragraph.addressee) == (kind, addressee)
    assert paragraph.because[0].startswith("verb:") and f"addressee:{addressee}" in paragraph.because


POSITIONS = [
    ("en", "Recalls that the Council had requested the Secretary General to visit the port before 2070;"),
    ("en", "Takes note of the requests of Member States;"),
    (
        "en",
        ("Reiterates the call contained in Resolution No. 8/88-POL whereby Member States were requested to report;"),
    ),
    ("en", "Decides to remain actively seized of the matter;"),
    ("en", "Adopts the Rules annexed to this resolution;"),
    ("en", "Expresses the hope that the port shall reopen;"),
    ("fr", "Rappelle que le Conseil avait demandé au Secrétaire général de se rendre au port ;"),
    ("fr", "Décide de demeurer saisi de la question ;"),
    ("fr", "Prend note avec appréciation de l’offre ;"),
    ("fr", "Se félicite de la demande présentée par le Gouvernement ;"),
    ("ar", "يذكّر بأن المجلس كان قد طلب من الأمين العام إيفاد بعثة؛"),
    ("ar", "يقرر إبقاء المسألة قيد نظره؛"),
    ("ar", "يحيط علماً مع التقدير بالعرض؛"),
    ("ar", "يوافق على إنشاء صندوق؛"),
]


@pytest.mark.parametrize(("language", "text"), POSITIONS)
def test_a_position_a_recall_and_remaining_seized_ask_nothing(language: str, text: str) -> None:
    assert not understood(language, text).actionable


HIDDEN = [
    (
        "en",
        (
            "Welcomes the pledge, commends the donors and, in this regard, requests the "
            "General Secretariat to circulate the list;"
        ),
        "General Secretariat",
    ),
    (
        "fr",
        ("Se félicite de l’engagement et demande, à cet égard, au Secrétariat général de communiquer la liste ;"),
        "Secrétariat général",
    ),
    (
        "ar",
        "يرحب بالتعهد، ويثني على المانحين، ويطلب في هذا الصدد من الأمانة العامة تعميم القائمة؛",
        "الأمانة العامة",
    ),
]


@pytest.mark.parametrize(("language", "text", "addressee"), HIDDEN)
def test_a_request_hidden_at_the_end_of_a_welcome_is_found_and_marked(language: str, text: str, addressee: str) -> None:
    paragraph = understood(language, text)
    assert paragraph.actionable and paragraph.addressee == addressee
    assert "hidden_request" in [doubt.code for doubt in paragraph.doubts]


def test_a_pronoun_keeps_its_print_and_tells_who_is_meant() -> None:
    assert (
        understood("en", "Commends the Secretary General and requests him to continue.").addressee
        == "him (Secretary General)"
    )
    assert understood("ar", "يشيد بالأمين العام ويطلب منه مواصلة جهوده.").addressee == "منه (الأمين العام)"


DEADLINES = [
    (
        "en",
        "Requests the Secretary General to report to the 91st Session of the Council;",
        "the 91st Session",
    ),
    (
        "en",
        "Requests the Secretary General to report to the Ninety-first Session;",
        "the Ninety-first Session",
    ),
    ("en", "Invites Member States to reply not later than 31 March 2072;", "not later than 31 March 2072"),
    ("en", "Requests the committee to meet within sixty days of adoption;", "within sixty days"),
    (
        "en",
        "Requests the Secretary General to circulate the list on 1 January and 1 July of each year;",
        "on 1 January and 1 July of each year",
    ),
    ("fr", "Demande au Secrétaire général d’agir d’ici le 1er octobre 2072 ;", "d’ici le 1er octobre 2072"),
    (
        "fr",
        "Demande au Secrétaire général d’agir dans un délai de trois mois ;",
        "dans un délai de trois mois",
    ),
    (
        "fr",
        "Demande au Secrétaire général d’agir avant la fin du mois de juin 2072 ;",
        "avant la fin du mois de juin 2072",
    ),
    ("ar", "يطلب من الأمين العام العمل قبل نهاية شهر يونيو ٢٠٧٢م؛", "قبل نهاية شهر يونيو ٢٠٧٢م"),
    ("ar", "يطلب من الأمين العام العمل في غضون ثلاثة أشهر؛", "في غضون ثلاثة أشهر"),
    ("ar", "يدعو الدول الأعضاء إلى الرد في موعد أقصاه 31 مارس 2072م؛", "في موعد أقصاه 31 مارس 2072م"),
]


@pytest.mark.parametrize(("language", "text", "deadline"), DEADLINES)
def test_a_deadline_is_given_as_printed(language: str, text: str, deadline: str) -> None:
    assert understood(language, text).deadline == deadline


def test_a_session_already_held_is_no_deadline() -> None:
    assert understood("en", "Urges Member States to apply the rules approved by the 85th Session;").deadline is None


REPORTS = [
    ("en", "Requests the Secretary General to act and to report thereon to the next session.", True),
    ("en", "Requests the Secretary General to keep Member States informed;", True),
    ("en", "Requests the Secretary General to sign the agreement;", False),
    ("fr", "Demande au Secrétaire général d’en faire rapport à la prochaine session.", True),
    ("fr", "Demande au comité de tenir sa première réunion au siège ;", False),
    ("ar", "يطلب من الأمين العام تقديم تقرير بشأنه إلى الدورة القادمة.", True),
    ("ar", "يطلب من الأمين العام توقيع الاتفاق؛", False),
]


@pytest.mark.parametrize(("language", "text", "reports"), REPORTS)
def test_a_report_that_is_due_is_seen(language: str, text: str, reports: bool) -> None:
    assert bool(understood(language, text).reporting) is reports


# The tables of drafting language that the dossier gives (sections 4.1 and 4.2), a sample of each row.
VERBS = [
    (
        "mandate",
        "Requests/Mandates/Entrusts/Instructs/Authorises",
        "Demande/Prie/Charge/Confie/Donne instruction/Autorise",
        "يطلب/يكلف/يعهد/يوجه/يأذن/يخول",
    ),
    (
        "call",
        "Invites/Calls upon/Urges/Encourages/Appeals to/Demands/Recommends",
        "Invite/Appelle/Exhorte/Encourage/Lance un appel/Exige/Recommande",
        "يدعو/يهيب/يحث/يشجع/يناشد/يطالب/يوصي",
    ),
    (
        "constitutive",
        "Decides/Establishes/Sets up/Adopts/Approves/Endorses/Agrees/Appoints/Elects",
        "Décide/Crée/Établit/Adopte/Approuve/Entérine/Convient/Nomme/Élit",
        "يقرر/ينشئ/يعتمد/يوافق/يصادق/يتبنى/يمدد/يعين/ينتخب",
    ),
    (
        "declaratory",
        (
            "Takes "
            "note/Welcomes/Commends/Thanks/Affirms/Reiterates/Stresses/Supports/Condemns/Rejects/Deplores/Declares/Considers/Hopes"
        ),
        (
            "Prend note/Se "
            "félicite/Salue/Remercie/Affirme/Réitère/Souligne/Appuie/Condamne/Rejette/Déplore/Déclare/Considère/Espère"
        ),
        "يأخذ علماً/ينوه/يرحب/يشيد/يشكر/يؤكد/يجدد/يشدد/يدعم/يدين/يرفض/يأسف/يعلن/يعتبر/يأمل",
    ),
]


@pytest.mark.parametrize(
    ("kind", "language", "verb"),
    [
        (kind, language, verb)
        for kind, *columns in VERBS
        for language, column in zip(("en", "fr", "ar"), columns, strict=True)
        for verb in column.split("/")
    ],
)
def test_every_operative_verb_of_the_dossier_has_its_class(kind: str, language: str, verb: str) -> None:
    found = lexicon(language).verbs.at(folded(verb + " …"), 0)
    assert found is not None and found.value.kind == kind


RECITALS = {
    "en": (
        "Recalling/Pursuant to/Proceeding from/Guided by/Deeply concerned/Having "
        "considered/Bearing in mind/Taking note of/Convinced/Mindful of/Alarmed "
        "by/Desirous"
    ),
    "fr": (
        "Rappelant/Conformément à la/Partant de/S’inspirant de/Profondément "
        "préoccupé/Ayant examiné/Ayant à l’esprit/Prenant "
        "note/Convaincu/Conscient/Alarmé par/Désireux"
    ),
    "ar": "إذ يستذكر/وإذ يشير/عملاً/انطلاقاً/وبعد أن نظر/وقد نظر/واقتناعاً/وإدراكاً/ورغبة/وسعياً/استناداً",
}


@pytest.mark.parametrize(
    ("language", "opener"), [(lang, one) for lang, all_ in RECITALS.items() for one in all_.split("/")]
)
def test_every_opener_of_a_recital_is_known(language: str, opener: str) -> None:
    assert lexicon(language).recital(folded(opener + " …")) > 0
