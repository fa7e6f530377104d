"""The app of the interface, by its name."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterfaceConfig(AppConfig):
    """The floor on which every page stands."""

    name = "diwan.interface"
    verbose_name = _("interface")
