"""The moment of each record, the marks of its kind and day in its vector, and events whose records wait to be read."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

MARK = """
UPDATE search_entry SET since = at, vector = vector || array_to_tsvector(
    ARRAY['@' || record_type] || ARRAY(
        SELECT '@' || width || ':' || ((at AT TIME ZONE 'UTC')::date - date '1970-01-01') / width
        FROM unnest(ARRAY[1, 8, 64, 512]) width
    )
)
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RemoveIndex("entry", "search_entr_vector_a60652_gin"),
        # the vector stays what it was and is written by the reader from now on
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE search_entry ALTER COLUMN vector DROP EXPRESSION", migrations.RunSQL.noop
                )
            ],
            state_operations=[
                migrations.RemoveField("entry", "vector"),
                migrations.AddField(
                    "entry", "vector", django.contrib.postgres.search.SearchVectorField(), preserve_default=False
                ),
            ],
        ),
        migrations.RunSQL("ALTER TABLE search_entry ALTER COLUMN vector SET NOT NULL", migrations.RunSQL.noop),
        migrations.RemoveField("entry", "stems"),
        migrations.AddField("entry", "since", models.DateTimeField(null=True)),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        migrations.AlterField("entry", "since", models.DateTimeField()),
        migrations.AddIndex(
            "entry",
            django.contrib.postgres.indexes.GinIndex(
                fields=["vector"], gin_pending_list_limit=512, name="search_words"
            ),
        ),
        migrations.RemoveConstraint("entry", "one_entry_a_record"),
        migrations.AddConstraint(
            "entry",
            models.UniqueConstraint(
                fields=("record_type", "record_id"), include=("since", "id"), name="one_entry_a_record"
            ),
        ),
        migrations.AddIndex("entry", models.Index(fields=["-since", "-id"], name="search_latest")),
        # words are tested far more often than texts are shown: the vector stays in the row, the texts go beside it;
        # and what words are frequent is known for ten times as many of them
        migrations.RunSQL(
            "ALTER TABLE search_entry ALTER COLUMN vector SET STORAGE MAIN, ALTER COLUMN vector SET STATISTICS 1000",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="Pending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_type", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("verb", models.CharField(max_length=40)),
            ],
        ),
    ]
