"""Reading the text of what was handed in, so that it can be searched."""

from __future__ import annotations

from procrastinate.contrib.django import app

from diwan.reading import Unreadable, plain_text


@app.task(name="documents.extract_text", queue="documents", pass_context=False)
def extract_text(version: int) -> None:
    """Keep the plain text of a version beside it. What cannot be read has none; the original stays."""
    from diwan.documents.models import Version

    found = Version.objects.select_related("file").get(pk=version)
    try:
        with found.file.named(found.name) as path:
            found.text = plain_text(path).replace("\0", "")[:1_000_000]
    except Unreadable:
        found.text = ""
    found.extracted = True
    found.save(update_fields=["text", "extracted"])
