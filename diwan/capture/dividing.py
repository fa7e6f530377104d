"""Dividing a batch of scans at its separator sheets, and finding the codes on scanned pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db import transaction

from diwan.capture.arriving import ORIGINAL, arrive_piece
from diwan.capture.models import Arrival, Batch
from diwan.documents.models import File, documents_of, lay_in
from diwan.printing.overlay import CannotStamp
from diwan.printing.picture_pdf import picture_to_pdf
from diwan.reading.limits import LIMITS
from diwan.reading.tesseract import Failed, run
from diwan.references.models import Reference

_PROGRAM = Path(__file__).with_name("codes.py")
PATIENT = replace(LIMITS, page_seconds=600)
"""For a pile of several hundred pages; one page has two minutes."""
_LETTER = re.compile(r"/(letters|outgoing)/(\d{1,15})/")


def as_pdf(path: Path, media_type: str) -> bytes | None:
    """A scan as PDF, whichever picture it is; nothing where it is no scan or damaged."""
    if media_type == "application/pdf":
        return path.read_bytes()
    if media_type in ("image/png", "image/jpeg", "image/tiff"):
        try:
            return picture_to_pdf(path.read_bytes())
        except CannotStamp:
            return None
    return None


def _ask(words: list[str], folder: Path) -> dict[str, Any] | None:
    """What the program says, or nothing where the file is too much for it."""
    try:
        said = run([sys.executable, "-I", str(_PROGRAM), *words], folder, PATIENT)
        return json.loads(said)  # type: ignore[no-any-return]
    except (Failed, subprocess.TimeoutExpired, ValueError):
        return None


def codes_on(path: Path, media_type: str) -> tuple[int, list[str]]:
    """How many pages a scan has, and the codes on them."""
    pdf = as_pdf(path, media_type)
    if pdf is None:
        return 0, []
    with tempfile.TemporaryDirectory(prefix="diwan-codes-") as name:
        folder = Path(name)
        (folder / "scan.pdf").write_bytes(pdf)
        found = _ask(["find", "scan.pdf"], folder)
    if found is None:
        return 0, []
    return found["pages"], [code for codes in found["codes"].values() for code in codes]


def numbers_in(codes: Iterable[str]) -> list[str]:
    """The numbers of this house that codes name: by the address of an item, or as they are printed."""
    found = []
    for code in codes:
        path = _LETTER.search(code)
        asked = parse_qs(urlsplit(code).query).get("q", []) if "?" in code else []
        numbers = Reference.objects.filter(printed__in=[code.strip(), *asked])
        if path is not None:
            kind = ".letter" if path[1] == "letters" else ".outgoing"
            numbers = numbers | Reference.objects.filter(record_type__endswith=kind, record_id=int(path[2]))
        found += [one.printed for one in numbers[:3]]
    return list(dict.fromkeys(found))


def divide(batch: Batch) -> list[Arrival]:
    """Make the items of a batch, all or none; one item of the whole where it cannot be divided. Run twice, once done."""
    from diwan.people.models import machine

    version = documents_of(batch, ORIGINAL)[0].versions.all()[0]
    with tempfile.TemporaryDirectory(prefix="diwan-batch-") as name:
        folder = Path(name)
        pdf = as_pdf(version.file.path, version.file.media_type)
        found = None
        if pdf is not None:
            (folder / "scan.pdf").write_bytes(pdf)
            found = _ask(["divide", "scan.pdf", "."], folder)
        with transaction.atomic():
            batch.lock()
            if batch.state != Batch.State.WAITING:
                return []
            if not found or not found["pieces"]:
                batch.refuse(by=machine(), code="not_divided" if not found else "only_separators")
                return [_whole(batch, version.file, "not_divided")]
            pieces, sheets = found["pieces"], found["sheets"]
            if not sheets:
                made = [_whole(batch, version.file, "no_separator")]
            else:
                made = [
                    arrive_piece(batch, n, (folder / f"{n}.pdf").read_bytes(), piece["first"], piece["last"])
                    for n, piece in enumerate(pieces, 1)
                ]
            batch.divide(by=machine(), pages=found["pages"], sheets=sheets, count=len(made))
    return made


def _whole(batch: Batch, file: File, code: str) -> Arrival:
    """The whole file as one item, as it was handed in."""
    from diwan.capture.jobs import read_arrival

    arrival = Arrival.objects.create(
        name=batch.name, batch=batch, batch_place=1, channel=batch.channel, unit=batch.unit, by=batch.by,
        received_at=batch.received_at, source=batch.name[:200], sha256=file.sha256, remarks=[{"code": code}],
    )  # fmt: skip
    lay_in(arrival, file, batch.name, by=batch.by, role=ORIGINAL, fresh=True, extract=False)
    arrival.track("arrive", by=batch.by, channel=batch.channel, source=arrival.source, sha256=[file.sha256])
    read_arrival.defer(arrival=arrival.pk)
    return arrival


def hand_in(data: bytes, name: str, *, by: Any, unit: Any, channel: str) -> Batch:
    """Keep a pile of scans whole, and have it divided by a job. Raises Unacceptable for what is no scan."""
    import hashlib
    import io

    from diwan.capture.jobs import divide_batch
    from diwan.capture.mail.enclosures import judged
    from diwan.capture.remarks import said
    from diwan.documents.kinds import Kind, Unacceptable

    Kind.check_size(len(data))
    part, noted = judged(name, "", data)
    if part is None:
        raise Unacceptable(noted[0]["code"], said(noted[0]).text)
    with transaction.atomic():
        batch, new = Batch.objects.get_or_create(
            sha256=hashlib.sha256(data).hexdigest(), state=Batch.State.WAITING,
            defaults={"name": part.name, "by": by, "unit": unit, "channel": channel},
        )  # fmt: skip
        if new:
            file = File.keep(io.BytesIO(data), part.name, media_type=part.media_type)
            lay_in(batch, file, part.name, by=by, role=ORIGINAL, fresh=True, text="")
            batch.track("arrive", by=by, sha256=file.sha256)
            divide_batch.defer(batch=batch.pk)
    return batch
