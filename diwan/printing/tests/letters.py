"""Invented letters for the tests and the measurements, in three languages."""

from dataclasses import replace
from typing import Any

from diwan.printing.letter_docx import LetterValues
from diwan.printing.stamp import Stamp

EN = LetterValues(
    language="en", number="OIC/NV/2035/000012", date="13 February 2035", hijri="5 Dhu al-Hijjah 1456H", place="Jeddah",
    organisation="Organisation of Islamic Cooperation", issuer="General Secretariat", sender="Political Affairs",
    addressee="Permanent Mission of the Republic of Tamaris", address=("12 Palm Street", "Jeddah"),
    subject="Follow-up of resolution 7/60-POL", salutation="Excellency,",
    opening="The General Secretariat presents its compliments to the Permanent Mission and has the honour to",
    body="refer to **resolution 7/60-POL** on the transit corridor, adopted at _Port Salam_ (القرار رقم 7/60-س).\n\n"
    "The Mission is asked to send:\n- the names of two members of the committee;\n"
    "- the dates at which they may travel, between 1 and 15 March 2035.\n\nAnswers are awaited before 28 February 2035.",
    closing="The General Secretariat avails itself of this opportunity to renew the assurances of its highest consideration.",
    courtesy="Please accept, Excellency, the assurances of my highest consideration.", signatory="Harun Al-Rashidi",
    signatory_title="Secretary General", signed_for="For the Secretary General", initials="H.R.",
    copies=("Political Affairs", "Legal Affairs"), enclosures=("Text of the resolution (3 pages)", "Form of reply"),
    reference_line="Your reference AMB/TAM/0457/2034 of 4 July 2034", level="Confidential", urgency="Urgent",
    instruction="for action", item_address="https://diwan.example/outgoing/12/",
)  # fmt: skip

FR = replace(
    EN, language="fr", date="13 février 2035", hijri="5 Dhou al-hijja 1456H", place="Djeddah",
    organisation="Organisation de coopération islamique", issuer="Secrétariat général", sender="Affaires politiques",
    addressee="Mission permanente de la République de Tamaris", address=("12, rue des Palmiers", "Djeddah"),
    subject="Suite donnée à la résolution 7/60-POL", salutation="Excellence,",
    opening="Le Secrétariat général présente ses compliments à la Mission permanente et a l’honneur de",
    body="se référer à la **résolution 7/60-POL** sur le corridor de transit.\n\nLa Mission voudra bien\u00a0:\n"
    "1. désigner deux membres\u00a0;\n2. indiquer leurs dates de voyage.\n\nUne réponse est attendue avant le 28 février 2035.",
    closing="Le Secrétariat général saisit cette occasion pour renouveler les assurances de sa très haute considération.",
    courtesy="Je vous prie d’agréer, Excellence, les assurances de ma haute considération.", signatory_title="Secrétaire général",
    signed_for="Pour le Secrétaire général", copies=("Affaires politiques",), enclosures=("Texte de la résolution",),
    reference_line="Votre référence AMB/TAM/0457/2034 du 4 juillet 2034", level="Confidentiel", urgency="Urgent",
    instruction="suite à donner",
)  # fmt: skip

AR = replace(
    EN, language="ar", date="13 فبراير 2035", hijri="5 ذو الحجة 1456هـ", place="جدة", organisation="منظمة التعاون الإسلامي",
    issuer="الأمانة العامة", sender="الشؤون السياسية", addressee="المندوبية الدائمة لجمهورية تماريس",
    address=("12 شارع النخيل", "جدة"), subject="متابعة القرار 7/60-POL", salutation="سعادة المندوب الدائم،",
    opening="تهدي الأمانة العامة لمنظمة التعاون الإسلامي أطيب تحياتها إلى المندوبية الدائمة، وتتشرف بـ",
    body="الإشارة إلى **القرار رقم 7/60-POL** بشأن ممر العبور (1/44-س)، الذي اعتمد في Port Salam.\n\n"
    "والمرجو موافاتها بما يلي:\n1. اسما عضوي اللجنة؛\n2. مواعيد السفر بين 1 و15 مارس 2035 (المرجع OIC/CAB/2035/000012).\n\n"
    "وتصل الردود قبل 28 فبراير 2035.",
    closing="وتنتهز الأمانة العامة هذه المناسبة لتعرب للمندوبية عن فائق تقديرها واحترامها.",
    courtesy="وتفضلوا، سعادة المندوب الدائم، بقبول وافر التقدير والاحترام.", signatory="هارون الرشيدي",
    signatory_title="الأمين العام", signed_for="عن الأمين العام", initials="ه. ر.", copies=("الشؤون السياسية",),
    enclosures=("نص القرار (3 صفحات)",), reference_line="مرجعكم AMB/TAM/0457/2034 بتاريخ 4 يوليو 2034", level="سري",
    urgency="عاجل", instruction="للإجراء",
)  # fmt: skip

LETTERS = {"en": EN, "fr": FR, "ar": AR}


def letter(language: str, **other: Any) -> LetterValues:
    """The letter in one language, some values otherwise."""
    return replace(LETTERS[language], **other)


def note(language: str, mission: int) -> LetterValues:
    """One note of a mailing: its own number, addressee and square code."""
    return letter(
        language, paper="note_verbale", number=f"OIC/NV/2035/{mission:06}", addressee=f"{LETTERS[language].addressee} {mission}",
        item_address=f"https://diwan.example/outgoing/{mission}/",
    )  # fmt: skip


STAMPS = {
    "en": Stamp("SG/IN/2035/000397", "13 February 2035", "5 Dhu al-Hijjah 1456H", ("General Registry", "السجل العام"),
                "https://diwan.example/letters/397/", "en"),
    "fr": Stamp("SG/IN/2035/000397", "13 février 2035", "5 Dhou al-hijja 1456H", ("Bureau d’ordre", "السجل العام"),
                "https://diwan.example/letters/397/", "fr"),
    "ar": Stamp("SG/IN/2035/000397", "13 فبراير 2035", "5 ذو الحجة 1456هـ", ("السجل العام", "General Registry"),
                "https://diwan.example/letters/397/", "ar"),
}  # fmt: skip
