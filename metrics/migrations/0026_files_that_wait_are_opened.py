"""Files that wait are opened by a worker, as their pages open none; an erasure lets go of those being opened too."""

from django.db import migrations

ERASURE = """
CREATE OR REPLACE FUNCTION imports_end_with_an_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE gone uuid;
BEGIN
  -- the import first: a worker that reads it holds its row, and what it staged is seen once it lets go
  FOR gone IN DELETE FROM metrics_import WHERE collaboration_id = NEW.collaboration_id
    AND state IN ({states}) RETURNING id
  LOOP
    DELETE FROM metrics_importrow WHERE batch_id = gone;
  END LOOP;
  RETURN NULL;
END $$;
"""
NOW = ERASURE.replace("{states}", "'opening', 'refused', 'columns', 'reading', 'preview'")
BEFORE = ERASURE.replace("{states}", "'columns', 'reading', 'preview'")
OPEN = "UPDATE metrics_import SET state = 'opening' WHERE state IN ('columns', 'reading', 'preview')"
CLOSE = """
DELETE FROM metrics_import WHERE state = 'refused';
UPDATE metrics_import SET state = 'columns' WHERE state = 'opening';
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0025_files_are_opened_by_a_worker")]
    operations = [migrations.RunSQL(NOW, BEFORE), migrations.RunSQL(OPEN, CLOSE)]
