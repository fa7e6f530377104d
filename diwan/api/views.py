"""The page on which a person makes and revokes tokens."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from diwan.api.models import Token
from diwan.interface.request import Request
from diwan.kernel import clock
from diwan.trail.models import record_event

LONGEST = dt.timedelta(days=366)


class TokenForm(forms.ModelForm):
    """What it is for, what it may do, until when."""

    class Meta:
        model = Token
        fields = ["name", "scope", "expires_on"]
        widgets = {"expires_on": forms.DateInput(attrs={"type": "date"})}

    def clean_expires_on(self) -> dt.date:
        """A day to come, a year away at most."""
        day: dt.date = self.cleaned_data["expires_on"]
        if not clock.today() <= day <= clock.today() + LONGEST:
            raise forms.ValidationError(_("Choose a day between today and a year from now."))
        return day


@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: Request) -> HttpResponse:
    """The person's tokens; a new one's secret is shown on the answer to its making, and never again."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            token, secret = Token.make(request.person, **form.cleaned_data)
            record_event(request.person, "make_token", by=request.person, name=token.name, scope=token.scope)
        form = TokenForm()
    rows = request.person.tokens.filter(revoked_at__isnull=True, expires_on__gte=clock.today())
    status = 422 if form.errors else 200
    response = render(request, "api/tokens.html", {"form": form, "secret": secret, "rows": rows}, status=status)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def revocation(request: Request, pk: int) -> HttpResponse:
    """Revoke a token at once."""
    with transaction.atomic():
        token = get_object_or_404(request.person.tokens.select_for_update(), pk=pk, revoked_at__isnull=True)
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        record_event(request.person, "revoke_token", by=request.person, name=token.name)
    return redirect("tokens")
