"""The one job of the hamlet."""

import time

from procrastinate.contrib.django import app

from .models import Organisation


@app.task(name="hamlet.grind")
def grind() -> None:
    """Grind, which takes forever the first time; whoever takes it up again makes flour."""
    Organisation.objects.create(name="grinding")
    if Organisation.objects.filter(name="grinding").count() == 1:
        time.sleep(600)
    Organisation.objects.create(name="flour")
