"""Whoever is erased may stand in a file that waits to be imported: such files are let go, whole, at that moment."""

from django.db import migrations

MAKE = """
CREATE FUNCTION imports_end_with_an_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM metrics_importrow r USING metrics_import i WHERE r.batch_id = i.id
    AND i.collaboration_id = NEW.collaboration_id AND i.state IN ('columns', 'reading', 'preview');
  DELETE FROM metrics_import WHERE collaboration_id = NEW.collaboration_id AND state IN ('columns', 'reading', 'preview');
  RETURN NULL;
END $$;
CREATE TRIGGER imports_end_with_an_erasure AFTER INSERT ON government_erasure
FOR EACH ROW EXECUTE FUNCTION imports_end_with_an_erasure();
"""
DROP = "DROP TRIGGER imports_end_with_an_erasure ON government_erasure; DROP FUNCTION imports_end_with_an_erasure()"


class Migration(migrations.Migration):
    dependencies = [("metrics", "0018_standings_know_the_bands"), ("government", "0006_erase_person")]
    operations = [migrations.RunSQL(MAKE, DROP)]
