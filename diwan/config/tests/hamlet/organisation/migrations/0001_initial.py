"""The one table."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The organisation."""

    initial = True
    operations: ClassVar = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
            ],
        )
    ]
