"""Texts that nobody in an office writes, each growing with a number: what a reader must not be slow about.

Used by `test_any_input.py` (is the work in proportion to the length?) and by `bench/reading_speed.py` (seconds).
Each family is a file name, whose ending says the kind, and a function from a number to the text.
"""

from collections.abc import Callable

COUNCIL = "The Council of Foreign Ministers, in its Ninetieth Session, held in Marlin, from 3 to 5 May 2071,"
HEAD = f"Resolution No. 4/90-ECO\non Harbours\n\n{COUNCIL}\n\nRecalling its resolutions;\n\n"
ARABIC_HEAD = (
    "القرار رقم 4/90 - اق بشأن الموانئ\n\nإن مجلس وزراء الخارجية المنعقد في دورته التسعين،\n\nإذ يستذكر قراراته؛\n\n"
)

Family = tuple[str, Callable[[int], str]]


def _numbered(n: int) -> str:
    return "".join(f"{i % 999 + 1}. Requests the Secretary General to report.\n\n" for i in range(n // 45))


def _nested(tag: str, n: int) -> str:
    return f"<html><body>{f'<{tag}>x' * (n // 7)}</body></html>"


TEXTS: dict[str, Family] = {
    "one line": ("x.txt", lambda n: "word " * (n // 5)),
    "one line without room": ("x.txt", lambda n: "x" * n),
    "one line in one resolution": ("x.txt", lambda n: f"{HEAD}1. Requests {'word ' * (n // 5)}"),
    "short lines": ("x.txt", lambda n: "a\n" * (n // 2)),
    "short capital lines": ("x.txt", lambda n: "Ab\n" * (n // 3)),
    "short lines in one resolution": ("x.txt", lambda n: f"{HEAD}1. Requests him to act\n\n" + "a b\n\n" * (n // 5)),
    "lines that end a recital": (
        "x.txt",
        lambda n: HEAD + "Recalling that it\n\n" + "harbours are many\n\n" * (n // 19),
    ),
    "lines of text after a paragraph": (
        "x.txt",
        lambda n: (
            f"{HEAD}1. Requests him.\n\n" + f"{'Harbours are many and large, as they say here.' * 2}\n\n" * (n // 95)
        ),
    ),
    "blank lines": ("x.txt", lambda n: "a" + "\n" * n + "b 12\n"),
    "spaces": ("x.txt", lambda n: "a" + " " * n + "b"),
    "spaces at an edge": ("x.txt", lambda n: "\f".join(["a" + " " * (n // 3) + "b"] * 3)),
    "wide rooms": ("x.txt", lambda n: "a   b" + " " * n + "\u00a0c"),
    "tabs": ("x.txt", lambda n: "a" + "\t" * n + "b"),
    "cells": ("x.txt", lambda n: "a\tb\tc\n" * (n // 6)),
    "empty labels": ("x.txt", lambda n: HEAD + "1.\n" * (n // 3)),
    "labels": ("x.txt", lambda n: HEAD + "1. x\n" * (n // 5)),
    "letters": ("x.txt", lambda n: HEAD + "(a) x\n(i) y\n" * (n // 12)),
    "numbered requests": ("x.txt", lambda n: HEAD + _numbered(n)),
    "decimal numbers": ("x.txt", lambda n: HEAD + "1.1.1 Requests x\n\n" * (n // 18)),
    "headings without bodies": ("x.txt", lambda n: "Resolution No. 4/90-ECO\n\n" * (n // 25)),
    "headings with titles": ("x.txt", lambda n: "Resolution No. 4/90-ECO on Harbours\n\n" * (n // 37)),
    "annexes": ("x.txt", lambda n: HEAD + "1. Requests him.\n\n" + "Annex\n\n" * (n // 7)),
    "annexes before openings": ("x.txt", lambda n: "Annex\n\nThe Council,\n\nHarbours.\n\n" * (n // 32)),
    "openings": ("x.txt", lambda n: f"{COUNCIL}\n\n" * (n // 100)),
    "openings with recitals": ("x.txt", lambda n: f"{COUNCIL}\n\nRecalling harbours;\n\n" * (n // 122)),
    "short openings": ("x.txt", lambda n: "The Council,\n\nHarbours are many.\n\n" * (n // 34)),
    "lone verbs": ("x.txt", lambda n: HEAD + "Decides:\n\n" * (n // 10)),
    "parts": ("x.txt", lambda n: HEAD + "A\n\nRecalling harbours;\n\n1. Requests him to go.\n\n" * (n // 50)),
    "numbers in a row": ("x.txt", lambda n: "1/2 " * (n // 4)),
    "digits": ("x.txt", lambda n: "1" * n),
    "strokes": ("x.txt", lambda n: "A" + "/ A" * (n // 3) + " a"),
    "strokes on many lines": ("x.txt", lambda n: ("A" + "/ A" * 40 + " a\n\n") * (n // 124) + HEAD),
    "dates": ("x.txt", lambda n: "3 to 5 May 2071 " * (n // 16)),
    "dates of nothing": ("x.txt", lambda n: "3 to 5 Mayo, " * (n // 13)),
    "years": ("x.txt", lambda n: HEAD + "1. Requests him " + "before May 2071 " * (n // 16)),
    "marks of direction": ("x.txt", lambda n: "a" + "\u200f" * n + "b"),
    "vowel signs": ("x.txt", lambda n: "ب" + "\u064b" * n),
    "tatweel": ("x.txt", lambda n: "(" + "\u0640" * n + "ا)"),
    "hyphens": ("x.txt", lambda n: "harbour-\nmaster and " * (n // 20)),
    "footnotes": ("x.txt", lambda n: "".join(f"word{i % 900} and\n\n{i % 900} Note of it\n\n" for i in range(n // 30))),
    "bracketed marks": ("x.txt", lambda n: "word [1] " * (n // 9)),
    "pages": ("x.txt", lambda n: "Header\n\nx\n\n1\n\f" * (n // 14)),
    "front matter": ("x.txt", lambda n: "---\n" + "a\n" * (n // 2)),
    "brackets": ("x.txt", lambda n: "(" * n + "a"),
    "quotation marks": ("x.txt", lambda n: '"' * n + "a"),
    "commas": ("x.txt", lambda n: HEAD + "1. Requests " + ", and " * (n // 6)),
    "requests in one paragraph": (
        "x.txt",
        lambda n: HEAD + "1. Requests him to act" + ", and requests it to act" * (n // 24),
    ),
    "parties to parties": ("x.txt", lambda n: HEAD + "1. Requests the " + "parties to " * (n // 11)),
    "reports": ("x.txt", lambda n: HEAD + "1. Requests him to submit " + "submit a report and " * (n // 20)),
    "sessions": ("x.txt", lambda n: HEAD + "1. Requests him to report to the " + "next session of the " * (n // 20)),
    "infinitives": (
        "x.txt",
        lambda n: (
            "Résolution 4/90-ECO\n\nLe Conseil des ministres,\n\nRappelant ses résolutions;\n\n1. Prie le "
            + "de la de " * (n // 9)
        ),
    ),
    "Arabic joined": ("x.txt", lambda n: ARABIC_HEAD + "1- يطلب من " + "وبالوال " * (n // 8)),
    "Arabic one word": ("x.txt", lambda n: ARABIC_HEAD + "1- يطلب من " + "و" * n),
    "Arabic requests": (
        "x.txt",
        lambda n: ARABIC_HEAD + "1- يطلب من الأمين العام" + " ويطلب من الأمين العام تقديم تقرير" * (n // 34),
    ),
    "underscores": ("x.txt", lambda n: "a" + "_" * n + "b"),
    "dashes": ("x.txt", lambda n: "a" + "-" * n + "b"),
    "stops": ("x.txt", lambda n: "a" + ". " * (n // 2) + "b"),
    "combined letters": ("x.txt", lambda n: "é" * n),
    "other scripts": ("x.txt", lambda n: "条約の締結" * (n // 5)),
}
PAGES: dict[str, Family] = {
    "blocks in blocks": ("x.html", lambda n: _nested("div", n)),
    "raised in raised": ("x.html", lambda n: _nested("sup", n)),
    "links in links": ("x.html", lambda n: _nested("a", n)),
    "tables in tables": ("x.html", lambda n: f"<html><body>{'<table><tr><td>x<td>' * (n // 20)}</body></html>"),
    "an ordered list": ("x.html", lambda n: f"<html><body><ol>{'<li>x' * (n // 5)}</ol></body></html>"),
    "paragraphs": ("x.html", lambda n: f"<html><body>{'<p>x' * (n // 4)}</body></html>"),
    "breaks": ("x.html", lambda n: f"<html><body><p>{'x<br>' * (n // 5)}</body></html>"),
    "rows": ("x.html", lambda n: f"<html><body><table>{'<tr><td>a<td>b' * (n // 14)}</table></body></html>"),
    "notes": ("x.html", lambda n: f"<html><body>{'<sup>1</sup>x' * (n // 13)}</body></html>"),
    "open signs": ("x.html", lambda n: "<html><body>" + "<" * n),
    "entities": ("x.html", lambda n: "<html><body><p>" + "&amp;" * (n // 5)),
    "elements of XML": ("x.xml", lambda n: f"<a>{'<p>x</p>' * (n // 8)}</a>"),
    "elements inside elements": ("x.xml", lambda n: "<p>" * 150 + "<p>x</p>" * (n // 8) + "</p>" * 150),
    "text of XML": ("x.xml", lambda n: f"<a>{'<b>x</b>' * (n // 8)}</a>"),
    "lists of JSON": ("x.json", lambda n: "[" * n),
    "objects of JSON": ("x.json", lambda n: '{"a":' * (n // 5)),
    "a list of JSON": ("x.json", lambda n: '{"paragraphs":[' + '"x",' * (n // 4) + '"x"]}'),
    "an open text": (
        "x.xml",
        lambda n: (
            '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement><mainBody>'
            + "<p>Requests</p>" * (n // 15)
            + "</mainBody></statement></akomaNtoso>"
        ),
    ),
}
FAMILIES: dict[str, Family] = {**TEXTS, **PAGES}
