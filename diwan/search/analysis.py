"""The one analyser of Diwan: what is stored of a text (``document_vector``) and how it is asked for
(``query``).

Words are folded (kernel.folding), then stemmed by the language of the text when Latin, by our own light
stemmer when Arabic. PostgreSQL stores and matches them with its ``simple`` configuration and does no
analysis of its own, so that highlighting finds in the printed text exactly what the index found.
"""

from diwan.kernel.folding import fold
from diwan.search.questions import query
from diwan.search.words import document_vector, stem, stems, tokens

__all__ = ["document_vector", "fold", "query", "stem", "stems", "tokens"]
