"""The cache that the web processes share (rate limits of the sign-in): an unlogged table, lost in a crash at no cost."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE diwan_cache "
            "(cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);"
            "CREATE INDEX diwan_cache_expires ON diwan_cache (expires)",
            "DROP TABLE diwan_cache",
        )
    ]
