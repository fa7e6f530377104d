"""Hostile mail is defused: what it carries is kept out and told, what it shows can neither run nor load anything."""

from __future__ import annotations

from typing import Any

import pytest

from diwan.capture import mail, remarks
from diwan.capture.mail import cleaning
from diwan.capture.tests import hostile as h
from diwan.documents.kinds import Unacceptable
from diwan.documents.models import documents_of
from diwan.kernel.tests.effort import ending

GZIP, TAR = b"\x1f\x8b\x08\0" + b"x" * 50, b"a" * 257 + b"ustar\0" + b"0" * 300
VBA = h.OLE + "_VBA_PROJECT".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("files.zip", h.packed({"a.txt": b"words"}), "archive"),
        ("files.pdf", h.packed({"a.txt": b"words"}), "archive"),
        ("inner.zip", h.packed({"b.zip": h.packed({"c.zip": h.packed({"d.exe": h.EXE})})}), "archive"),
        ("broken.zip", b"PK\x03\x04nothing", "archive"),
        ("files.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, "archive"),
        ("files.rar", b"Rar!\x1a\x07\0" + b"\0" * 40, "archive"),
        ("files.gz", GZIP, "archive"),
        ("files.tar", TAR, "archive"),
        ("letter.pdf", h.EXE, "program"),
        ("letter.pdf.exe", b"%PDF-1.4 x", "program"),
        ("run.sh", b"#!/bin/sh\nrm -rf x", "program"),
        ("run.js", b"var x = 1", "program"),
        ("shortcut.lnk", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 40, "program"),
        ("letter.docm", h.docx(), "macros"),
        ("letter.docx", h.docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        ("sheet.xls", VBA, "macros"),
        ("letter.doc", h.OLE, "old_format"),
        ("blob.bin", bytes(range(256)) * 10, "unknown_kind"),
        ("empty.pdf", b"", "empty_part"),
    ],
)
def test_what_is_dangerous_is_kept_out_and_named(name: str, data: bytes, code: str) -> None:
    message = mail.read_message(h.with_file(name, data))
    assert [part.name for part in message.parts] == []
    assert [remark["code"] for remark in message.remarks] == [code]
    said = remarks.said(message.remarks[0])
    assert name in said.text and said.warning
    assert "Please find enclosed." in message.text


def test_a_document_that_would_burst_is_not_opened() -> None:
    data = h.bomb()
    assert len(data) < 400_000
    with ending():
        message = mail.read_message(h.with_file("letter.docx", data))
    assert [remark["code"] for remark in message.remarks] == ["bomb"] and not message.parts


def test_what_is_too_large_is_kept_out() -> None:
    limits = mail.Limits(part=1000)
    message = mail.read_message(h.with_file("a.txt", b"x" * 2000, "text/plain"), limits)
    assert message.remarks[0]["code"] == "too_large" and not message.parts


def test_an_honest_document_is_let_in_under_its_own_kind() -> None:
    message = mail.read_message(h.with_file("picture.txt", b"%PDF-1.4\n%%EOF"))
    assert [(p.name, p.media_type) for p in message.parts] == [("picture.txt.pdf", "application/pdf")]
    assert [remark["code"] for remark in message.remarks] == ["renamed"]


def test_html_runs_nothing_and_loads_nothing() -> None:
    message = mail.read_message(h.html(h.PAGE))
    page = cleaning.page(message.html, message.subject).decode()
    lower = page.lower()
    for sign in ("steal", "bad.example", "<script", "<iframe", "<form", "<object", "<svg", "<link", "<base", "refresh",
                 "onerror", "onload", "javascript:", "@import", "url(", "<video", "href", "<input"):  # fmt: skip
        assert sign not in lower, sign
    assert "Your Excellency" in page
    assert {"active", "remote", "links"} == {remark["code"] for remark in message.remarks}
    assert "Your Excellency" in message.text and "sign in <https://bad.example/login>" in message.text


def test_a_picture_in_the_words_is_shown_from_the_message_itself() -> None:
    raw = h.HEAD + (
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n'
        b'<p>The seal: <img src="cid:seal@x" alt="seal"></p>\r\n--b\r\nContent-Type: image/png; name=seal.png\r\n'
        b"Content-ID: <seal@x>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoAAAA=\r\n--b--"
    )
    message = mail.read_message(raw)
    assert 'src="data:image/png;base64,iVBORw0KGgoAAAA="' in message.html and message.parts[0].name == "seal.png"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 150_000, "<b>" * 250_000, "<b><p>" * 100_000, "<table>x" * 100_000, "<a " * 250_000, "<" * 900_000,
        "<!--" * 200_000, '<a href="' * 100_000, "<div " + " ".join(f"a{n}" for n in range(100_000)) + ">",
        "<svg>" * 150_000, "<li>" * 200_000,
    ],
    ids=["divs", "bolds", "paragraphs", "tables", "tags", "brackets", "comments", "quotes", "attributes", "svg", "items"],
)  # fmt: skip
def test_tangled_html_ends_soon(body: str) -> None:
    with ending():
        mail.read_message(h.html(body + "the words"))


