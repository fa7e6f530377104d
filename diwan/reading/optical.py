"""Recognising pages that are pictures, by the program tesseract: one page at a time, within limits of its own.

Which language a page is in is found as it is recognised: in that of the page before it (or the one asked for) first;
where the program is unsure of the result, by the script it sees (which also tells how the page is turned); and once
more where the words turn out to be of the other language. Measured against `-l ara+fra+eng` by `bench/optical.py`.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from . import tesseract
from .arabic_scan import repaired
from .languages import language_of
from .limits import LIMITS, Limits
from .margins import tidied
from .recognised import Page
from .refusals import Unreadable
from .tesseract import Failed, Sheet

MODELS = {"ar": "ara", "fr": "fra", "en": "eng"}
"""`script/Arabic`, which also has letters for ٢ to ٩, read no better: 4.7 % of characters wrong where ara had 4.3 %, and
it lost the numbers of paragraphs more often (bench/optical.py --language ar --source a print in Noto Naskh, 200 dpi)."""
SCRIPTS = {"Arabic": "ar", "Latin": "en"}
UNSURE = 72
"""Confidence of a page under which it is looked at again: right models gave 79 and more, wrong ones under 42."""
FEW = 20  # words of a picture from which the script that the program sees in it is believed


class Recogniser:
    """Recognises the pages of one file and remembers them.

    `language` is where to begin; `known` are pages recognised before a stop; `keep` is given each new page (and may
    end the work by raising); `progress` is called with (pages done, all of them).
    """

    def __init__(
        self,
        language: str | None = None,
        *,
        known: Mapping[int, Page] | None = None,
        keep: Callable[[Page], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.hint = language
        self.known = dict(known or {})
        self.keep, self.progress = keep, progress
        self.pages: list[Page] = []
        self.warnings: list[str] = []
        self.languages: frozenset[str] = frozenset()

    def begin(self, path: Path, numbers: list[int]) -> None:
        """Called when a file turns out to hold pictures. Raises Unreadable("no_recogniser") without the program."""
        if shutil.which(tesseract.PROGRAM) is None:
            raise Unreadable("no_recogniser")
        self.languages = tesseract.installed()

    def recognise(self, path: Path, kind: str, numbers: list[int], limits: Limits = LIMITS) -> dict[int, str]:
        """The laid-out text of these pages of a file (pdf, png, jpeg, tiff).

        Raises Unreadable: no_recogniser, no_language_data, foreign_script, too_slow (every page of it), scanned (no word).
        """
        self.begin(path, numbers)
        for done, number in enumerate(numbers):
            if self.progress:
                self.progress(done, len(numbers))
            page = self.known.get(number)
            if page is None:
                page = self._page(path, kind, number, limits)
                if self.keep:
                    self.keep(page)
            if page.language and page.confidence >= UNSURE:
                self.hint = page.language
            self.pages.append(page)
        if self.progress:
            self.progress(len(numbers), len(numbers))
        failed = [page.failed for page in self.pages]
        if all(failed):
            raise Unreadable(failed[0])
        tidied(self.pages)
        return {page.number: page.text for page in self.pages}

    def among(self, path: Path, numbers: list[int], limits: Limits, *, rest: bool) -> dict[int, str]:
        """The text of the picture pages of a PDF. Where the `rest` of it has text, that is read also when these cannot
        be recognised, and a warning names the pages left out. Raises Unreadable as `recognise` does."""
        try:
            found = self.recognise(path, "pdf", numbers, limits)
        except Unreadable as refusal:
            if not rest:
                raise
            self.warnings.append(f"{refusal.code}: {', '.join(map(str, numbers))}")
            return {}
        if missed := [page.number for page in self.pages if page.failed]:
            self.warnings.append(f"not_recognised: {', '.join(map(str, missed))}")
        return found

    def _page(self, path: Path, kind: str, number: int, limits: Limits) -> Page:
        with tempfile.TemporaryDirectory(prefix="diwan-page-") as folder:
            sheet = Sheet(path, kind, number, Path(folder), limits)
            try:
                sheet.draw()
                page = self._recognised(sheet, number)
            except subprocess.TimeoutExpired:
                return Page(number, failed="too_slow")
            except Failed:
                return Page(number, failed="corrupt")
        if not page.rows and not page.failed:
            page.failed = "scanned"
        return page

    def _recognised(self, sheet: Sheet, number: int) -> Page:
        """The page in its own language, upright."""
        language, best = self.hint, Page(number)
        if language:
            best = self._in(sheet, number, language)
        script = ""
        if best.confidence < UNSURE:
            script, turned = sheet.script()
            other = SCRIPTS.get(script, "en")
            if turned or other != ("ar" if language == "ar" else "en") or not language:
                sheet.rotated = turned
                best = max(best, self._in(sheet, number, other), key=lambda page: page.confidence)
        if best.rows and best.language != "ar":
            found, _shares = language_of([row.text for row in best.rows])
            if found not in ("ar", best.language):
                best = max(best, self._in(sheet, number, found), key=lambda page: page.confidence)
        words = sum(len(row.words) for row in best.rows)
        if script not in ("", *SCRIPTS) and best.confidence < UNSURE and words > FEW:
            return Page(number, failed="foreign_script")
        return best

    def _in(self, sheet: Sheet, number: int, language: str) -> Page:
        model = MODELS[language]
        if model not in self.languages:
            raise Unreadable("no_language_data", model)
        rows, width = sheet.words(model)
        if language == "ar":
            latin = [word for row in sheet.words("eng")[0] for word in row.words] if "eng" in self.languages else []
            rows = repaired(rows, latin)
        return Page(number, language, sheet.rotated, width, rows)
