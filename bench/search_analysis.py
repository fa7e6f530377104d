"""How fast texts become searchable: words a second of ``document_vector``, beside plain PyStemmer over
split().

    python bench/search_analysis.py [FILE …]

Without files it takes the volumes of the corpus beside the project (English, French, Arabic), else an
invented text. Best of five; caches are emptied before each run, so that no run profits from the one before.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import Stemmer

sys.path.insert(0, str(Path(__file__).parents[1]))

from diwan.kernel.folding import fold
from diwan.search import words
from diwan.search.analysis import document_vector, query
from diwan.search.highlight import highlight

VOLUMES = Path(__file__).parents[2] / "shared" / "corpus" / "volumes" / "open" / "cfm"
SNOWBALL = {"en": "english", "fr": "french", "ar": "arabic"}
INVENTED = {
    "en": "The Secretary General reports to the next session on the implementation of resolutions. ",
    "fr": "Le Secrétaire général fait rapport à la prochaine session sur la mise en œuvre des résolutions. ",
    "ar": "يقدم الأمين العام تقريرا إلى الدورة القادمة بشأن تنفيذ القرارات الصادرة عن المجلس. ",
}
REPEATED = 4


def texts(files: list[str]) -> dict[str, str]:
    """The texts by language; the language of a file is in its name, before the ending (volume_fr.txt)."""
    paths = [Path(name) for name in files] or sorted(VOLUMES.glob("*.txt"))
    found = {path.stem[-2:]: path.read_text(encoding="utf-8", errors="replace") for path in paths}
    return found or {language: sentence * 2_000 for language, sentence in INVENTED.items()}


def fastest(act: Callable[[], object]) -> float:
    """Seconds of the fastest of five runs."""
    took = []
    for _ in range(5):
        for cache in (words.stem, words._stems_of_token, words._clean):
            cache.cache_clear()
        begun = time.perf_counter()
        act()
        took.append(time.perf_counter() - begun)
    return min(took)


def main(files: list[str]) -> None:
    """Print a line for each language."""
    for language, text in texts(files).items():
        text *= REPEATED
        count = len(text.split())
        stemmer = Stemmer.Stemmer(SNOWBALL.get(language, "english"))
        plain = fastest(lambda text=text, stemmer=stemmer: " ".join(stemmer.stemWords(text.lower().split())))
        ours = fastest(lambda text=text, language=language: document_vector({language: text}))
        folding = fastest(lambda text=text: fold(text))
        first = " ".join(text.split()[40:42])
        marking = fastest(lambda text=text, first=first: highlight(text, first, ["en", "fr", "ar"]))
        asking = fastest(lambda first=first: query(first, ["en", "fr", "ar"]))
        print(
            f"{language}: {count:,} words; document_vector {count / ours:,.0f} words/s, "
            f"{ours / plain:.1f} times plain split + PyStemmer ({count / plain:,.0f} words/s); "
            f"fold {len(text) / folding / 1e6:.1f} M characters/s; "
            f"query {asking * 1e6:.0f} µs; highlight {marking * 1e3:.2f} ms"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
