"""Opening XML and zip archives from strangers: no entities, no network, no bombs."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from .limits import Limits
from .refusals import Unreadable

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def xml_tree(raw: bytes, limits: Limits, *, doctype: bool = False) -> etree._Element:
    """The root of an XML part. A document type is refused in office files, entities always.

    Raises Unreadable("bomb") for entities, ("corrupt") for what is not well formed or too deep.
    """
    if len(raw) > limits.part:
        raise Unreadable("bomb", "one part is too large")
    head = raw if b"\x00" not in raw[:200] else raw.replace(b"\x00", b"")
    if _ENTITY.search(head) or (not doctype and _DOCTYPE.search(head[:4096])):
        raise Unreadable("bomb", "the XML declares entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.parse(io.BytesIO(raw), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise Unreadable("corrupt", "the XML is not well formed") from error
    if root is None:
        raise Unreadable("corrupt", "the XML is empty")
    return root


class Parcel:
    """A zip archive whose sizes were counted before anything was unpacked."""

    def __init__(self, path: Path | IO[bytes], limits: Limits) -> None:
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(path)
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RecursionError) as error:
            raise Unreadable("corrupt", "not a sound archive") from error
        if len(infos) > limits.entries:
            raise Unreadable("bomb", f"{len(infos)} parts")
        if sum(info.file_size for info in infos) > limits.unpacked:
            raise Unreadable("bomb", "unpacks to too much")
        for info in infos:
            if info.file_size > 1_000_000 and info.file_size > limits.ratio * max(info.compress_size, 1):
                raise Unreadable("bomb", "a part is packed beyond reason")
            if info.flag_bits & 1:
                raise Unreadable("encrypted")
        self.names = frozenset(info.filename for info in infos)

    def part(self, name: str) -> bytes:
        """One part, never more than its limit, whatever the directory of the archive claims."""
        try:
            with self._zip.open(name) as packed:
                raw = packed.read(self._limits.part + 1)
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise Unreadable("corrupt", f"the part {name} cannot be read") from error
        if len(raw) > self._limits.part:
            raise Unreadable("bomb", "a part is too large")
        return raw

    def close(self) -> None:
        self._zip.close()

    def __enter__(self) -> "Parcel":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def walk_shallow(root: etree._Element, limit: int) -> None:
    """Refuse elements nested deeper than `limit`: no office writes such a document."""
    depth = 0
    events: Iterator[tuple[str, etree._Element]] = etree.iterwalk(root, events=("start", "end"))
    for event, _ in events:
        depth += 1 if event == "start" else -1
        if depth > limit:
            raise Unreadable("bomb", "elements nested too deep")
