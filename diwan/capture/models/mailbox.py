"""A mailbox that is watched. Its password is never here: see the README of capture."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.people.models import Unit


class Mailbox(models.Model):
    """Where mail waits on a server, and how it went when it was last looked into.

    The administrator sets it up and sees whether it works; what is in it the administrator never sees.
    """

    class Security(models.TextChoices):
        SSL = "ssl", _("TLS from the beginning")
        STARTTLS = "starttls", _("TLS after the greeting (STARTTLS)")
        NONE = "none", _("none (only within the house)")

    class Trouble(models.TextChoices):
        """Why it could not be read."""

        UNREACHABLE = "unreachable", _("the server does not answer")
        LOST = "lost", _("the connection was lost")
        UNTRUSTED = "untrusted", _("the server’s certificate is not trusted")
        REFUSED = "refused", _("the server refuses the name or the password")
        NO_PASSWORD = "no_password", _("its password is not there")
        NO_FOLDER = "no_folder", _("its folder is not there")
        FULL = "full", _("the disk of this house is full")
        FAILED = "failed", _("something went wrong here")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    host = models.CharField(_("server"), max_length=200)
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(_("security"), max_length=10, choices=Security, default=Security.SSL)
    user = models.CharField(_("user"), max_length=200)
    folder = models.CharField(_("folder"), max_length=200, default="INBOX")
    done_folder = models.CharField(_("folder for what was taken"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("registry"))
    sealed = models.BooleanField(_("private: for the private secretariat only"), default=False)
    active = models.BooleanField(_("watched"), default=True)
    uid_validity = models.BigIntegerField(default=0, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    last_checked_at = models.DateTimeField(null=True, editable=False)
    taken_count = models.PositiveIntegerField(default=0, editable=False)
    trouble = models.CharField(max_length=12, choices=Trouble, blank=True, editable=False)
    trouble_since = models.DateTimeField(null=True, editable=False)
    trouble_detail = models.CharField(max_length=300, blank=True, editable=False)

    facts = {
        "add_mailbox": _("set up the mailbox %(code)s"),
        "change_mailbox": _("changed the mailbox %(code)s (%(fields)s)"),
    }

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(name="a_folder_is_watched_once", fields=["host", "port", "user", "folder"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mailbox", args=[self.pk])

    @property
    def variable(self) -> str:
        """The environment variable that may hold its password."""
        return "DIWAN_MAILBOX_" + re.sub(r"\W", "_", self.code).upper()

    @property
    def password_file(self) -> Path:
        """The file that holds it otherwise."""
        return Path(settings.DATA) / "mailboxes" / self.code

    @property
    def password(self) -> str:
        """From the environment, else from its file; empty when it is in neither."""
        if word := os.environ.get(self.variable):
            return word
        try:
            return self.password_file.read_text().rstrip("\r\n")
        except OSError:
            return ""

    def keep_password(self, word: str) -> None:
        """Write it to its file, which nobody else may read."""
        self.password_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.password_file.unlink(missing_ok=True)
        with os.fdopen(os.open(self.password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(word)

    @property
    def status(self) -> str:
        """The word for its status sign."""
        if not self.active:
            return "idle"
        return "late" if self.trouble else "done" if self.last_checked_at else "idle"

    def troubled(self, code: str, detail: str, at: Any) -> None:
        """Note that it could not be read, and since when."""
        since = self.trouble_since if self.trouble else at
        type(self).objects.filter(pk=self.pk).update(
            trouble=code, trouble_since=since, trouble_detail=detail[:300], last_checked_at=at
        )

    def checked(self, at: Any) -> None:
        """Note that it was read."""
        type(self).objects.filter(pk=self.pk).update(
            trouble="", trouble_since=None, trouble_detail="", last_checked_at=at
        )
