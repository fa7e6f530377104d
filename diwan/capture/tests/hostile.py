"""What nobody should send: built here, never kept on a disk beside the project."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

HEAD = b"From: Evil <evil@bad.example>\r\nSubject: look\r\nMIME-Version: 1.0\r\n"
EXE = b"MZ\x90\x00" + b"\0" * 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
CONTENT_TYPES = "[Content_Types].xml"


def packed(files: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return out.getvalue()


def bomb() -> bytes:
    """A document that unpacks to 300 MB."""
    return packed({CONTENT_TYPES: b"<Types/>", "word/document.xml": b"\0" * 300_000_000})


def docx(**more: bytes) -> bytes:
    """A document, with further parts."""
    return packed({CONTENT_TYPES: b"<Types/>", "word/document.xml": b"<w:document/>", **more})


def nested(depth: int) -> bytes:
    """Messages within messages."""
    found = b"From: a@b.example\r\nSubject: innermost\r\n\r\nthe words"
    for _ in range(depth):
        found = HEAD + b"Content-Type: message/rfc822\r\n\r\n" + found
    return found


def many_parts(count: int) -> bytes:
    """A message of very many parts."""
    part = b"--b\r\nContent-Type: text/plain; name=%d.txt\r\n\r\nwords\r\n"
    return (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        + b"".join(part % n for n in range(count))
        + b"--b--"
    )


def with_file(name: str, data: bytes, kind: str = "application/octet-stream") -> bytes:
    """A message that encloses one thing."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Evil <evil@bad.example>", "look"
    message.set_content("Please find enclosed.")
    main, _slash, sub = kind.partition("/")
    message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def html(body: str) -> bytes:
    """A message in HTML."""
    return HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()


PAGE = """<html><head><script>steal()</script><base href="https://bad.example/"><meta http-equiv="refresh" content="0;url=//bad.example">
<style>@import url(https://bad.example/x.css); body{background:url(https://bad.example/bg.png)}</style></head>
<body background="https://bad.example/b.png" onload="steal()"><p style="background:url(//bad.example/1)">Your Excellency</p>
<img src="https://bad.example/pixel.gif" width=1><img src=x onerror=steal()><svg><script>steal()</script></svg>
<iframe src="https://bad.example"></iframe><object data="x"></object><form action="https://bad.example"><input name="p"></form>
<a href="javascript:steal()">one</a> <a href="https://bad.example/login">sign in</a><video src="//bad.example/v" poster="//bad.example/p">
</video><link rel=stylesheet href=//bad.example/l.css><img srcset="https://bad.example/2x.png 2x" alt="seal"></body></html>"""
