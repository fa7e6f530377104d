"""The addresses of this app: volumes and their review, then the follow-up."""

from diwan.resolutions.urls import follow_up, volumes

urlpatterns = [*volumes.urlpatterns, *follow_up.urlpatterns]
