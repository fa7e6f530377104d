"""The addresses of papers that leave the house."""

from django.urls import path

from diwan.outgoing.views import drafting, files, lists, looking, papers, templates

urlpatterns = [
    path("outgoing/", lists.papers, name="outgoing-list"),
    path("outgoing/new/", drafting.new, name="outgoing-new"),
    path("outgoing/choices/", drafting.choices, name="outgoing-choices"),
    path("outgoing/templates/", templates.templates, name="templates"),
    path("outgoing/templates/<str:paper>-<str:language>.<str:form>", templates.template_file, name="template-file"),
    path("outgoing/templates/<int:pk>/", templates.template, name="template"),
    path("outgoing/templates/<int:pk>/sample.pdf", templates.template_sample, name="template-sample"),
    path("outgoing/templates/<int:pk>/retirement/", templates.template_retirement, name="template-retirement"),
    path("outgoing/<int:pk>/", papers.outgoing, name="outgoing"),
    path("outgoing/<int:pk>/acts/", papers.more, name="outgoing-more"),
    path("outgoing/<int:pk>/text/<str:language>/", drafting.text, name="outgoing-text"),
    path("outgoing/<int:pk>/addressees/", drafting.addressees, name="outgoing-addressees"),
    path("outgoing/<int:pk>/versions/", files.versions, name="outgoing-versions"),
    path(
        "outgoing/<int:pk>/versions/<str:language>/<int:old>-<int:new>/", files.difference, name="outgoing-difference"
    ),
    path("outgoing/<int:pk>/preview-<str:language>.pdf", files.preview, name="outgoing-preview"),
    path("outgoing/<int:pk>/draft-<str:language>.docx", files.docx, name="outgoing-docx"),
    path("outgoing/<int:pk>/gate/", papers.gate, name="outgoing-gate"),
    path("outgoing/<int:pk>/beside/", papers.beside, name="outgoing-beside"),
    path("outgoing/<int:pk>/citations/", looking.citations, name="outgoing-citations"),
    path("outgoing/<int:pk>/earlier/", looking.earlier, name="outgoing-earlier"),
    path("outgoing/<int:pk>/certificate.pdf", papers.certificate, name="outgoing-certificate"),
    path("outgoing/<int:pk>/correction/", papers.correction, name="outgoing-correction"),
    path("outgoing/<int:pk>/doubt/<int:dispatch>/", papers.doubt, name="outgoing-doubt"),
    path("outgoing/<int:pk>/<slug:noun>/", papers.act, name="outgoing-act"),
    path("signing/", lists.signing, name="signing"),
]
