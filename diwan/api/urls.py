"""The addresses of the API and of the page on which a person makes tokens."""

from django.urls import path

from diwan.api import views
from diwan.api.house import api

urlpatterns = [
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:pk>/revocation/", views.revocation, name="token-revocation"),
    path("", api.urls),
]
