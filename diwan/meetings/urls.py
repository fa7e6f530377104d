"""The addresses of sessions."""

from django.urls import path

from diwan.meetings import views

urlpatterns = [
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/new/", views.session, name="session-new"),
    path("sessions/<int:pk>/", views.session, name="session"),
]
