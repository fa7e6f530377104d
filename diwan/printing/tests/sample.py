"""An invented report in three languages. States, resolutions, sums and dates are fictional."""

from diwan.printing.report import (
    Chart,
    Figure,
    Labels,
    MissingRow,
    ReportDocument,
    Row,
    Section,
    Sentence,
    Series,
    Tone,
)

ENGLISH = Labels(
    decision="Decision",
    implementation="Implementation",
    source="Source",
    page="Page",
    of="of",
    contents="Contents",
    introduction="Introduction",
    figures="The session in figures",
    resolutions="Resolutions",
    missing="Missing contributions",
    draft="Draft",
    issued="Issued",
    version="version",
    prepared_for="Prepared for",
    lead="Lead",
    nothing_reported="No contribution has been received.",
    nothing_to_report="This resolution asks nothing of the General Secretariat.",
    contributor="Contributor",
    subject="Subject",
    reference="Paragraph",
    due="Due",
    status="Status",
    only_in={"fr": "Available in French only", "ar": "Available in Arabic only"},
)
FRENCH = Labels(
    decision="Décision",
    implementation="Mise en œuvre",
    source="Source",
    page="Page",
    of="sur",
    contents="Sommaire",
    introduction="Introduction",
    figures="La session en chiffres",
    resolutions="Résolutions",
    missing="Contributions manquantes",
    draft="Projet",
    issued="Publié",
    version="version",
    prepared_for="Établi pour",
    lead="Chef de file",
    nothing_reported="Aucune contribution n’a été reçue.",
    nothing_to_report="Cette résolution ne demande rien au Secrétariat général.",
    contributor="Contributeur",
    subject="Objet",
    reference="Paragraphe",
    due="Échéance",
    status="État",
    only_in={"en": "Disponible en anglais seulement", "ar": "Disponible en arabe seulement"},
)
ARABIC = Labels(
    decision="القرار",
    implementation="التنفيذ",
    source="المصدر",
    page="صفحة",
    of="من",
    contents="المحتويات",
    introduction="مقدمة",
    figures="الدورة بالأرقام",
    resolutions="القرارات",
    missing="المساهمات الناقصة",
    draft="مسودة",
    issued="صدر",
    version="النسخة",
    prepared_for="أُعدّ من أجل",
    lead="الجهة المسؤولة",
    nothing_reported="لم ترد أي مساهمة.",
    nothing_to_report="لا يطلب هذا القرار شيئًا من الأمانة العامة.",
    contributor="الجهة المساهمة",
    subject="الموضوع",
    reference="الفقرة",
    due="الموعد",
    status="الحالة",
    only_in={"en": "متاح بالإنجليزية فقط", "fr": "متاح بالفرنسية فقط"},
)

