"""Whoever is erased may stand in a file that waits to be imported: such files are let go, whole, at that moment."""

from django.db import migrations

MAKE = """
CREATE FUNCTION imports_end_with_an_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE gone uuid;
BEGIN
  -- the import first: a worker that reads it holds its row, and what it staged is seen once it lets go
  FOR gone IN DELETE FROM metrics_import WHERE collaboration_id = NEW.collaboration_id
    AND state IN ('columns', 'reading', 'preview') RETURNING id
  LOOP
    DELETE FROM metrics_importrow WHERE batch_id = gone;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER imports_end_with_an_erasure AFTER INSERT ON government_erasure
FOR EACH ROW EXECUTE FUNCTION imports_end_with_an_erasure();
"""
DROP = "DROP TRIGGER imports_end_with_an_erasure ON government_erasure; DROP FUNCTION imports_end_with_an_erasure()"


class Migration(migrations.Migration):
    dependencies = [("metrics", "0018_standings_know_the_bands"), ("government", "0006_erase_person")]
    operations = [migrations.RunSQL(MAKE, DROP)]
