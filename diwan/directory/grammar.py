"""A name within a sentence: its article, and what becomes of “à” and “de” before it.

Word lists of a language, not of an organisation: a language without a list gets the name as it stands.
"""

from __future__ import annotations

from diwan.directory.folded import words
from diwan.kernel.folding import fold

#: Stands before a name put into a sentence until ``joined`` has settled what comes before it.
MARK = "\ue000"

#: Kinds that are called by their proper name, without an article.
PROPER = ("person", "company", "ngo")

_NO_ARTICLE_BEFORE = {
    "en": ("the", "his", "her", "their", "h"),
    "fr": ("le", "la", "l", "les", "sa", "son", "ses", "s", "leurs"),
    "pt": ("o", "a", "os", "as", "sua", "suas", "s"),
}  # fmt: skip

_FRENCH = {
    "la": """academie agence ambassade assemblee association banque chambre chancellerie commission communaute
        compagnie conference cooperation cour delegation direction division ecole faculte federation fondation haute
        institution ligue mission organisation presidence primature reine republique representation section societe
        union universite""",
    "le": """bureau cabinet centre comite commissariat commissaire conseil conservatoire consulat croissant
        departement directeur fonds forum gouvernement groupe groupement haut institut laboratoire ministere ministre
        musee observatoire office palais parlement premier president programme projet reseau roi secretaire
        secretariat service sultan tribunal vice""",
    "les": "nations emirats etats comores services bureaux",
}
_PORTUGUESE = {
    "a": """academia agencia assembleia associacao autoridade camara comissao comunidade conferencia direcao
        embaixada federacao fundacao liga missao organizacao presidencia republica sociedade uniao universidade""",
    "o": """banco centro comite conselho consulado departamento escritorio fundo gabinete governo grupo instituto
        ministerio ministro parlamento presidente programa secretariado servico tribunal""",
    "as": "nacoes ilhas",
    "os": "estados",
}
_ARTICLES = {
    language: {noun: article for article, nouns in table.items() for noun in nouns.split()}
    for language, table in (("fr", _FRENCH), ("pt", _PORTUGUESE))
}
_JOINED = {
    "fr": {"à le ": "au ", "à les ": "aux ", "de le ": "du ", "de les ": "des ", "À le ": "Au ", "À les ": "Aux "},
    "pt": {
        "a o ": "ao ", "a a ": "à ", "a os ": "aos ", "a as ": "às ", "de o ": "do ", "de a ": "da ",
        "de os ": "dos ", "de as ": "das ", "em o ": "no ", "em a ": "na ", "À a ": "À ", "Ao o ": "Ao ",
    },
}  # fmt: skip


def in_sentence(name: str, kind: str, language: str) -> str:
    """The name as it stands in a sentence: “the Permanent Mission of …”, « l’Union … ». Arabic names are definite."""
    first = next(iter(words(name)), "")
    if not first or kind in PROPER or first in _NO_ARTICLE_BEFORE.get(language, ()):
        return name
    if language == "en":
        return name if " " not in name.strip() and name.isupper() else f"the {name}"
    article = _ARTICLES.get(language, {}).get(first)
    if article is None:
        return name
    if language == "fr" and article in ("le", "la") and fold(name.strip())[:1] in "aeiouy":
        return f"l’{name}"
    return f"{article} {name}"


def placed(text: str, language: str, **places: str) -> str:
    """A formula with its places filled and joined: ``à {addressee}`` becomes « au Ministère … »."""
    filled = text
    for name, value in places.items():
        filled = filled.replace("{" + name + "}", f"{MARK}{value}")
    for apart, together in _JOINED.get(language, {}).items():
        preposition, _space, article = apart.partition(" ")
        filled = filled.replace(f" {preposition} {MARK}{article}", f" {together}")
        if filled.startswith(f"{preposition} {MARK}{article}"):
            filled = together + filled[len(preposition) + 2 + len(article) :]
    # an Arabic preposition is written in one word with what follows, and takes the alef of its article
    filled = filled.replace(f"لـ{MARK}ال", "لل").replace(f"لـ{MARK}", "ل")
    filled = filled.replace(MARK, "").strip()
    return filled[:1].upper() + filled[1:]
