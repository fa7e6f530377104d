"""Putting files and folders into the tray, and the sheets that divide scans."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from diwan.capture import policies
from diwan.capture.arriving import arrive, registry_of
from diwan.capture.dividing import hand_in
from diwan.capture.forms.handing_in import HandingInForm
from diwan.interface.request import Request
from diwan.interface.respond import see
from diwan.kernel.decisions import Refused
from diwan.printing.separator import separators_pdf

SCANS = (".pdf", ".tif", ".tiff")


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Files, a folder, a pile of scans: each is taken or refused by itself, with the reason."""
    policies.may_add(request.person).insist()
    form = HandingInForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "capture/new.html", {"form": form}, status=422 if form.is_bound else 200)
    taken, refused = _take(request, form)
    said = ngettext("%(count)s item put into the tray.", "%(count)s items put into the tray.", taken) % {"count": taken}
    if refused:
        again = HandingInForm(initial=form.cleaned_data)
        context = {"form": again, "refused": refused, "said": said if taken else ""}
        return render(request, "capture/new.html", context, status=422)
    messages.success(request, said)
    return see(request, reverse("tray"))


def _take(request: Request, form: HandingInForm) -> tuple[int, list[dict[str, Any]]]:
    given = {"by": request.person, "unit": registry_of(request.person), "channel": form.cleaned_data["channel"]}
    taken, refused = 0, []
    for upload in form.handed:
        name = PurePosixPath(upload.name or "").name
        try:
            if form.cleaned_data["divide"] and name.lower().endswith(SCANS):
                hand_in(upload.read(), name, **given)
                taken += 1
            else:
                taken += len(arrive(upload.read(), name, source=name, **given))
        except Refused as refusal:
            refused.append({"name": name, "reason": str(refusal), "arrival": getattr(refusal, "arrival", None)})
    return taken, refused


@login_required
@require_GET
def separators(request: Request) -> HttpResponse:
    """The sheets to be laid between letters before they are scanned, in three languages."""
    policies.may_add(request.person).insist()
    answer = HttpResponse(separators_pdf(), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="separators.pdf"'
    return answer