_TONES: tuple[Tone, ...] = ("done", "run", "late", "hold", "idle", "soon")
_STATUS: dict[str, dict[Tone, str]] = {
    "en": {
        "done": "Implemented",
        "run": "In progress",
        "late": "12 days late",
        "hold": "Waiting for others",
        "idle": "Not started",
        "soon": "Due tomorrow",
    },
    "fr": {
        "done": "Mise en œuvre",
        "run": "En cours",
        "late": "12 jours de retard",
        "hold": "En attente d’autrui",
        "idle": "Pas commencé",
        "soon": "Demain",
    },
    "ar": {
        "done": "نُفّذ",
        "run": "قيد التنفيذ",
        "late": "متأخر 12 يومًا",
        "hold": "في انتظار الآخرين",
        "idle": "لم يبدأ",
        "soon": "غدًا",
    },
}
_UNITS = {
    "en": ("Political Affairs", "Humanitarian Affairs", "Economic Affairs", "Legal Affairs", "Information"),
    "fr": (
        "Affaires politiques",
        "Affaires humanitaires",
        "Affaires économiques",
        "Affaires juridiques",
        "Information",
    ),
    "ar": ("الشؤون السياسية", "الشؤون الإنسانية", "الشؤون الاقتصادية", "الشؤون القانونية", "الإعلام"),
}
_TITLES = {
    "en": "On the Situation in the Republic of Belhara",
    "fr": "Sur la situation en République de Belhara",
    "ar": "بشأن الوضع في جمهورية بلهارا",
}
_NUMBER = {"en": "Resolution No. {}/60-POL", "fr": "Résolution n° {}/60-POL", "ar": "القرار رقم {}/60 - س"}
_ADOPTED = {
    "en": "Adopted at Port Salam, 15 June 2034 (28 Rabi al-Awwal 1456 H)",
    "fr": "Adoptée à Port Salam, le 15 juin 2034 (28 Rabi’ al-Awwal 1456H)",
    "ar": "اعتُمد في بورت سلام، 28 ربيع الأول 1456هـ (15 يونيو 2034م)",
}
_DECISION = {
    "en": (
        "Requests the Secretary General to convene, before the end of the year, a meeting of donors for the "
        "reconstruction of the Lake Asmar Basin, and to report thereon to the next session;"
    ),
    "fr": (
        "Demande au Secrétaire général de convoquer, avant la fin de l’année, une réunion des donateurs "
        "pour la reconstruction du bassin du lac Asmar, et d’en faire rapport à la prochaine session ;"
    ),
    "ar": (
        "يطلب من الأمين العام أن يعقد، قبل نهاية السنة، اجتماعًا للمانحين من أجل إعادة إعمار حوض بحيرة أسمر، "
        "وأن يقدم تقريرًا بشأنه إلى الدورة المقبلة؛"
    ),
}
_DONE = {
    "en": (
        "The meeting of donors was held at Port Salam on 3 and 4 October 2034; eleven Member States pledged "
        "42 million, of which 18 million have been received (87.5% of the first tranche)."
    ),
    "fr": (
        "La réunion des donateurs s’est tenue à Port Salam les 3 et 4 octobre 2034 ; onze États membres ont "
        "annoncé 42 millions, dont 18 millions ont été reçus."
    ),
    "ar": (
        "عُقد اجتماع المانحين في بورت سلام يومي 3 و4 أكتوبر 2034، وتعهدت إحدى عشرة دولة عضوًا بمبلغ 42 مليونًا، "
        "وردت منها 18 مليونًا، وفقًا للوثيقة OIC/CFM-60/2034/POL/3."
    ),
}
_SOURCE = {"en": "Note", "fr": "Note", "ar": "المذكرة"}
_DATE = {
    "en": "12 October 2034 · 29 Rajab 1456",
    "fr": "12 octobre 2034 · 29 Rajab 1456",
    "ar": "12 أكتوبر 2034 · 29 رجب 1456هـ",
}
_LABELS = {"en": ENGLISH, "fr": FRENCH, "ar": ARABIC}


def sentence(language: str, number: int = 397) -> Sentence:
    """An invented sentence; the number of its source makes it unlike the others."""
    source = f"{_SOURCE[language]} SG/IN/2034/{number:04}"
    return Sentence(f"{_DONE[language]} ({number})", language, source, _DATE[language])


def section(language: str, number: int, rows: int) -> Section:
    """One invented resolution; each fifth paragraph speaks another language, each sixth is silent."""
    printed: list[Row] = []
    for place in range(rows):
        tone = _TONES[(number + place) % len(_TONES)]
        spoken = {"en": "fr", "fr": "ar", "ar": "en"}[language] if place % 5 == 4 else language
        said = [sentence(spoken, number * 50 + place * 2 + again) for again in range(1 + (place % 3 == 2))]
        printed.append(
            Row(
                f"{place + 1}.",
                f"{_DECISION[language]} [{number}/{place + 1}]",
                language,
                [] if place % 6 == 5 else said,
                _STATUS[language][tone],
                tone,
                _UNITS[language][(number + place) % 5],
            )
        )
    return Section(_NUMBER[language].format(number), _TITLES[language], _ADOPTED[language], printed)


def charts(language: str) -> list[Chart]:
    words = _STATUS[language]
    tones = _TONES[:5]
    title = {
        "en": ("State of implementation", "By department", "Mandates by department"),
        "fr": ("État de mise en œuvre", "Par département", "Mandats par département"),
        "ar": ("حالة التنفيذ", "حسب الإدارة", "المهام حسب الإدارة"),
    }[language]
    said = {
        "en": "Of 312 mandates 121 are implemented, 98 in progress, 14 late.",
        "fr": "Sur 312 mandats, 121 sont mis en œuvre, 98 en cours, 14 en retard.",
        "ar": "من أصل 312 مهمة نُفّذت 121، و98 قيد التنفيذ، و14 متأخرة.",
    }[language]
    return [
        Chart(
            "segments",
            title[0],
            [Series(words[tone], [value], tone) for tone, value in zip(tones, (121, 98, 14, 37, 42), strict=True)],
            description=said,
        ),
        Chart(
            "stacked",
            title[1],
            [
                Series(words[tone], values, tone)
                for tone, values in zip(
                    tones,
                    (
                        (40, 30, 21, 20, 10),
                        (20, 28, 20, 18, 12),
                        (2, 3, 6, 1, 2),
                        (9, 8, 5, 9, 6),
                        (12, 9, 6, 3, 12),
                    ),
                    strict=True,
                )
            ],
            _UNITS[language],
            said,
        ),
        Chart("bars", title[2], [Series(title[2], (83, 78, 58, 51, 42), "run")], _UNITS[language], said),
    ]


