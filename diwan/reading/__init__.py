"""Reading documents: from a volume of resolutions to what each paragraph asks of whom by when.

Pure Python: no database, no Django. The words and patterns are data in `rules/`, one file per language
and one per organisation.
"""

from .citing import announces_a_number, find_citations
from .document_symbols import Citation, symbol_key
from .extraction import extract, plain_text
from .limits import LIMITS, Limits
from .lines import Extract, Line
from .reading import Reading, read
from .references import Key, normalise_symbol
from .refusals import CODES, Unreadable
from .sniffing import sniff

__all__ = [
    "CODES", "LIMITS", "Citation", "Extract", "Key", "Limits", "Line", "Reading", "Unreadable",
    "announces_a_number", "extract", "find_citations", "normalise_symbol", "plain_text", "read", "sniff", "symbol_key",
]  # fmt: skip
