"""What letters ask and tell, by the words of three languages; said again in each of them.

Patterns are over folded sentences (kernel.folding). The order is that in which a summary says them.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

ASKS = re.compile(
    r"\b(?:request|would\s+(?:be\s+grateful|appreciate|highly\s+appreciate)|should\s+be\s+grateful|kindly|seek|ask|hope|"
    r"look\s+forward|saurai[st]?\s+gre|prie\s+de|vous\s+prie\s+de\s+bien|demand|sollicit|souhait|serait?\s+(?:reconnaissant|oblige|heureu)|"
    r"bien\s+vouloir|apprecierait)|ترجو|نرجو|ارجو|التفضل|يرجي|نامل|نلتمس|تلتمس|طلب"
)
UNTIL = re.compile(
    r"(?:\bbefore\b|\bby\b|\bno(?:t)?\s+later\s+than\b|\bavant\s+le\b|\bau\s+plus\s+tard\b|\bd['’ ]?ici\s+(?:au|le)\b|\bpour\s+le\b|"
    r"قبل|موعد\s+اقصاه|موعد\s+لا\s+يتجاوز|في\s+اجل\s+اقصاه)\s*(?:the\s+|le\s+|يوم\s+)?(?=.{0,40}\d)"
)
CLOSING = re.compile(r"assurances?\s+of|assurances?\s+de|expression\s+de|تقديرها?\s+واحترامها?|تحياتها")

TELLS: list[tuple[str, re.Pattern[str], object]] = [
    ("invites", re.compile(r"\b(?:invit\w+|honou?r\w*\s+(?:of\s+|de\s+)?(?:your|votre)\s+presence)\b|دعوه|ادعو"),
     _("The sender invites the Secretary General.")),
    ("appeal", re.compile(r"\b(?:humanitarian\s+appeal|appeal\s+for|appel\s+humanitaire|lance\s+un\s+appel|emergency\s+(?:aid|relief))\b|نداء\s+(?:انساني|عاجل)|اغاث"),
     _("The sender appeals for aid.")),
    ("status", re.compile(r"\b(?:consultative|observer)\s+status\b|\bstatut\s+(?:consultatif|d['’ ]?observateur)\b|صفه\s+(?:استشاريه|مراقب)|الصفه\s+الاستشاريه"),
     _("The sender applies for observer or consultative status.")),
    ("candidature", re.compile(r"\bcandidatur\w+|\bcandidac\w+|\bcandidate\s+for\b|ترشيح|ترشح"),
     _("The sender presents or supports a candidature.")),
    ("designates", re.compile(r"\b(?:designated|nominated|appointed|a\s+designe|a\s+nomme|ont\s+designe|sont\s+designes)\b|عينت|قد\s+عين|رشحت|تعيين"),
     _("The sender informs of a designation.")),
    ("names", re.compile(r"\b(?:name\s+of\s+a\s+contact|contact\s+person|focal\s+point|list\s+of\s+participants|names?\s+of\s+(?:the|your)|noms?\s+de|composition\s+de\s+votre\s+delegation|point\s+focal)\b|اسماء\s|جهه\s+(?:ال)?اتصال"),
     _("Names or a contact person are asked for or given.")),
    ("date", re.compile(r"\bdates?\s+(?:proposed|of\s+the|for\s+the|propose)\b|\b(?:la|les)\s+dates?\s+(?:proposee?s?|de\s+la|des)\b|موعد\s+(?:ال)?(?:اجتماع|دوره|لقاء)|تاريخ\s+انعقاد"),
     _("The sender asks for or proposes the date of a meeting.")),
    ("circulate", re.compile(r"\bcirculat\w+|\bdiffus(?:er|ion)\b|\bdistribu\w+\s+(?:to|aux)\b|تعميم"),
     _("The sender asks that a text be circulated.")),
    ("agenda", re.compile(r"\b(?:inscri\w+|includ\w+|put)\b.{0,60}\b(?:agenda|ordre\s+du\s+jour)\b|ادراج.{0,60}جدول\s+(?:ال)?اعمال"),
     _("The sender asks that an item be put on the agenda.")),
    ("audience", re.compile(r"\b(?:audience|courtesy\s+call|visite\s+de\s+courtoisie|meeting\s+with\s+(?:his|the)\s+excellency)\b|مقابله\s+معالي|زياره\s+مجامله"),
     _("The sender asks for an audience.")),
    ("money", re.compile(r"\b(?:grant|contribution|funding|financ\w+|subvention|budget|disbursement)\b|تمويل|مساهمه|منحه|تبرع"),
     _("It concerns money: a contribution, a grant or a payment.")),
    ("agrees", re.compile(r"\b(?:approved|agrees?\s+(?:to|in\s+principle)|accord\s+de\s+principe|a\s+approuve|confirmer\s+l['’ ]?accord|no\s+objection|non-objection)\b|وافق|موافقه|عدم\s+ممانعه"),
     _("The sender states an agreement or an approval.")),
    ("regrets", re.compile(r"\b(?:regrets?|unable\s+to|n['’ ]?est\s+pas\s+en\s+mesure|regrette)\b|تاسف|نعتذر|تعتذر"),
     _("The sender declines or cannot do what was asked.")),
    ("condoles", re.compile(r"\b(?:condolences?|condoleances?)\b|تعازي|تعزيه"), _("The sender conveys condolences.")),
    ("congratulates", re.compile(r"\b(?:congratulat\w+|felicitations?|felicite)\b|تهنئ|تهاني"), _("The sender conveys congratulations.")),
    ("transmits", re.compile(r"\b(?:enclosed\s+(?:herewith|please)|please\s+find|transmit\w*\s+herewith|attached|ci-joint\w*|joints?\s+a\s+la\s+presente)\b|مرفق|طيه|رفق"),
     _("Documents are enclosed.")),
]  # fmt: skip
