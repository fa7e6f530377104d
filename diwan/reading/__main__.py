"""`python -m diwan.reading FILE [--language en|fr|ar]`: the JSON of one document on standard output."""

import argparse
import json
import sys
from pathlib import Path

from . import Unreadable, read
from .lexicon import LANGUAGES


def main(arguments: list[str] | None = None) -> int:
    """Print what was read; 2 and one line on standard error for what is no readable document."""
    parser = argparse.ArgumentParser(prog="diwan read", description="Read resolutions and print them as JSON.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--language", choices=LANGUAGES)
    asked = parser.parse_args(arguments)
    try:
        reading = read(asked.file, asked.language)
    except Unreadable as refusal:
        print(f"{asked.file.name}: {refusal} [{refusal.code}]", file=sys.stderr)
        return 2
    text = json.dumps(reading.as_dict(), ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
