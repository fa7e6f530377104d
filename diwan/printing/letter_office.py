"""The templates that ship with Diwan, as the office gets them to edit: A4, its letterhead, places in braces.

They name faces that every office has; on paper (``docx_pdf``) our own take their place. Every line that depends on
something not always known stands under a condition, or consists of places alone and falls away with them.
"""

import io

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from diwan.printing.letter_values import REQUIRED
from diwan.printing.office_sheet import COLUMN, Sheet
from diwan.printing.styles import RULE

_NUMBER, _DATES = "{{ number }}", ("{{ date }}", "{{ hijri }}")


def built(paper: str, language: str) -> bytes:
    """The template of one kind of paper in one language. Raises KeyError for a kind that is none."""
    REQUIRED[paper]
    office = _Office(paper, language)
    getattr(office, paper)()
    target = io.BytesIO()
    office.file.save(target)
    return target.getvalue()


class _Office(Sheet):
    """The kinds of paper, line by line."""

    # kinds of paper ------------------------------------------------------------------------------------------------
    def letter(self) -> None:
        self._head()
        self._numbers(*_DATES)
        self.line("{{ level }}", style="Level")
        self.line("{{ addressee }}", style="Address", bold=True)
        self.line("{{ address }}", style="Address")
        self.line("{{ reference_line }}", style="Reference")
        self.when("subject", f"{self._label('subject')}{{{{ subject }}}}", style="Subject")
        self.line("{{ salutation }}")
        self._body()
        self.line("{{ courtesy }}", keep=True)
        self._signature()
        self._ends()

    def note_verbale(self) -> None:
        self._head()
        self._numbers()
        self.line("{{ level }}", style="Level")
        self.line(self.title, style="Paper Title")
        self.when("reference_line", "{{ reference_line }}", style="Reference")
        self._body()
        self.line("{{ courtesy }}", keep=True)
        self.line(self._place_and_date(), style="At End", keep=True)
        self.line("{{ hijri }}", style="At End", keep=True)
        self.line("{{ initials }}", style="At End")
        self.line("{{ addressee }}", style="Address", bold=True, before=18)
        self.line("{{ address }}", style="Address")
        self._ends()

    def circular(self) -> None:
        self._head()
        self._numbers(*_DATES)
        self.line("{{ level }}", style="Level")
        self.line(self.title, style="Paper Title")
        self.line("{{ addressee }}", style="Address", bold=True)
        self.when("subject", f"{self._label('subject')}{{{{ subject }}}}", style="Subject")
        self.line("{{ reference_line }}", style="Reference")
        self.line("{{ salutation }}")
        self._body()
        self.line("{{ courtesy }}", keep=True)
        self._signature()
        self._ends()

    def memorandum(self) -> None:
        self._head()
        self.line("{{ level }}", style="Level")
        self.line(self.title, style="Paper Title")
        rows = [("number", "{{ number }}"), ("date", "{{ date }}"), ("to", "{{ addressee }}"), ("from", "{{ sender }}"),
                ("subject", "{{ subject }}"), ("reference", "{{ reference_line }}"), ("instruction", "{{ instruction }}")]  # fmt: skip
        self._facts(rows, second={"date": "{{ hijri }}"})
        self.line("{{ salutation }}", before=10)
        self._body()
        self.line("{{ courtesy }}", keep=True)
        self._signature()
        self._ends()

    def cable(self) -> None:
        self._head()
        self.line("{{ level }}", style="Level")
        self.line(self.title, style="Paper Title")
        rows = [("to", "{{ addressee }}"), ("from", "{{ sender }}"), ("number", "{{ number }}"), ("date", "{{ date }}"),
                ("urgency", "{{ urgency }}"), ("subject", "{{ subject }}"), ("reference", "{{ reference_line }}")]  # fmt: skip
        self._facts(rows, second={"date": "{{ hijri }}"})
        self.line("", before=4)
        self._body()
        self._signature()
        self._ends()

    # parts -----------------------------------------------------------------------------------------------------------
    def _head(self) -> None:
        self.line("{{ organisation }}", style="Letterhead")
        self.line("{{ issuer }}", style="Letterhead Unit")
        rule = self.line("", style="Letterhead Rule")
        line = OxmlElement("w:pBdr")
        bottom = OxmlElement("w:bottom")
        for key, value in (("val", "single"), ("sz", "8"), ("space", "1"), ("color", RULE)):
            bottom.set(qn(f"w:{key}"), value)
        line.append(bottom)
        rule.insert_element_before(line, "w:bidi", "w:spacing", "w:ind", "w:jc")

    def _numbers(self, *dates: str) -> None:
        """The number at the start of the line, the dates of both calendars at its end."""
        table = self.table(1, (COLUMN // 2, COLUMN - COLUMN // 2))
        start, end = table.rows[0].cells
        self.fill(start, [f"{self._label('number')}{_NUMBER}"], "Number")
        self.fill(end, list(dates) or [""], "At End")
        if dates:
            self.fill(end, [self._place_and_date(), *dates[1:]], "At End")

    def _place_and_date(self) -> str:
        return f"{{% if place %}}{{{{ place }}}}{self.words['comma']}{{% endif %}}{{{{ date }}}}"

    def _facts(self, rows: list[tuple[str, str]], second: dict[str, str]) -> None:
        """To, from, number, date… one to a row; a row of something unknown falls away."""
        widths = (1800, COLUMN - 1800)
        always = {"number", "date", "to"}
        marked = [(word, place, word in always) for word, place in rows]
        table = self.table(sum(1 if kept else 3 for _word, _place, kept in marked), widths)
        at = 0
        for word, place, kept in marked:
            if not kept:
                self.fill(table.rows[at].cells[0], ["{%tr if " + place.strip("{} ") + " %}"], "Fact")
                at += 1
            self.fill(table.rows[at].cells[0], [self.words[word] + self.words["colon"]], "Fact", bold=True)
            self.fill(table.rows[at].cells[1], [place, *([second[word]] if word in second else [])], "Fact")
            at += 1
            if not kept:
                self.fill(table.rows[at].cells[0], ["{%tr endif %}"], "Fact")
                at += 1

    def _body(self) -> None:
        self.line("{{ opening }} {{ body }}", style="Body Text")
        self.line("{{ closing }}", style="Body Text")

    def _signature(self) -> None:
        self.line("{{ signed_for }}", style="Signature", before=8, keep=True)
        self.line("", style="Signature", before=26, keep=True)
        self.line("{{ signatory }}", style="Signature", bold=True, keep=True)
        self.line("{{ signatory_title }}", style="Signature")

    def _ends(self) -> None:
        for name in ("enclosures", "copies"):
            self.when(name, f"{self._label(name)}{{{{ {name} }}}}", style="Notes")

    def _label(self, word: str) -> str:
        return f"{self.words[word]}{self.words['colon']} "
