"""The one page of the hamlet: how many people the database knows."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from .organisation.models import Organisation


def home(request: HttpRequest) -> HttpResponse:
    """Names, in the order in which they came."""
    return HttpResponse(", ".join(Organisation.objects.order_by("pk").values_list("name", flat=True)))


urlpatterns = [path("", home)]
