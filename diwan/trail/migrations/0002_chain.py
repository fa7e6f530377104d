"""The chain of the trail: made and guarded by the database."""

from django.db import migrations

FORWARD = """
CREATE TABLE trail_head (single boolean PRIMARY KEY DEFAULT true CHECK (single), serial bigint NOT NULL, digest bytea);
INSERT INTO trail_head (serial) VALUES (0);

-- What a link proves: the link before it and every column of the event. jsonb prints keys in one fixed order; the
-- instant is taken as microseconds since 1970, which no setting of a session can print otherwise.
CREATE FUNCTION trail_digest(before bytea, e trail_event) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(coalesce(before, ''::bytea) || convert_to(jsonb_build_array(
    e.id, e.record_type, e.record_id, e.verb, e.by_id, (extract(epoch FROM e.at) * 1000000)::bigint, e.particulars
  )::text, 'UTF8'))
$$;

-- Called when the transaction commits: the row of trail_head is the lock that puts the commits in order.
CREATE FUNCTION trail_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head trail_head; computed bytea;
BEGIN
  SELECT * INTO head FROM trail_head FOR UPDATE;
  computed := trail_digest(head.digest, NEW);
  INSERT INTO trail_link (serial, event_id, digest) VALUES (head.serial + 1, NEW.id, computed);
  UPDATE trail_head SET serial = head.serial + 1, digest = computed;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER trail_append AFTER INSERT ON trail_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trail_append();

CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the trail is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER trail_event_is_final BEFORE UPDATE OR DELETE ON trail_event
  FOR EACH ROW EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER trail_event_is_kept BEFORE TRUNCATE ON trail_event EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER trail_link_is_final BEFORE UPDATE OR DELETE ON trail_link
  FOR EACH ROW EXECUTE FUNCTION trail_refuse();
CREATE TRIGGER trail_link_is_kept BEFORE TRUNCATE ON trail_link EXECUTE FUNCTION trail_refuse();
"""
BACK = """
DROP TRIGGER trail_append ON trail_event;
DROP TRIGGER trail_event_is_final ON trail_event;
DROP TRIGGER trail_event_is_kept ON trail_event;
DROP TRIGGER trail_link_is_final ON trail_link;
DROP TRIGGER trail_link_is_kept ON trail_link;
DROP FUNCTION trail_refuse(); DROP FUNCTION trail_append(); DROP FUNCTION trail_digest(bytea, trail_event);
DROP TABLE trail_head;
"""


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
