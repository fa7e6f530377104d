"""To whom a record was given stands in the index of words, as marks (search/marks.py); the database sees to it."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION search_given_to(kind text, key bigint) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_to_tsvector(array_agg(DISTINCT mark)), ''::tsvector)
    FROM assignments_assignment, LATERAL (VALUES ('@u:' || unit_id), ('@p:' || person_id)) given(mark)
    WHERE record_type = kind AND record_id = key AND mark IS NOT NULL
$$;

-- An entry that is not there yet is begun: whoever writes its words at this moment is waited for, and nothing is lost.
CREATE FUNCTION search_note_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_entry AS entry (record_type, record_id, texts, vector, since, at)
    VALUES (NEW.record_type, NEW.record_id, '{}', array_to_tsvector(array_remove(
        ARRAY['@u:' || NEW.unit_id, '@p:' || NEW.person_id], NULL)), now(), now())
    ON CONFLICT (record_type, record_id) DO UPDATE SET vector = entry.vector || EXCLUDED.vector
    WHERE NOT tsvector_to_array(entry.vector) @> tsvector_to_array(EXCLUDED.vector);
    RETURN NULL;
END $$;
CREATE TRIGGER given_is_noted_for_the_search AFTER INSERT OR UPDATE OF unit_id, person_id ON assignments_assignment
    FOR EACH ROW EXECUTE FUNCTION search_note_given();

CREATE FUNCTION search_keep_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.vector := NEW.vector || coalesce((SELECT array_to_tsvector(array_agg(mark))
        FROM unnest(tsvector_to_array(OLD.vector)) mark WHERE mark LIKE '@u:%' OR mark LIKE '@p:%'), ''::tsvector);
    RETURN NEW;
END $$;
CREATE TRIGGER what_was_given_stays_noted BEFORE UPDATE OF vector ON search_entry
    FOR EACH ROW EXECUTE FUNCTION search_keep_given();

UPDATE search_entry SET vector = vector || search_given_to(record_type, record_id)
    WHERE record_type IN (SELECT DISTINCT record_type FROM assignments_assignment);
"""
BACK = """
DROP TRIGGER what_was_given_stays_noted ON search_entry;
DROP TRIGGER given_is_noted_for_the_search ON assignments_assignment;
DROP FUNCTION search_keep_given, search_note_given, search_given_to;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_the_latest_first"),
        ("assignments", "0005_days_of_open_ones"),
    ]

    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
