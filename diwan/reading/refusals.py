"""What the reader says when a file is no readable document."""

from typing import Final

CODES: Final = {
    "absent": "there is no such file",
    "empty": "the file is empty",
    "too_large": "the file is larger than allowed",
    "encrypted": "the document is protected by a password",
    "corrupt": "the file is damaged and cannot be opened",
    "scanned": "the document holds images only, and no words could be recognised in them",
    "no_recogniser": "the document holds images only, and the program tesseract is not installed",
    "no_language_data": "the program tesseract has no data for the language of the document",
    "foreign_script": "the pages are in a script that is not read",
    "wrong_type": "the file is not a document of a kind that can be read",
    "bomb": "the file unpacks to far more than it should and was not opened",
    "not_text": "the file is not text",
    "too_slow": "the document took too long to open",
}


class Unreadable(Exception):
    """A file that cannot be read, with a code that the pages translate and one English line.

    `code` is one of CODES; `detail` adds what was found (never a path or a trace).
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(CODES[code] + (f" ({detail})" if detail else ""))
