"""The settings of the house, with Django's admin beside it."""

from diwan.config.settings import *  # noqa: F403
from diwan.config.settings import INSTALLED_APPS as HOUSE

INSTALLED_APPS = [*HOUSE, "django.contrib.admin", "bench.admin_list"]
ROOT_URLCONF = "bench.admin_list.urls"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
"""The admin's own files are not collected."""