def test_two_hundred_messages_in_one_another_are_not_opened() -> None:
    message = mail.read_message(h.nested(200))
    assert message.remarks == [{"code": "too_many_parts", "count": 200}] and not message.parts


def test_messages_in_one_another_are_opened_as_far_as_a_letter_goes() -> None:
    assert "the words" in mail.read_message(h.nested(2)).text
    deep = mail.read_message(h.nested(20))
    assert {"code": "too_deep", "depth": 4} in deep.remarks
    assert [part.media_type for part in deep.parts] == ["message/rfc822"], "whole, so that nothing is lost"
    assert b"the words" in deep.parts[0].data


def test_ten_thousand_parts_are_not_taken_apart() -> None:
    with ending():
        message = mail.read_message(h.many_parts(10_000))
    assert message.subject == "look" and message.remarks[0]["code"] == "too_many_parts"
    some = mail.read_message(h.many_parts(500))
    assert len(some.parts) == mail.LIMITS.parts and some.remarks == [{"code": "too_many_parts", "count": 500}]


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a\0b@c.example\r\nSubject: a\0b\r\n\r\nx\0y",
        b"From: " + b"(" * 500_000 + b"\r\nSubject: x\r\n\r\nx",
        b"From: a@b.example\r\n" + b"X-Filler: " + b"y" * 2_000_000 + b"\r\nSubject: x\r\n\r\nx",
        b"From: a@b.example\r\n" + b"To: a@b.example\r\n" * 200_000 + b"\r\nx",
        h.HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\nx\r\n--\r\n',
        h.HEAD + b"Content-Type: text/plain; charset=idna\r\n\r\nabc\xff",
        h.HEAD + b"Content-Type: text/plain; charset=rot13\r\n\r\nabc",
        h.HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2AA-",
        h.HEAD + b"Content-Type: multipart/\xff; x*0*=\xff\r\nContent-Disposition: ;;;=\r\n\r\nx",
        h.HEAD + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        h.HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--c\r\ncontent-type: a\r\n" * 20_000,
        h.OLE + "__properties_version1.0".encode("utf-16-le") + b"\xff" * 5000,
    ],
    ids=["NULs", "brackets", "header", "many headers", "boundary", "idna", "rot13", "halves", "parameters", "base64", "loose", "outlook"],
)  # fmt: skip
def test_odd_messages_raise_nothing_and_arrive(raw: bytes, arrive: Any) -> None:
    found = arrive(raw, "odd.eml")
    original = documents_of(found, "original")[0].versions.get()
    assert original.file.path.read_bytes() == raw
    for text in (found.subject, found.sender_name, found.text):
        assert "\0" not in text


def test_a_header_cannot_be_smuggled_through_a_subject() -> None:
    raw = b"From: a@b.example\r\nSubject: =?utf-8?q?x=0D=0ABcc:_spy=40bad.example?=\r\n\r\nx"
    message = mail.read_message(raw)
    assert message.subject == "x Bcc: spy@bad.example", "one line, nothing more"


def test_a_name_cannot_be_turned_round_or_climb_out() -> None:
    message = mail.read_message(h.with_file("../../etc/ann\u202efdp.txt", b"words", "text/plain"))
    assert [part.name for part in message.parts] == ["annfdp.txt"]


@pytest.mark.parametrize(("data", "name"), [(h.EXE, "scan.pdf"), (h.packed({"a": b"b"}), "a.zip"), (b"", "empty.pdf")])
def test_a_file_handed_in_is_refused_with_its_reason(arrive: Any, data: bytes, name: str) -> None:
    with pytest.raises(Unacceptable) as refusal:
        arrive(data, name)
    assert str(refusal.value)


def test_html_handed_in_is_kept_as_it_is_and_shown_cleaned(arrive: Any) -> None:
    found = arrive(h.PAGE.encode(), "letter.html")
    papers = {d.role: d.versions.get().file.path.read_bytes() for d in documents_of(found)}
    assert papers["original"] == h.PAGE.encode() and b"steal" not in papers["body"]
