"""The mailboxes, for the administrator: how they are reached and whether they work, never what is in them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.capture import policies
from diwan.capture.forms.mailbox import MailboxForm
from diwan.capture.jobs import look_soon
from diwan.capture.models import Mailbox
from diwan.interface.request import Request
from diwan.interface.respond import see
from diwan.trail.models import record_event


@login_required
@require_GET
def mailboxes(request: Request) -> HttpResponse:
    """All mailboxes, and how each fares."""
    policies.may_keep_mailboxes(request.person).insist()
    return render(request, "capture/mailboxes.html", {"mailboxes": Mailbox.objects.select_related("unit")})


@login_required
@require_http_methods(["GET", "POST"])
def mailbox(request: Request, pk: int | None = None) -> HttpResponse:
    """Set a mailbox up, or change how it is reached. Only names of fields enter the trail."""
    policies.may_keep_mailboxes(request.person).insist()
    found = get_object_or_404(Mailbox, pk=pk) if pk else None
    form = MailboxForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            kept = form.save()
            verb = "change_mailbox" if found else "add_mailbox"
            record_event(kept, verb, by=request.person, code=kept.code, fields=", ".join(form.changed_data))
        messages.success(request, _("Kept. It is looked into within a minute."))
        return see(request, reverse("mailboxes"))
    return render(request, "capture/mailbox.html", {"form": form, "mailbox": found}, status=422 if form.errors else 200)


@login_required
@require_POST
def look(request: Request, pk: int) -> HttpResponse:
    """Look into it now."""
    policies.may_keep_mailboxes(request.person).insist()
    look_soon(get_object_or_404(Mailbox, pk=pk).pk)
    messages.success(request, _("It is being looked into."))
    return see(request, reverse("mailboxes"))