def report(language: str, resolutions: int = 4, rows: int = 8) -> ReportDocument:
    """The invented report in ``en``, ``fr`` or ``ar``, as long as wanted."""
    labels = _LABELS[language]
    words = _STATUS[language]
    return ReportDocument(
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        organisation={
            "en": "Organisation of the Lake States (invented)",
            "fr": "Organisation des États du lac (inventée)",
            "ar": "منظمة دول البحيرة (متخيلة)",
        }[language],
        issuer={"en": "General Secretariat", "fr": "Secrétariat général", "ar": "الأمانة العامة"}[language],
        title={
            "en": "Implementation of the Resolutions of the Sixtieth Session of the Council of Foreign Ministers",
            "fr": "Mise en œuvre des résolutions de la soixantième session du Conseil des ministres des "
            "Affaires étrangères",
            "ar": "تنفيذ قرارات الدورة الستين لمجلس وزراء الخارجية",
        }[language],
        symbol="CFM-61/2035/SG-REP/1",
        session_title={
            "en": "Report of the Secretary General",
            "fr": "Rapport du Secrétaire général",
            "ar": "تقرير الأمين العام",
        }[language],
        prepared_for={
            "en": "The Sixty-first Session of the Council of Foreign Ministers",
            "fr": "La soixante et unième session du Conseil des ministres des Affaires étrangères",
            "ar": "الدورة الحادية والستون لمجلس وزراء الخارجية",
        }[language],
        date_gregorian_text={"en": "3 February 2035", "fr": "3 février 2035", "ar": "3 فبراير 2035م"}[language],
        date_hijri_text={
            "en": "24 Dhu al-Qa’da 1456 H",
            "fr": "24 Dhou al-qi’da 1456H",
            "ar": "24 ذو القعدة 1456هـ",
        }[language],
        state="draft",
        version="3",
        labels=labels,
        confidentiality_text={"en": "Restricted", "fr": "Restreint", "ar": "محدود التداول"}[language],
        introduction=[
            {
                "en": "The present report sets out, paragraph by paragraph, what has been done since June "
                "2034 to carry out what the Council asked. It is drawn from the contributions of five "
                "departments, each sentence with its source and its date.",
                "fr": "Le présent rapport expose, paragraphe par paragraphe, ce qui a été fait depuis juin "
                "2034 pour exécuter ce que le Conseil a demandé. Il est établi à partir des contributions "
                "de cinq départements, chaque phrase étant accompagnée de sa source et de sa date.",
                "ar": "يعرض هذا التقرير، فقرة فقرة، ما أُنجز منذ يونيو 2034 لتنفيذ ما طلبه المجلس. وقد أُعدّ "
                "استنادًا إلى مساهمات خمس إدارات، ولكل جملة مصدرها وتاريخها.",
            }[language],
            {
                "en": "Of 312 mandates, 121 are implemented and 14 are late. The reasons are given beside each.",
                "fr": "Sur 312 mandats, 121 sont mis en œuvre et 14 sont en retard. Les raisons figurent "
                "en regard de chacun.",
                "ar": "من أصل 312 مهمة نُفّذت 121 وتأخرت 14، وقد ذُكرت الأسباب أمام كل منها.",
            }[language],
        ],
        figures=[
            Figure({"en": "Mandates", "fr": "Mandats", "ar": "المهام"}[language], "312"),
            Figure(words["done"], "121", "39%", "done"),
            Figure(words["run"], "98", "31%", "run"),
            Figure({"en": "Late", "fr": "En retard", "ar": "متأخر"}[language], "14", "4%", "late"),
        ],
        charts=charts(language),
        sections=[section(language, number, rows) for number in range(1, resolutions + 1)],
        missing=[
            MissingRow(
                _UNITS[language][place],
                _TITLES[language],
                f"{place + 1}/60-POL § 7",
                _DATE[language],
                words["late"],
                "late",
            )
            for place in range(3)
        ],
    )
