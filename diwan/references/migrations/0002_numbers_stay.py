"""A number that was drawn stays as drawn: the database refuses to delete it, to print it otherwise or to date it back."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION references_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a number stays as it was drawn' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER a_number_is_kept BEFORE DELETE ON references_reference
  FOR EACH ROW EXECUTE FUNCTION references_refuse();
CREATE TRIGGER a_number_stays_as_drawn
  BEFORE UPDATE OF register_id, year, serial, printed, at ON references_reference
  FOR EACH ROW WHEN ((OLD.register_id, OLD.year, OLD.serial, OLD.printed, OLD.at)
    IS DISTINCT FROM (NEW.register_id, NEW.year, NEW.serial, NEW.printed, NEW.at))
  EXECUTE FUNCTION references_refuse();
CREATE TRIGGER a_void_stays_void BEFORE UPDATE ON references_reference
  FOR EACH ROW WHEN (OLD.state = 'void') EXECUTE FUNCTION references_refuse();
CREATE FUNCTION references_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.last < OLD.last THEN
    RAISE EXCEPTION 'a register is never counted back' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_counter_goes_forward BEFORE UPDATE OF last ON references_counter
  FOR EACH ROW EXECUTE FUNCTION references_only_forward();
"""
BACK = """
DROP TRIGGER a_number_is_kept ON references_reference;
DROP TRIGGER a_number_stays_as_drawn ON references_reference;
DROP TRIGGER a_void_stays_void ON references_reference;
DROP TRIGGER a_counter_goes_forward ON references_counter;
DROP FUNCTION references_refuse(); DROP FUNCTION references_only_forward();
"""


class Migration(migrations.Migration):
    dependencies = [("references", "0001_initial")]
    operations = [
        migrations.RunSQL(FORWARD, BACK),
        migrations.AddIndex("reference", models.Index(fields=["printed"], name="numbers_as_printed")),
    ]
