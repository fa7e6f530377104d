"""The registry that entered a letter stands in the index of words (search/marks.py)."""

from django.db import migrations

MARK = """
UPDATE search_entry SET vector = vector || array_to_tsvector(ARRAY['@u:' || unit_id])
FROM correspondence_letter letter WHERE record_type = 'correspondence.letter' AND record_id = letter.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0003_listed_from_the_index"),
        ("search", "0003_given_to"),
    ]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
