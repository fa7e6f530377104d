"""The app, under the label that the real one has."""

from django.apps import AppConfig


class HamletConfig(AppConfig):
    """The hamlet's organisation."""

    name = "diwan.config.tests.hamlet.organisation"
    label = "organisation"
