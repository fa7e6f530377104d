"""The addresses of correspondence."""

from __future__ import annotations

from django.urls import path

from diwan.correspondence.views import filing, letters, receipt, registration, registry, summaries, triage

urlpatterns = [
    # registering, receipts, summaries: before the acts on the page of a letter, whose addresses take any noun
    path("letters/new/", registration.letter_new, name="letter-new"),
    path("letters/new/reading/", registration.letter_reading, name="letter-reading"),
    path("letters/new/date/", registration.letter_date, name="letter-date"),
    path("letters/new/file/<str:mark>/", registration.letter_file, name="letter-file"),
    path("letters/<int:pk>/same/", receipt.letter_same, name="letter-same"),
    path("letters/<int:pk>/receipt/", receipt.letter_receipt, name="letter-receipt"),
    path("letters/<int:pk>/label.pdf", receipt.letter_label, name="letter-label"),
    path("letters/<int:pk>/stamped/", receipt.letter_stamped, name="letter-stamped"),
    path("letters/<int:pk>/summaries/", summaries.letter_summaries, name="letter-summaries"),
    path("letters/<int:pk>/summaries/proposed/", summaries.letter_summaries_proposed, name="letter-summaries-proposed"),
    path("letters/<int:pk>/summaries/<str:language>/", summaries.letter_summary, name="letter-summary"),
    path(
        "letters/<int:pk>/summaries/<str:language>/check/", summaries.letter_summary_check, name="letter-summary-check"
    ),
    # the registry's list, the signature book, the filing plan
    path("registry/", registry.registry, name="registry"),
    path("registry/referrals/", registry.referrals, name="registry-referrals"),
    path("registry/filings/", registry.filings, name="registry-filings"),
    path("registry/slips/", registry.slips, name="registry-slips"),
    path("triage/", triage.triage, name="triage"),
    path("triage/<int:pk>/decision/", triage.decision, name="triage-decision"),
    path("file-plan/", filing.file_plan, name="file-plan"),
    path("dossiers/", filing.dossiers, name="dossiers"),
    path("dossiers/<int:pk>/", filing.dossier, name="dossier"),
    path("dossiers/<int:pk>/<slug:noun>/", filing.dossier_state, name="dossier-state"),
    # a letter; the last line takes any noun and stays the last
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/more/", letters.more, name="letter-more"),
    path("letters/<int:pk>/openings/", letters.openings, name="letter-openings"),
    path("letters/<int:pk>/slip.pdf", letters.slip, name="letter-slip"),
    path("letters/<int:pk>/copy.pdf", letters.copy, name="letter-copy"),
    path("letters/<int:pk>/<slug:noun>/", letters.act, name="letter-act"),
]
