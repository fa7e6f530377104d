"""Personal tokens: a program acts as its person, within a scope, until a day."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock

PREFIX = "diwan_"  # so that a token left in a file is recognised as one by scanners of secrets


class Token(models.Model):
    """Only the digest is kept: the token itself is shown once, when it is made."""

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and act")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_on = models.DateField(_("last day"))
    made_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("personal token")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(cls, person: Any, *, name: str, scope: str, expires_on: Any) -> tuple[Token, str]:
        """A new token and its secret, which is never seen again."""
        secret = PREFIX + secrets.token_urlsafe(32)
        return cls.objects.create(
            person=person, name=name, scope=scope, expires_on=expires_on, digest=digest(secret)
        ), secret

    @classmethod
    def of(cls, secret: str) -> Token | None:
        """The valid token of a secret: not revoked, not expired, its person active."""
        found = cls.objects.select_related("person").filter(digest=digest(secret), revoked_at__isnull=True).first()
        if found is None or found.expires_on < clock.today() or not found.person.is_active:
            return None
        now = clock.now()
        if found.used_at is None or (now - found.used_at).total_seconds() > 60:
            cls.objects.filter(pk=found.pk).update(used_at=now)
        return found


def digest(secret: str) -> str:
    """SHA-256: the secret has 256 random bits, a slow hash would protect nothing more."""
    return hashlib.sha256(secret.encode()).hexdigest()
