"""The addresses of no record: the living page of components, the language and the theme."""

from django.urls import path

from diwan.interface import views

urlpatterns = [
    path("house/", views.house, name="house"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
]
