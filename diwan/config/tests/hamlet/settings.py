"""Settings of the hamlet."""

from diwan.config.settings import DATABASES as DATABASES
from diwan.config.settings import SECRET_KEY as SECRET_KEY

INSTALLED_APPS = ["diwan.config.tests.hamlet.organisation", "procrastinate.contrib.django"]
ROOT_URLCONF = "diwan.config.tests.hamlet.urls"
ALLOWED_HOSTS = ["localhost"]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES["default"]["ENGINE"] = "diwan.config.patient"
PROCRASTINATE_IMPORT_PATHS = ["diwan.config.tests.hamlet.organisation.jobs"]
