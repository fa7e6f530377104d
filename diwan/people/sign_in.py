"""How people sign in: accounts are given by the administrator, nobody makes one."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth, with self-registration closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Security mails of allauth would not know the reader's language; the trail records these acts."""
