"""The registry's mark on paper: a label to stick on, and a copy of the PDF with the stamp on its first page."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diwan.correspondence.models import Letter
from diwan.correspondence.registration import CONFIDENTIAL, STAMPED, main_version
from diwan.documents.models import Version, attach
from diwan.interface.components.marks import CONFIDENTIALITY
from diwan.kernel.calendars import gregorian_in_words, hijri_in_words
from diwan.kernel.decisions import NotNow
from diwan.organisation.models import organisation
from diwan.printing.label import Label, label_pdf
from diwan.printing.stamp import CannotStamp, Stamp, stamp_pdf

_REASONS = {
    "encrypted": _("The PDF is locked."),
    "broken": _("The PDF is damaged."),
    "signed": _("The PDF carries the sender’s signature, which a stamp would spoil."),
    "odd_page": _("Its first page is no paper of a usual size."),
    "no_room": _("Its first page has no room."),
    "not_pdf": _("It is no PDF."),
}


def _facts(letter: Letter) -> dict[str, Any]:
    """Number, both days, the registry in each language of the house, and the address of the item."""
    house, code = organisation(), get_language() or "en"
    day = letter.registered_at.astimezone(letter.unit.zone).date()
    names = [letter.unit.name.get(one) for one in (house.languages if house else [code])]
    return {
        "number": letter.number, "date": gregorian_in_words(day, code), "hijri": hijri_in_words(day, code),
        "registry": list(dict.fromkeys(filter(None, names))) or [str(letter.unit)], "language": code,
    }  # fmt: skip


def _address(letter: Letter) -> str:
    return f"{settings.ORIGIN}{reverse('letter', args=[letter.pk])}"


@transaction.atomic
def label_of(letter: Letter, *, by: Any) -> bytes:
    """The label as a PDF. That it was printed is told of."""
    level = str(CONFIDENTIALITY[letter.confidentiality]) if letter.confidentiality >= CONFIDENTIAL else ""
    letter.track("label", by=by)
    return label_pdf(Label(**_facts(letter), address_of_item=_address(letter), level_word=level))


def stamp(letter: Letter, *, by: Any) -> Version:
    """The letter's PDF with the stamp as a further document; the original stays. Raises NotNow when there is none."""
    version = main_version(letter)
    try:
        if version is None or version.file.media_type != "application/pdf":
            raise CannotStamp("not_pdf")
        stamped = stamp_pdf(version.file.path.read_bytes(), Stamp(**_facts(letter), address=_address(letter)))
    except CannotStamp as refusal:
        raise NotNow(
            _("%(why)s Print the label and stick it on the paper.")
            % {"why": _REASONS.get(refusal.code, _REASONS["broken"])}
        ) from refusal
    return attach(
        letter, io.BytesIO(stamped), f"{letter.number.replace('/', '-')}.pdf", by=by, role=STAMPED,
        title=str(_("with the stamp")), language=version.language, text="",
    )  # fmt: skip
