"""How fast citations are found and kept: `python -m bench.citations`.

The finder against a bare regular expression that only knows "number/session-LETTERS", on a text of recitals in three
languages, at 1, 10 and 100 times its length; then the citations of 2,000 paragraphs in three languages indexed in a
throwaway database, and drawn as links on one page.
"""

import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.adoption import house
from diwan.reading import find_citations

WANTED = 1.0  # MB a second, in a text where every second line cites something
PROMISED = 5.0  # seconds of the processor for the citations of a volume of 2,000 paragraphs in three languages
PROFILE = Path(__file__).resolve().parent.parent / "profiles" / "oic.yaml"

BARE = re.compile(r"\d{1,3}\s?/\s?\d{1,3}\s?-\s?[A-Z]{1,4}(?:\s?\(IS\))?")
TEXT = (
    "Recalling Resolution No. 1/59-POL adopted by the 59th Session of the Council of Foreign Ministers, as well as the "
    "previous resolutions on the subject;\n"
    "Having considered the Report of the Secretary General on this matter (Document No. OIC/CFM-60/2034/POL/SG-REP.1);\n"
    "Expressing its appreciation for the role played by the Contact Group and by the host country, which convened three "
    "rounds of talks in the course of the year and kept all Member States informed of their outcome;\n"
    "Rappelant la résolution n° 1/59-POL ainsi que les résolutions 242 (1967) et 338 (1973) du Conseil de sécurité ;\n"
    "Requests the Secretary General to follow up the implementation of this resolution and to submit a report thereon;\n"
    "وإذ يستذكر القرار رقم ١/٥٩-س الصادر عن الدورة التاسعة والخمسين لمجلس وزراء الخارجية والقرارات السابقة بهذا الشأن؛\n"
    "يطلب من الأمين العام متابعة تنفيذ هذا القرار وتقديم تقرير بشأنه إلى الدورة القادمة لمجلس وزراء الخارجية؛\n"
) * 20


def timed(work: Callable[..., Iterable[Any]], *given: Any) -> tuple[float, int]:
    """Seconds of the processor and how many were found; the best of three."""
    best, count = float("inf"), 0
    for _once in range(3):
        begun = time.process_time()
        count = sum(1 for _found in work(*given))
        best = min(best, time.process_time() - begun)
    return best, count


def finding() -> bool:
    """Speed of finding, and that it grows with length only; whether the mark is met at each length."""
    met = True
    print(f"{'text':>10} {'finder':>22} {'bare pattern':>26}")
    for times in (1, 10, 100):
        text = TEXT * times
        size = len(text.encode()) / 1e6
        ours, count = timed(find_citations, text, "CFM")
        bare, plain = timed(BARE.finditer, text)
        met = met and size / ours >= WANTED
        print(f"{size:7.2f} MB {size / ours:8.2f} MB/s {count:7,} {size / bare:12.1f} MB/s {plain:7,}")
    return met


def keeping() -> bool:
    """2,000 paragraphs in three languages: read, kept, and drawn; whether within the seconds promised."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from diwan.citations.links import Page
    from diwan.citations.models import Citation
    from diwan.citations.reader import index_records
    from diwan.demonstration.cast import assemble
    from diwan.meetings.models import Organ, Session
    from diwan.organisation.profile import apply
    from diwan.records.enrolment import cards
    from diwan.resolutions.models import Paragraph, ParagraphText, Resolution, Series, Volume
    from diwan.resolutions.models.resolution import whole

    apply(PROFILE)
    person = assemble()["idris"]
    session = Session.objects.create(
        organ=Organ.objects.get(symbol="CFM"), number=60, start="2034-06-13", fictional=True
    )
    volume = Volume.objects.create(session=session, title="Invented")
    series = Series.objects.get(code="POL")
    lines = TEXT.split("\n")[:7]
    languages = ("en", "en", "en", "fr", "en", "ar", "ar")
    made = Resolution.objects.bulk_create(
        Resolution(session=session, series=series, number=n, key=f"CFM-60/POL/{n}", symbol=f"{n}/60-POL", volume=volume)
        for n in range(1, 101)
    )
    paragraphs = Paragraph.objects.bulk_create(
        Paragraph(resolution=one, order=n, kind="operative", number=str(n)) for one in made for n in range(1, 21)
    )
    ParagraphText.objects.bulk_create(
        ParagraphText(paragraph=paragraph, language=code, text=f"{lines[(n + shift) % 7]} 2/60-POL")
        for n, paragraph in enumerate(paragraphs)
        for shift, code in enumerate(("en", "fr", "ar"))
    )
    begun, own = time.perf_counter(), time.process_time()
    index_records(cards()["resolutions.resolution"], whole(Resolution.objects.filter(volume=volume)))
    taken, own = time.perf_counter() - begun, time.process_time() - own
    print(
        f"{len(paragraphs):,} paragraphs, {3 * len(paragraphs):,} texts indexed: {taken:.2f} s, {own:.2f} s of the processor, {Citation.objects.count():,} citations"
    )

    page = Page(person)
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        html = page.fill("".join(page.hold(lines[n % 7], languages[n % 7], made[0]) for n in range(300)))
    print(
        f"300 paragraphs drawn as links: {1000 * (time.perf_counter() - begun):.0f} ms, {len(asked)} queries, {len(html):,} characters"
    )
    return own < PROMISED


if __name__ == "__main__":
    fast = finding()
    with house():
        fast = keeping() and fast
    sys.exit(0 if fast else 1)
