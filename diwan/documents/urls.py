from django.urls import path

from diwan.documents import views

urlpatterns = [path("documents/<int:pk>/<str:name>", views.document, name="document")]
