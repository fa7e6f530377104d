"""What stands in an annex: its title, its tasks, and whether it is a treaty whose articles are none."""

from .labels import Label
from .letters import folded
from .lexicon import Lexicon
from .lines import Line
from .numbering import Ladder
from .signs import HEADING, LONGEST, stopped, unended
from .texts import Annex, Paragraph


def take_annexed(annex: Annex, ladder: Ladder, line: Line, label: Label | None, text: str, words: Lexicon) -> None:
    """Add one line to an annex: `text` is what follows its `label`."""
    first = folded(line.text).split(" ", 1)[0].strip(":.-")
    if first in words.words("article_words") and len(line.text) < HEADING:
        annex.articles = True
    annex.text.append(line.text)
    last = annex.tasks[-1] if annex.tasks else None
    if label is not None and label.kind in ("digit", "letter", "roman", "abjad") and len(text) > 12:
        place = ladder.place(label)
        annex.tasks.append(
            Paragraph(text, number=place.number, printed=label.printed, depth=place.depth, page=line.page)
        )
    elif last is not None and not stopped(last.text) and unended([last.text]):
        if len(last.text) < LONGEST:
            last.text += " " + line.text
    elif annex.title is None and last is None and len(line.text) < 250:
        annex.title = line.text
