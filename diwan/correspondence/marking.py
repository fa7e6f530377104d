"""The registry's mark on paper: a label to stick on, and a copy of the PDF with the stamp on its first page."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from diwan.correspondence.models import Letter
from diwan.correspondence.registration import main_version
from diwan.documents.models import Version, attach
from diwan.kernel.decisions import NotNow
from diwan.organisation.models import organisation

STAMPED = "stamped"


def _facts(letter: Letter) -> dict[str, Any]:
    house = organisation()
    return {
        "number": letter.number,
        "registry": str(letter.unit),
        "organisation": str(house.name) if house else "",
        "day": letter.registered_at.astimezone(letter.unit.zone),
        "address": f"{settings.ORIGIN}{reverse('letter', args=[letter.pk])}",
    }


def label_of(letter: Letter) -> bytes:
    """The label as a PDF."""
    from diwan.printing.label import label_pdf

    return label_pdf(**_facts(letter))


def stamp(letter: Letter, *, by: Any) -> Version:
    """The letter's PDF with the stamp as a further document. Raises NotNow when it has no PDF."""
    from diwan.printing.stamp import stamp_pdf

    version = main_version(letter)
    if version is None or version.file.media_type != "application/pdf":
        raise NotNow(_("Only a PDF can be stamped. Print the label and stick it on the paper."))
    stamped = stamp_pdf(version.file.path.read_bytes(), **_facts(letter))
    return attach(
        letter, io.BytesIO(stamped), f"{letter.number.replace('/', '-')}.pdf", by=by, role=STAMPED,
        title=_("with the stamp"), language=version.language,
    )  # fmt: skip
