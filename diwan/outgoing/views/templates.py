"""The office's templates: what is used, handing in another one, and how each looks filled in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.documents.kinds import Unacceptable
from diwan.documents.models import Version
from diwan.interface.request import Request
from diwan.kernel.decisions import NotNow
from diwan.outgoing import policies
from diwan.outgoing.forms.drafting import TemplateForm, called
from diwan.outgoing.models import Paper, Template
from diwan.outgoing.office_templates import said, sample, template_for
from diwan.outgoing.views.files import WORD, given
from diwan.printing.docx_pdf import docx_to_pdf
from diwan.printing.letter_docx import PLACES, REQUIRED, TemplateUnusable
from diwan.printing.letter_docx import render as fill
from diwan.records.acts import languages

LABEL = Template._meta.label_lower


def _seen(request: Request) -> Any:
    """The templates a person may see. Who neither drafts nor reads everything finds no such page."""
    if not policies.sees_templates(request.person):
        raise Http404
    return Template.objects.visible_to(request.person).select_related("unit", "version__file", "by")


@login_required
@require_http_methods(["GET", "POST"])
def templates(request: Request) -> HttpResponse:
    """Which template is used for each paper and language; handing in another one."""
    found = list(_seen(request).filter(state=Template.State.IN_USE))
    may, codes = policies.may_change_templates(request.person), languages()
    if request.method == "POST":
        may.insist()
    form = TemplateForm(request.POST or None, request.FILES or None, codes=codes, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid() and (kept := _keep(request, form)):
        return redirect("template", kept.pk)
    own = {(one.paper, one.language): one for one in found if one.unit_id is None}
    context = {
        "rows": [(paper, label, [(code, own.get((paper, code))) for code in codes]) for paper, label in Paper.choices],
        "codes": [(code, called(code)) for code in codes],
        "of_units": [one for one in found if one.unit_id],
        "may": may,
        "form": form,
        "needed": [(label, sorted(REQUIRED[paper])) for paper, label in Paper.choices],
        "places": sorted(PLACES),
    }
    return render(request, "outgoing/templates.html", context, status=422 if form.errors else 200)


def _keep(request: Request, form: TemplateForm) -> Template | None:
    """The next version of the template there is, or a new one; None when it cannot be used, with the reason in the form."""
    facts = form.cleaned_data
    upload, by = facts["upload"], request.person
    unit = by.unit if facts["own"] else None
    which = {"paper": facts["paper"], "language": facts["language"], "unit": unit}
    known = Template.objects.filter(state=Template.State.IN_USE, **which).first()
    try:
        if known is not None:
            known.replace(by=by, upload=upload, name=upload.name)
            return known
        title = f"{Paper(facts['paper']).label} {facts['language'].upper()}" + (f" {unit.code}" if unit else "")
        return Template.introduce(by=by, upload=upload, name=upload.name, title=title, **which)
    except Unacceptable as refusal:
        form.add_error("upload", str(refusal))
        return None


@login_required
@require_GET
def template(request: Request, pk: int) -> HttpResponse:
    """One template of the office: its versions, who handed each in, and how it looks."""
    found = get_object_or_404(_seen(request), pk=pk)
    versions = Version.objects.filter(document__record_type=LABEL, document__record_id=pk).select_related("by", "file")
    context = {
        "template": found, "versions": list(versions.defer("text").order_by("-number", "-pk")),
        "may": policies.may_change_templates(request.person) if found.state == Template.State.IN_USE else False,
    }  # fmt: skip
    return render(request, "outgoing/template.html", context)


@login_required
@require_GET
def template_sample(request: Request, pk: int) -> HttpResponse:
    """One template of the office, filled with values that are nobody's."""
    found = get_object_or_404(_seen(request).exclude(version=None), pk=pk)
    return _sample(found.version.file.path.read_bytes(), found.paper, found.language)


@login_required
@require_GET
def template_file(request: Request, paper: str, language: str, form: str) -> HttpResponse:
    """The template that counts for the house, as DOCX to edit, or filled with values that are nobody's as PDF."""
    _seen(request)
    if paper not in Paper.values or language not in languages() or form not in ("docx", "pdf"):
        raise Http404
    content = template_for(paper, language)
    if form == "docx":
        return given(content, WORD, f"{paper}-{language}.docx", saved=True)
    return _sample(content, paper, language)


def _sample(content: bytes, paper: str, language: str) -> HttpResponse:
    with override(language):
        values = sample(paper, language)
    try:
        pdf = docx_to_pdf(fill(content, values), language=language, title=f"{paper} {language}")
    except TemplateUnusable as wrong:
        raise NotNow(said(wrong)) from wrong
    return given(pdf, "application/pdf", f"{paper}-{language}.pdf")


@login_required
@require_POST
def template_retirement(request: Request, pk: int) -> HttpResponse:
    """Take a template out of use; that of the house, or the one that ships with Diwan, takes its place."""
    get_object_or_404(_seen(request), pk=pk).retire(by=request.person)
    return redirect("templates")
