"""What is asked of a mailbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diwan.capture.models import Mailbox


class MailboxForm(forms.ModelForm):
    """How a mailbox is reached; never its password."""

    class Meta:
        model = Mailbox
        fields = (
            "name", "code", "host", "port", "security", "user", "folder", "done_folder", "unit", "sealed", "active",
        )  # fmt: skip
        help_texts = {
            "code": _("Letters, digits and hyphens; the password is kept under this name."),
            "done_folder": _("What was taken in is moved there. Left empty, it stays and is marked as seen."),
            "unit": _("Whose tray it fills."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        unit: Any = self.fields["unit"]
        unit.queryset = unit.queryset.filter(closed_on__isnull=True)
        if self.instance.pk:
            self.fields["code"].disabled = True  # the password is kept under it

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("done_folder") and given["done_folder"] == given.get("folder"):
            self.add_error("done_folder", _("Choose another folder than the one that is watched."))
        return given
