"""Resolutions, the follow-up of their mandates, and what each unit owes. A verb's address is a noun, and takes POST only."""

from django.urls import path, register_converter

from diwan.resolutions.numbering import KeyInAddress, LanguageInAddress
from diwan.resolutions.views import (
    assigning,
    citations,
    follow_up,
    lineage,
    mandates,
    open_text,
    renewals,
    resolutions,
    units,
)

register_converter(KeyInAddress, "resolution")
register_converter(LanguageInAddress, "language")

RESOLUTION = "resolutions/<resolution:key>/"

urlpatterns = [
    path("resolutions/", resolutions.resolutions, name="resolutions"),
    path("resolutions/<int:pk>/", resolutions.moved, name="resolution-moved"),
    path(RESOLUTION, resolutions.resolution, name="resolution"),
    path(RESOLUTION + "<language:language>", resolutions.resolution, name="resolution-text"),
    path("resolutions/texts/<slug:form>.zip", open_text.parcel, name="resolutions-parcel"),
    path("resolutions/<resolution:key>.<slug:form>", open_text.file, name="resolution-file"),
    path(RESOLUTION + "<language:language>.<slug:form>", open_text.file, name="resolution-file"),
    path(RESOLUTION + "lineage/", lineage.lineage, name="resolution-lineage"),
    path(RESOLUTION + "lineage/predecessor/", lineage.predecessor, name="resolution-predecessor"),
    path(RESOLUTION + "lineage/kinship/", lineage.kinship, name="resolution-kinship"),
    path(RESOLUTION + "citations/", citations.citations, name="resolution-citations"),
    path("citations/absent/", citations.missing, name="citations-absent"),
    path("citations/absent/export.<str:form>", citations.missing_export, name="citations-absent-export"),
    path("citations/outdated/", citations.superseded, name="citations-outdated"),
    path("follow-up/", follow_up.matrix, name="follow-up"),
    path("follow-up/renewals/", renewals.renewals, name="renewals"),
    path("follow-up/renewals/decisions/", renewals.decisions, name="renewals-decisions"),
    path("follow-up/reopening/", assigning.reopening, name="mandates-reopening"),
    path("mandates/", follow_up.mandates, name="mandates"),
    path("mandates/export.<str:form>", follow_up.export, name="mandates-export"),
    path("mandates/assignments/", assigning.assignments, name="mandates-assignments"),
    path("mandates/questions/", assigning.questions, name="mandates-questions"),
    path("mandates/views/", follow_up.views, name="mandates-views"),
    path("mandates/views/<int:pk>/deletion/", follow_up.deletion, name="mandates-view-deletion"),
    path("mandates/views/<int:pk>/sharing/", follow_up.sharing, name="mandates-view-sharing"),
    path("mandates/<int:pk>/", mandates.mandate, name="mandate"),
    path("mandates/<int:pk>/obstacles/<int:obstacle>/lifting/", mandates.lifting, name="mandate-lifting"),
    path("mandates/<int:pk>/<slug:noun>/", mandates.change, name="mandate-change"),
    path("units/<str:code>/", units.unit, name="unit"),
]
