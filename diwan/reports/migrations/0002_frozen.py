"""An issued version is frozen: the database refuses to change or delete it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reports_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'an issued version is frozen' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER reports_edition_is_frozen BEFORE UPDATE OR DELETE ON reports_edition
  FOR EACH ROW EXECUTE FUNCTION reports_refuse();
CREATE TRIGGER reports_editionfile_is_frozen BEFORE UPDATE OR DELETE ON reports_editionfile
  FOR EACH ROW EXECUTE FUNCTION reports_refuse();
"""
BACK = """
DROP TRIGGER reports_edition_is_frozen ON reports_edition;
DROP TRIGGER reports_editionfile_is_frozen ON reports_editionfile;
DROP FUNCTION reports_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
