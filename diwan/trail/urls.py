"""The addresses of the journal, for auditors."""

from django.urls import path

from diwan.trail import views

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal/export/", views.export, name="journal-export"),
]
