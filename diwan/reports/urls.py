"""The addresses of reports. A verb's address is a noun, and changes by POST only."""

from django.urls import path

from diwan.reports.views import acts, contributions, report, reports

REPORT = "reports/<int:pk>/"
CONTRIBUTION = REPORT + "contributions/<int:contribution>/"

urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.opening, name="report-new"),
    path(REPORT, report.report, name="report"),
    path(REPORT + "call/", acts.call, name="report-call"),
    path(REPORT + "chase/", acts.chase, name="report-chase"),
    path(REPORT + "introduction/", acts.introduction, name="report-introduction"),
    path(REPORT + "sections/<int:resolution>/clearance/", acts.section_clearance, name="report-section-clearance"),
    path(REPORT + "final-version/", acts.final_version, name="report-final-version"),
    path(REPORT + "taking-back/", acts.taking_back, name="report-taking-back"),
    path(REPORT + "issue/", acts.issue, name="report-issue"),
    path(REPORT + "draft/<str:language>/<str:form>/", report.draft, name="report-draft"),
    path(REPORT + "editions/<int:number>/files/", report.files, name="report-files"),
    path(CONTRIBUTION, contributions.contribution, name="contribution"),
    path(CONTRIBUTION + "text/", contributions.text, name="contribution-text"),
    path(CONTRIBUTION + "confirmation/", contributions.confirmation, name="contribution-confirmation"),
    path(CONTRIBUTION + "clearance/", contributions.clearance, name="contribution-clearance"),
    path(CONTRIBUTION + "return/", contributions.hand_back, name="contribution-return"),
]
