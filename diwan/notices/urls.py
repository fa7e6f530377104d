"""The addresses of the notices of the person signed in."""

from django.urls import path

from diwan.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("notices/reading/", views.reading, name="notices-reading"),
]
