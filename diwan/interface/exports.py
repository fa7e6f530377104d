"""Lists as CSV and XLSX, safe to open in a spreadsheet and right to read in Arabic."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from diwan.interface.components.marks import direction, language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

COMMANDS = "=+-@\t\r\n|%＝＋－＠｜％﹦﹢﹣﹫−"
"""First characters a spreadsheet may take for a formula (OWASP, CSV injection), with their full-width, small
and mathematical twins, which some programs fold to the plain ones."""

UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00a0\u00ad "
"""Characters that show nothing: a formula may hide behind them."""

CELL = 32_767
"""Characters a cell may hold (Excel's limit)."""


def safe(value: Any) -> Any:
    """The value as a cell may hold it: numbers and dates as they are, text never read as a formula.

    A text that begins like a formula, also behind signs that show nothing, gets an apostrophe in front. A
    `datetime` is turned to the current time zone without offset, which is all a spreadsheet knows.
    """
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, dt.date | dt.time):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    first = text.lstrip(UNSEEN)[:1]
    if (first and first in COMMANDS) or text[:1] in ("\t", "\r", "\n"):
        text = f"'{text}"
    return text[:CELL]


class _Line:
    """What `csv.writer` needs to hand back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a CSV file, beginning with the mark that tells Excel it is UTF-8."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_MINIMAL)
    yield "\ufeff"
    yield writer.writerow([safe(str(head)) for head in heads])
    for row in rows:
        yield writer.writerow([_plain(safe(value)) for value in row])


def _plain(value: Any) -> Any:
    return value.isoformat(sep=" ", timespec="minutes") if isinstance(value, dt.datetime) else value


def xlsx(title: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]], *, code: str = "") -> bytes:
    """One sheet with head and filter; from the right where its language is (`code`, else the page's)."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "1")
    sheet.sheet_view.rightToLeft = direction(code or language()) == "rtl"
    sheet.freeze_panes = "A2"
    for place, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(12, min(48, len(str(head)) * 2))
    top = []
    for head in heads:
        cell = WriteOnlyCell(sheet, value=safe(str(head)))
        cell.font = Font(bold=True)
        top.append(cell)
    sheet.append(top)
    count = 1
    for row in rows:
        sheet.append([_cell(sheet, safe(value)) for value in row])
        count += 1
    if heads:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{count}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def csv_response(name: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A CSV file to download as `name`.csv; `name` in ASCII letters, digits and dashes."""

    answer = HttpResponse("".join(csv_lines(heads, rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def xlsx_response(name: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]], *, title: str = "") -> HttpResponse:
    """An XLSX file to download as `name`.xlsx; `title` names its sheet."""
    answer = HttpResponse(xlsx(str(title or name), heads, rows), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
