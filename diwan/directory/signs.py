"""Words by which a letterhead says what kind of body it is, and to whom it writes. Of languages, of no organisation."""

from __future__ import annotations

from diwan.directory.folded import folded
from diwan.directory.models import Correspondent
from diwan.directory.phrases import Phrases

Kind = Correspondent.Kind
OTHER_MINISTRY = "other ministry"


def _folded(text: str) -> tuple[str, ...]:
    return tuple(folded(line) for line in text.strip().splitlines())


_OF = {
    Kind.MISSION: _folded("""
        Permanent Mission
        Permanent Delegation
        Permanent Representation
        Permanent Representative
        Embassy
        Consulate
        Mission permanente
        Délégation permanente
        Représentation permanente
        Représentant permanent
        Ambassade
        Consulat
        المندوبية الدائمة
        البعثة الدائمة
        المندوب الدائم
        سفارة
        السفارة
        قنصلية
        القنصلية
        Missão Permanente
        Embaixada
        """),
    Kind.MINISTRY: _folded("""
        Ministry of Foreign Affairs
        Ministry for Foreign Affairs
        Ministry of External Affairs
        Ministry of External Relations
        Foreign Ministry
        Ministère des Affaires étrangères
        Ministère des Relations extérieures
        وزارة الخارجية
        وزارة خارجية
        وزارة الشؤون الخارجية
        Ministério dos Negócios Estrangeiros
        Ministério das Relações Exteriores
        """),
    OTHER_MINISTRY: _folded("""
        Ministry
        Ministère
        وزارة
        Ministério
        """),
}  # fmt: skip

_ROLES: Phrases[str] = Phrases()
for _kind, _phrases in _OF.items():
    for _phrase in _phrases:
        _ROLES.add(_phrase, str(_kind))

#: How the line begins that says to whom a letter goes.
ADDRESSED = tuple(
    f"{words} "
    for words in _folded("""
        To
        Attn
        Attention
        Cc
        H E
        His Excellency
        Her Excellency
        The Secretary General
        The Chef de Cabinet
        General Secretariat
        Au
        Son Excellence
        À Son Excellence
        À l’attention
        Monsieur le
        Madame la
        À Monsieur
        Le Secrétaire général
        Secrétariat général
        إلى
        معالي
        سعادة
        فخامة
        دولة رئيس
        صاحب
        السيد
        الأمانة العامة
        Para
        Sua Excelência
        """)
)

#: (what stands before the name, what stands after it): who presents compliments.
COMPLIMENTS = tuple(
    (folded(before), folded(after))
    for before, after in (
        ("", "presents its compliments"),
        ("", "present their compliments"),
        ("", "presents his compliments"),
        ("", "presents her compliments"),
        ("", "présente ses compliments"),
        ("", "présentent leurs compliments"),
        ("", "apresenta os seus cumprimentos"),
        ("تهدي", "أطيب تحياتها"),
        ("تهدي", "تحياتها"),
        ("يهدي", "أطيب تحياته"),
        ("يهدي", "تحياته"),
    )
)

#: What may stand between a body and its state without saying more.
SMALL = frozenset(folded("the of to de la le du des l’ d’ o a os as da do in at في لدى").split(" "))


def roles_among(tokens: list[str]) -> list[str]:
    """The kinds of body named among words, in their order; the longest phrase counts."""
    return [kind for found in _ROLES.among(tokens) for kind in found.keys]


def role_in(tokens: list[str]) -> tuple[str, list[str]]:
    """The permanent mission or ministry of foreign affairs that the words name, and the other words.

    An embassy is not taken for the mission here: whoever types its name may mean another body.
    """
    for found in _ROLES.among(tokens):
        (kind,) = found.keys
        if kind != OTHER_MINISTRY and " " in found.phrase:
            return kind, [*tokens[: found.start], *tokens[found.end :]]
    return "", tokens
