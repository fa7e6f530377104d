"""What is asked when a volume is handed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.core import signing
from django.forms import BoundField
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from diwan.documents.kinds import Unacceptable
from diwan.documents.models import File
from diwan.meetings.models import Session
from diwan.reading.lexicon import LANGUAGES
from diwan.resolutions.models import Volume

ROWS = 3
"""Files at once: a volume has as many as the organisation has languages, rarely more; further ones are added later."""
ACCEPTED = ".docx,.pdf,.html,.htm,.txt,.xml,.json,.png,.jpg,.jpeg,.tif,.tiff"
KEPT_FOR = 12 * 3600
"""Seconds for which a refused form remembers the files already sent: as long as a session lasts."""


class Handed(NamedTuple):
    """A file handed in: the bytes as kept, its name, its language ("" = as the reader finds)."""

    file: File
    name: str
    language: str


def languages() -> list[tuple[str, Any]]:
    """The languages the reader knows, each by its own name."""
    known = [(code, get_language_info(code)["name_local"].capitalize()) for code in LANGUAGES]
    return [("", _("as the text shows")), *known]


class FilesForm(forms.Form):
    """Several files, each with its language.

    A browser cannot send a chosen file twice. What was sent with a form that is refused is therefore kept, and the
    form carries a signed list of it (``kept``): nothing has to be chosen again.
    """

    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.signer = f"resolutions.files.{person.pk}"
        self.handed: list[Handed] = []
        for n in range(1, ROWS + 1):
            self.fields[f"file_{n}"] = forms.FileField(
                label=_("File %(n)s") % {"n": n}, required=False, allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": ACCEPTED}),
            )  # fmt: skip
            self.fields[f"language_{n}"] = forms.ChoiceField(
                label=_("Language of file %(n)s") % {"n": n}, required=False, choices=languages
            )

    def rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        """File and language, side by side."""
        for n in range(1, ROWS + 1):
            yield self[f"file_{n}"], self[f"language_{n}"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.handed = self._remembered(given.get("kept") or "")
        for n in range(1, ROWS + 1):
            upload = given.get(f"file_{n}")
            if upload is None:
                continue
            try:
                kept = File.keep(upload.file, upload.name)
            except Unacceptable as refusal:
                self.add_error(f"file_{n}", str(refusal.reason))
            else:
                self.handed.append(Handed(kept, upload.name, given.get(f"language_{n}") or ""))
        if not self.handed and not self.errors:
            self.add_error("file_1", _("Choose at least one file."))
        return given

    @property
    def kept_list(self) -> str:
        """The signed list of what has been sent so far."""
        return (
            signing.dumps([(h.file.pk, h.name, h.language) for h in self.handed], salt=self.signer)
            if self.handed
            else ""
        )

    def _remembered(self, signed: str) -> list[Handed]:
        try:
            listed = signing.loads(signed, salt=self.signer, max_age=KEPT_FOR) if signed else []
        except signing.BadSignature:
            return []
        files = File.objects.in_bulk([sha for sha, _name, _language in listed])
        return [Handed(files[sha], name, language) for sha, name, language in listed if sha in files]


class SessionField(forms.ModelChoiceField):
    """Sessions by their key and their name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.key} · {obj}"


class ImportForm(FilesForm):
    """A new volume: of which session, under which title, with which files."""

    fields: Any  # the stubs know no choices, no queryset

    session = SessionField(
        Session.objects.select_related("organ"), label=_("Session"), empty_label="",
        error_messages={"required": _("Choose the session that adopted the volume.")},
    )  # fmt: skip
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        required=False,
        help_text=_("Left empty, it is taken from the cover of the volume."),
    )
    corrects = forms.ModelChoiceField(Volume.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        corrected: Any = self.fields["corrects"]
        corrected.queryset = Volume.objects.visible_to(person).exclude(state=Volume.State.WITHDRAWN)


class WithdrawalForm(forms.Form):
    """Why a volume is put aside."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why it is withdrawn.")},
    )  # fmt: skip
