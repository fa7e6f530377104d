"""The addresses of the house: each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("diwan.desk.urls")),
    path("", include("diwan.interface.urls")),
    path("", include("diwan.documents.urls")),
    path("", include("diwan.notices.urls")),
    path("", include("diwan.search.urls")),
    path("", include("diwan.directory.urls")),
    path("", include("diwan.clearance.urls")),
    path("", include("diwan.capture.urls")),
    path("", include("diwan.correspondence.urls")),
    path("", include("diwan.outgoing.urls")),
    path("", include("diwan.registers.urls")),
    path("", include("diwan.meetings.urls")),
    path("", include("diwan.resolutions.urls")),
    path("", include("diwan.reports.urls")),
    path("", include("diwan.trail.urls")),
    path("api/", include("diwan.api.urls")),
    path("account/", include("allauth.urls")),
]
