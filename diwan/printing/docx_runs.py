"""The pieces of one line of a DOCX, gathered run by run and laid out for the typesetter."""

import re
from typing import Any

from diwan.printing.characters import direction_in
from diwan.printing.characters import runs as scripts
from diwan.printing.docx_looks import Look
from diwan.printing.pdf import shown

Node = dict[str, Any]
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_ISOLATE, _END_ISOLATE = "\u2066", "\u2069"
#: Signs of Word's own symbol faces (U+F020 to U+F0FF): a bullet stands for each, they are no letters.
_SYMBOLS = re.compile("[\uf020-\uf0ff]")
_ALIGN = {"center": "center", "right": "end", "end": "end", "both": "justify", "distribute": "justify"}


class Line:
    """One paragraph being read."""

    def __init__(self, form: Look) -> None:
        self.right = bool(form.get("right"))
        self.pieces: list[Node] = []
        self.has_content = False

    def text(self, words: str, look: Look) -> None:
        """Words of one look; split by script, since each script has its size and face."""
        words = _SYMBOLS.sub("•", words.replace("\n", " ").replace("\r", " "))
        if not words:
            return
        self.has_content = self.has_content or bool(words.strip())
        if look.get("capitals"):
            words = words.upper()
        for said, right in scripts(words, "rtl" if self.right else "ltr"):
            letters = bool(_RIGHT.search(said)) or (right and bool(look.get("right")))
            self._add(
                {"t": said, **_dress(look, letters), "right": bool(look.get("right")) or bool(_RIGHT.search(said))}
            )

    def _add(self, piece: Node) -> None:
        last = self.pieces[-1] if self.pieces else {}
        if "t" in piece and "t" in last and all(last[key] == piece[key] for key in piece if key != "t"):
            last["t"] += piece["t"]  # letters of one word join only within one piece
        else:
            self.pieces.append(piece)

    def tab(self, look: Look, side: str = "") -> None:
        """On to the next stop."""
        self.pieces.append({"k": "tab", "side": side, **_dress(look, False)})

    def cut(self, kind: str, look: Look) -> None:
        """The end of a line, or of a page."""
        self.pieces.append({"k": kind, **_dress(look, False)})

    def field(self, kind: str, look: Look) -> None:
        """The number of this page, or of all."""
        self.has_content = True
        self.pieces.append({"k": "number" if kind == "PAGE" else "pages", **_dress(look, False)})

    def picture(self, file: str, width: float, height: float, described: str, look: Look) -> None:
        """A picture in the line."""
        self.has_content = True
        self.pieces.append(
            {
                "k": "picture",
                "file": file,
                "w": width,
                "h": height,
                "said": shown(described)[:500],
                **_dress(look, False),
            }
        )

    def block(self, form: Look, mark: Look, *, label: str, gap: float) -> Node:
        """The paragraph as data; an empty one is as high as its line."""
        direction = "rtl" if self.right else "ltr"
        first = form.get("first", 0.0)
        start = form.get("start", 0.0)
        size = mark.get("right_size" if self.right else "size", 10.0)
        lead = form.get("line", 1.0)
        block: Node = {
            "k": "p", "dir": direction, "align": _ALIGN.get(form.get("align", ""), "start"), "gap": max(gap, 0.0),
            "start": start + min(first, 0.0), "end": form.get("end", 0.0), "hang": max(-first, 0.0), "first": max(first, 0.0),
            "line": lead, "fixed": bool(form.get("fixed")), "size": size, "keep": bool(form.get("keepNext")),
            "break": bool(form.get("pageBreakBefore")), "outline": form["outline"] + 1 if 0 <= form.get("outline", 9) < 9 else 0,
            "lines": {side: form.get("borders", {}).get(side, 0) for side in ("top", "bottom")},
            "label": None, "pieces": self._ordered(),
            "stops": _stops(form, start + min(first, 0.0), start if first < 0 else None),
        }  # fmt: skip
        if not self.has_content:
            block["outline"] = 0
        if label:
            right = direction == "rtl" or bool(_RIGHT.search(label))
            block["label"] = {"t": shown(label), **_dress(mark, right), "right": right}
        return block

    def _ordered(self) -> list[Node]:
        """The pieces made printable; in a line from the right, what runs from the left is kept together as one.

        Word takes the order from its runs: of a number like 2035/0342 or a symbol in a run of its own the parts must
        not change places, whatever stands around (Unicode's isolates, UAX 9).
        """
        made: list[Node] = []
        held: list[Node] = []
        for piece in self.pieces:
            if "t" not in piece:
                made += _together(held)
                made.append(piece)
                held = []
            elif self.right and not piece["right"]:
                held.append(piece)
            else:
                made += _together(held)
                made.append(piece)
                held = []
        made += _together(held)
        for piece in made:
            if "t" in piece and piece["t"] not in (_ISOLATE, _END_ISOLATE):
                piece["t"] = shown(piece["t"])
            piece.pop("right", None)
        joined: list[Node] = []
        for piece in made:
            last = joined[-1] if joined else {}
            if "t" in piece and "t" in last and all(last[key] == piece[key] for key in piece if key != "t"):
                last["t"] += piece["t"]
            else:
                joined.append(dict(piece))
        return joined


def _together(held: list[Node]) -> list[Node]:
    words = "".join(piece["t"] for piece in held)
    if len(words.strip()) < 2 or not re.search(r"[^\W_]", words):
        return held
    first, last = held[0], held[-1]
    before = first["t"][: len(first["t"]) - len(first["t"].lstrip())]
    after = last["t"][len(last["t"].rstrip()) :] if last["t"].strip() else ""
    first["t"] = first["t"][len(before) :]
    if after:
        last["t"] = last["t"][: len(last["t"]) - len(after)]

    def same(words: str, piece: Node) -> Node:
        return {**piece, "t": words}

    # digits alone are told their direction by the isolate; the dash of a range stays outside, in the order of the line
    opened = same(_ISOLATE, first) if direction_in(words) == "ltr" or re.search(r"\d.*\d", words) else None
    out = [same(before, first)] if before else []
    out += [opened, *held, same(_END_ISOLATE, last)] if opened else held
    return out + ([same(after, last)] if after else [])


def _dress(look: Look, right: bool) -> Node:
    """How a piece is dressed: what the typesetter must know, no more."""
    size = look.get("right_size" if right else "size", 10.0)
    return {
        "s": min(max(size, 3.0), 200.0), "b": bool(look.get("right_bold" if right else "bold")),
        "i": bool(look.get("italic")) and not right, "u": bool(look.get("under")), "x": bool(look.get("strike")),
        "v": look.get("raised", 0), "f": bool(look.get("right_sans" if right else "sans")), "a": right,
    }  # fmt: skip


def _stops(form: Look, origin: float, hanging: float | None) -> list[Node]:
    """Where tabs lead, measured from the start of the first line; text that hangs is a stop of its own."""
    found = [(at - origin, _ALIGN.get(side, "start")) for at, side in form.get("tabs", [])]
    if hanging is not None:
        found.append((hanging - origin, "start"))
    return [{"at": at, "side": "start" if side == "justify" else side} for at, side in sorted(found) if at > 0]
