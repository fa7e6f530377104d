"""The settings of the house, with Django's admin beside it."""

from diwan.config.settings import *  # noqa: F403
from diwan.config.settings import INSTALLED_APPS as HOUSE

INSTALLED_APPS = [*HOUSE, "django.contrib.admin", "bench.admin_list"]
ROOT_URLCONF = "bench.admin_list.urls"
