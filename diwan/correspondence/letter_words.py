"""The words that lead to the facts of a letter, in the languages in which letters come.

All are patterns over folded text (kernel.folding): no capitals, accents or vowel signs, one form of alef and yeh.
"""

from __future__ import annotations

import re

_COLON = r"\s*(?:[:.]|n[°o]\s*[:.]?|(?=\d))\s*"

#: A label of the sender's reference; that of ours comes first, since it holds the same words.
OURS = re.compile(
    r"(?:\b(?:your|yr)\s+(?:ref(?:erence)?|letter|note)\b|\bv\s*/\s*ref|\bvotre\s+(?:ref(?:erence)?|lettre|note)\b|"
    r"\bرقمكم\b|\bاشارتكم\b|\bمرجعكم\b|\bخطابكم\s+رقم\b|\bمذكرتكم\s+رقم\b)\.?" + _COLON
)
THEIRS = re.compile(
    r"(?:\b(?:our\s+ref(?:erence)?|ref(?:erence)?(?:\s+no)?|n\s*/\s*ref|notre\s+ref(?:erence)?|references?|"
    r"note\s+no|letter\s+no|file\s+no)\b\.?\s*(?:n[°o]\.?)?\s*[:.]\s*|"
    r"(?<!\w)n[°o]\.?\s*[:.]?\s*(?=\S*\d)|\bnr\.?\s*:\s*|"
    r"(?<!\w)(?:ال)?(?:رقم|مرجع|اشاره|قيد)(?:\s+(?:الصادر|المرجع|الاشاره))?\s*[:.]\s*)"
)
#: Numbers that are no reference of the letter: of registration, of a telephone, of a box.
NO_REFERENCE = re.compile(
    r"(?:\brecepisse|\btel(?:ephone)?|\bfax|\bphone|\bp\.?\s*o\.?\s*box|\bb\.?\s*p\b|\bbox|\bقرار|\bresolution|"
    r"\bهاتف|\bفاكس|\bص\s*\.?\s*ب)\W*$"
)
DATE = re.compile(r"(?<!\w)(?:date[d]?|dated|fait\s+a|(?:ال)?تاريخ|(?:ال)?موافق|حرر\s+في)\s*[:،,]?\s*")
#: A place, a comma and a day: "Niamey, le 27 janvier 2026", "Jeddah, 9 August 2034".
PLACE_AND_DATE = re.compile(r"(?<!\w)[^\d,،:]{2,40}[,،]\s*(?:le\s+|the\s+|في\s+)?(?=\d)")
SUBJECT = re.compile(
    r"^(?:subject|subj|re|object|objet|concerne|concern|(?:ال)?موضوع|بشان)\s*(?:\([^)]{0,20}\))?\s*[:\-–]\s*"
)
ENCLOSED = re.compile(
    r"(?<!\w)(?:encl(?:osures?|osed|s)?|att(?:achments?|ach)?|annex(?:es)?|p\.?\s*j\.?|pieces?\s+jointes?|annexes?|"
    r"(?:ال)?مرفقات|(?:ال)?مرفق)\s*\.?\s*(?:[:.]\s*|\(\s*(?=\d))"
)
COPIED = re.compile(
    r"(?<!\w)(?:c\.?\s?c\.?|copy\s+to|copies\s+to|copie\s+a|ampliations?|نسخه\s+(?:الي|لـ?|ل))\s*[:.]\s*"
)

#: Where a line begins that a reader of files has joined to the one before: labels with their colon, and salutations.
BREAKS = re.compile(
    r"(?<=\s)(?:(?:(?:our|your|notre|votre)\s+ref(?:erence)?|(?<!our\s)(?<!otre\s)ref(?:erence)?|[nv]\s*/\s*ref|subject|objet|re|(?:ال)?موضوع|(?:ال)?تاريخ|"
    r"(?:ال)?رقم|date|encl(?:osures?)?|p\.\s?j\.|pieces?\s+jointes?|(?:ال)?مرفقات|cc|copie\s+a)\s*\.?\s*:|"
    r"(?<![,،]\s)(?:excellency|excellence|your\s+excellency),\s|dear\s+(?:sir|madam|mr|ms|dr|secretary)|السلام\s+عليكم|"
    r"yours\s+(?:sincerely|faithfully)\s*,\s)"
)

#: Where, in a line as printed, the body begins after a subject: a sentence's first words, after a word in small letters.
BODY = re.compile(
    r"(?<=[a-zà-ÿ0-9)»”]) (?=(?:The|We|I|It|On|In|With|Further|Please|Le|La|Les|L’|L'|Nous|Je|J’|J'|En|Par|Suite|Veuillez)[ ’'a-zà-ÿ])"
)

