"""The address of a file; its name stands in it so that it is saved under it."""

from django.urls import path

from diwan.documents import views

urlpatterns = [path("documents/<int:pk>/<str:name>", views.document, name="document")]
