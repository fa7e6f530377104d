"""The addresses of my desk and of what a person sets for oneself."""

from django.urls import path

from diwan.desk import preferences, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/settings/", preferences.settings_, name="preferences-settings"),
    path("preferences/delegations/", preferences.delegations, name="delegations"),
    path("preferences/delegations/<int:pk>/withdrawal/", preferences.withdrawal, name="delegation-withdrawal"),
]
