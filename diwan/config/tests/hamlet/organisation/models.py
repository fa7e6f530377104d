"""The organisation of the hamlet."""

from django.db import models


class Organisation(models.Model):
    """An organisation, by its name."""

    name = models.CharField(max_length=100)

    class Meta:
        app_label = "organisation"
