"""Resolutions, the follow-up of their mandates, and what each unit owes. A verb's address is a noun, and takes POST only."""

from django.urls import path

from diwan.resolutions.views import assigning, follow_up, mandates, resolutions, units

urlpatterns = [
    path("resolutions/", resolutions.resolutions, name="resolutions"),
    path("resolutions/<int:pk>/", resolutions.resolution, name="resolution"),
    path("follow-up/", follow_up.matrix, name="follow-up"),
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
