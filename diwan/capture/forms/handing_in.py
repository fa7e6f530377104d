"""What is asked when files are put into the tray, and when items are set aside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from diwan.capture.models import Channel


class ManyFiles(forms.FileInput):
    """A field in which several files, or a folder, can be chosen."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if isinstance(files, MultiValueDict) else [files[name]] if name in files else []

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files


class ManyFilesField(forms.FileField):
    """Files as a list; empty ones are told of one by one, not as a fault of the form."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [one for one in data or [] if one]


class HandingInForm(forms.Form):
    """Files and folders, by which way they came, and whether scans are divided."""

    papers = ManyFilesField(label=_("Files"), required=False)
    folder = ManyFilesField(
        label=_("A folder"), required=False, widget=ManyFiles(attrs={"webkitdirectory": True, "directory": True})
    )
    channel = forms.ChoiceField(label=_("Received by"), choices=Channel.choices, initial=Channel.SCAN)
    divide = forms.BooleanField(
        label=_("Divide scans at separator sheets"),
        required=False,
        help_text=_("PDF and TIFF: each sheet begins a new item; the file as it was scanned is kept."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("papers") and not given.get("folder") and not self.errors:
            self.add_error("papers", _("Choose at least one file, or a folder."))
        return given

    @property
    def handed(self) -> list[UploadedFile]:
        """All that was chosen."""
        return [*self.cleaned_data["papers"], *self.cleaned_data["folder"]]


class ReasonForm(forms.Form):
    """Why an item is set aside."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        error_messages={"required": _("Say why: it is kept with the item.")},
    )
