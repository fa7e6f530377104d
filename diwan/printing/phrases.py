"""The words that stand on the registry's papers beside what is handed in: heads of columns, names of lines, kinds of paper.

A paper is written in the language of whom it is for, not in that of who prints it: these words are chosen by the
language of the paper and know nothing of a page of the interface. A language without words of its own gets English.
"""

PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "number": "No.", "date": "Date", "subject": "Subject", "to": "To", "from": "From", "copies": "Copies",
        "enclosures": "Enclosures", "reference": "Reference", "instruction": "For", "urgency": "Urgency", "page": "Page {page} of {pages}",
        "colon": ":", "comma": ", ",
        "note_verbale": "Note verbale", "circular": "Circular", "memorandum": "Memorandum", "cable": "Cable",
        "letter": "Letter",
        # the register
        "register": "Register", "period": "Period", "opening": "First number", "closing": "Last number",
        "entries": "Entries", "voids": "Void", "closed": "Closed entry", "void": "Void",
        "their_reference": "Their reference and date", "kind": "Kind", "enclosed": "Encl.", "passed_to": "Passed to",
        "answered_by": "Answered by", "remarks": "Remarks", "printed": "Printed {when}",
        "certificate_of_closing": "Closed with number {last}: {entries} entries from {first} to {last}, of which {voids} void. No number is missing between them.",
        "certificate_of_closing_gaps": "Closed with number {last}: {entries} entries from {first} to {last}, of which {voids} void. Numbers missing between them: {missing}.",
        "certificate_of_nothing": "Closed without an entry: no number was given in this period.",
        "closed_by": "Closed by", "signature": "Signature",
        # the certificate of clearance
        "clearance_certificate": "Certificate of clearance", "paper": "Paper", "title": "Title", "digest": "Digest of the text",
        "visas": "Visas", "checks": "Checks of the Cabinet", "visa": "Visa", "check": "Point", "by": "By", "answer": "Answer",
        "when": "Time", "signed_by": "Signed by", "signed_for": "For", "authority": "Authority to sign",
        "drafter": "Drafted by", "circuit": "Circuit", "none": "None", "delegated": "{delegator} to {delegate}",
        "verify": "The digest (SHA-256) stands for the words that were cleared: one letter changed gives another digest.",
        # the marks on a file
        "sealed": "Sealed by", "copy_for": "Copy for",
    },
    "fr": {
        "number": "N°", "date": "Date", "subject": "Objet", "to": "À", "from": "De", "copies": "Copies",
        "enclosures": "Pièces jointes", "reference": "Référence", "instruction": "Suite", "urgency": "Urgence", "page": "Page {page} sur {pages}",
        "colon": "\u00a0:", "comma": ", ",
        "note_verbale": "Note verbale", "circular": "Circulaire", "memorandum": "Note interne", "cable": "Câble",
        "letter": "Lettre",
        "register": "Registre", "period": "Période", "opening": "Premier numéro", "closing": "Dernier numéro",
        "entries": "Enregistrements", "voids": "Annulés", "closed": "Enregistrement fermé", "void": "Annulé",
        "their_reference": "Leur référence et date", "kind": "Nature", "enclosed": "P.J.", "passed_to": "Transmis à",
        "answered_by": "Réponse", "remarks": "Observations", "printed": "Imprimé le {when}",
        "certificate_of_closing": "Arrêté au numéro {last}\u00a0: {entries} enregistrements de {first} à {last}, dont {voids} annulés. Aucun numéro ne manque entre eux.",
        "certificate_of_closing_gaps": "Arrêté au numéro {last}\u00a0: {entries} enregistrements de {first} à {last}, dont {voids} annulés. Numéros manquants entre eux\u00a0: {missing}.",
        "certificate_of_nothing": "Arrêté sans enregistrement\u00a0: aucun numéro n’a été donné pendant cette période.",
        "closed_by": "Arrêté par", "signature": "Signature",
        "clearance_certificate": "Certificat de visa", "paper": "Document", "title": "Titre", "digest": "Empreinte du texte",
        "visas": "Visas", "checks": "Contrôles du Cabinet", "visa": "Visa", "check": "Point", "by": "Par", "answer": "Réponse",
        "when": "Heure", "signed_by": "Signé par", "signed_for": "Pour", "authority": "Pouvoir de signature",
        "drafter": "Rédigé par", "circuit": "Circuit", "none": "Aucun", "delegated": "{delegator} à {delegate}",
        "verify": "L’empreinte (SHA-256) répond des mots qui ont été visés\u00a0: une lettre changée donne une autre empreinte.",
        "sealed": "Scellé par", "copy_for": "Copie pour",
    },
    "ar": {
        "number": "الرقم", "date": "التاريخ", "subject": "الموضوع", "to": "إلى", "from": "من", "copies": "نسخة إلى",
        "enclosures": "المرفقات", "reference": "المرجع", "instruction": "المطلوب", "urgency": "درجة الاستعجال", "page": "صفحة {page} من {pages}",
        "colon": ":", "comma": "، ",
        "note_verbale": "مذكرة شفوية", "circular": "تعميم", "memorandum": "مذكرة داخلية", "cable": "برقية",
        "letter": "خطاب",
        "register": "السجل", "period": "الفترة", "opening": "أول رقم", "closing": "آخر رقم",
        "entries": "القيود", "voids": "الملغاة", "closed": "قيد مغلق", "void": "ملغى",
        "their_reference": "مرجعهم وتاريخه", "kind": "النوع", "enclosed": "مرفق", "passed_to": "أحيل إلى",
        "answered_by": "الرد", "remarks": "ملاحظات", "printed": "طبع في {when}",
        "certificate_of_closing": "أقفل السجل عند الرقم {last}: عدد القيود {entries} من {first} إلى {last}، منها {voids} ملغاة. ولا ينقص بينها أي رقم.",
        "certificate_of_closing_gaps": "أقفل السجل عند الرقم {last}: عدد القيود {entries} من {first} إلى {last}، منها {voids} ملغاة. والأرقام الناقصة بينها: {missing}.",
        "certificate_of_nothing": "أقفل السجل دون أي قيد: لم يعط أي رقم في هذه الفترة.",
        "closed_by": "أقفله", "signature": "التوقيع",
        "clearance_certificate": "شهادة إجازة النص", "paper": "الوثيقة", "title": "العنوان", "digest": "بصمة النص",
        "visas": "التأشيرات", "checks": "تدقيق المكتب", "visa": "التأشيرة", "check": "البند", "by": "بواسطة", "answer": "الجواب",
        "when": "الوقت", "signed_by": "وقعه", "signed_for": "عن", "authority": "سند التوقيع",
        "drafter": "أعده", "circuit": "المسار", "none": "لا يوجد", "delegated": "من {delegator} إلى {delegate}",
        "verify": "البصمة (SHA-256) تمثل الكلمات التي أجيزت: أي حرف يتغير يعطي بصمة أخرى.",
        "sealed": "ختمه", "copy_for": "نسخة لـ",
    },
}  # fmt: skip


def phrases(language: str) -> dict[str, str]:
    """The words of one language (``fr``, ``fr-CA``); English where a language has none here."""
    return PHRASES.get(language.replace("_", "-").split("-")[0].lower(), PHRASES["en"])