#: What a letter begins to say after its head.
SALUTATION = re.compile(
    r"^(?:dear\b|your\s+excellenc|excellenc|sir\b|madam|madame\b|monsieur\b|mesdames|messieurs|"
    r"السلام\s+عليكم|تحيه\s+طيبه|بعد\s+التحيه|(?:معالي|سعاده|فخامه|دوله|صاحب|السيد)\s.{0,60}(?:المحترم|،|,|حفظه\s+الله)$)"
)
COURTESY = re.compile(
    r"\b(?:accept|agreer|recevez|sincerely|faithfully|regards|cordialement|avails?\s+itself|saisit\s+cette\s+occasion|"
    r"highest\s+consideration|haute\s+consideration|salutations)\b|تفضلوا|تنتهز|تقبلوا|فائق\s+(?:ال)?(?:تقدير|احترام)"
)
TITLES = re.compile(
    r"\b(?:ministre?|minister|minist(?:er|re)\s+of|director|directeur|directrice|head|chief|chef|president[e]?|"
    r"secretary|secretaire|ambassador|ambassadeur|ambassadrice|representative|representant[e]?|chairman|chair|"
    r"general\s+manager|governor|gouverneur|coordinator|coordinateur|coordinatrice)\b|"
    r"^(?:وزير|وزيره|المدير|مدير|مديره|رئيس|رئيسه|السفير|سفير|المندوب|مندوب|الامين|امين|القائم)"
)

#: Kinds of paper by their words: in the head (its title), then anywhere. The first that fits counts.
KIND_IN_HEAD = [
    ("note_verbale", re.compile(r"\bnote\s+verbale\b|مذكره\s+شفويه")),
    ("aide_memoire", re.compile(r"\baide[\s-]+memoire\b|مذكره\s+توضيحيه")),
    ("cable", re.compile(r"\b(?:code\s+)?cable\b|\btelegram(?:me)?\b|\bcablogramme\b|^برقيه\b|\bبرقيه\s+(?:مشفره|عاجله)")),
    ("circular", re.compile(r"\bcirculaire\b|\bcircular\b|^تعميم\b")),
    ("memorandum", re.compile(r"\b(?:memorandum|memo|note\s+interne|note\s+de\s+service)\b|مذكره\s+داخليه")),
    ("petition", re.compile(r"\bpetition\b|عريضه|التماس")),
    ("report", re.compile(r"\b(?:report|rapport)\s+(?:on|of|sur|du|de|for|mensuel)\b|\bmonthly\s+report\b|^تقرير\b|^التقرير\b")),
]  # fmt: skip
COMPLIMENTS = re.compile(
    r"presents?\s+(?:its|his|her|their)\s+compliments|presente(?:nt)?\s+(?:ses|leurs)\s+compliments|"
    r"تهدي\s.{2,160}?\s(?:اطيب\s+)?تحياتها"
)
#: Who presents them, in the words as printed.
PRESENTERS = [
    re.compile(
        r"(?:^|[.:]\s+)(?:the\s+)?([^.:]{3,160}?)\s+presents?\s+(?:its|his|her|their)\s+compliments", re.IGNORECASE
    ),
    re.compile(
        r"(?:^|[.:]\s+)(?:l[ae]\s+|l['’]\s*)?([^.:]{3,160}?)\s+présente(?:nt)?\s+(?:ses|leurs)\s+compliments",
        re.IGNORECASE,
    ),
    re.compile(r"تهدي\s+([^.:]{3,160}?)\s+(?:أطيب\s+|اطيب\s+)?تحياتها"),
]
INVITES = re.compile(
    r"^\W*(?:invitation|دعوه)\b|\binvit(?:e|es|ing|ation)\b.{0,60}\b(?:conference|meeting|summit|session|forum|seminar|"
    r"ceremony|symposium|colloque|reunion|seance|sommet|ceremonie|seminaire)\b|دعوه\s+(?:الي|معاليكم|سعادتكم|لحضور)|"
    r"ادعو\s+(?:معاليكم|سعادتكم)"
)
APPEALS = re.compile(r"\bpetition\b|عريضه|التماس")

URGENT = [
    ("immediate", re.compile(r"\b(?:most\s+immediate|immediate|flash|tres\s+urgent|extreme\s+urgence|very\s+urgent)\b|عاجل\s+جدا|فوري")),
    ("urgent", re.compile(r"\b(?:urgent[e]?|urgence|priority)\b|(?<!\w)عاجل[ه]?\b")),
]  # fmt: skip
MARKS = [
    (3, re.compile(r"\b(?:strictly\s+confidential|top\s+secret|secret|strictement\s+confidentiel(?:le)?|tres\s+secret)\b|سري\s+للغايه")),
    (2, re.compile(r"\b(?:confidential|confidentiel(?:le)?|restricted)\b|^(?:سري|خاص\s+وسري)\b|\bسري\s*$")),
]  # fmt: skip

#: What a note is about, where no line says so: "… regarding the list of …".
ABOUT = re.compile(
    r"(?:\b(?:regarding|concerning|with\s+regard\s+to|with\s+reference\s+to|on\s+the\s+subject\s+of|relating\s+to|"
    r"relati(?:f|ve)s?\s+(?:a|au|aux)|concernant|au\s+sujet\s+d[eu]|portant\s+sur)\b|(?<!\w)بشان|بخصوص|فيما\s+يتعلق\s+ب)\s*"
)
HONOUR = re.compile(
    r"(?:has\s+the\s+honou?r\s+to|have\s+the\s+honou?r\s+to|a\s+l['’ ]?honneur\s+d[e'’]\s*|تتشرف\s+(?:ب|بان\s+)|اتشرف\s+(?:ب|بان\s+))\s*"
)
