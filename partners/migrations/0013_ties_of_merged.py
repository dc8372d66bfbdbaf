"""A tie of a merged organisation names its pair in order of the ids: the lower one first."""

from django.db import migrations

MAKE = """
CREATE FUNCTION partners_tie_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE low bigint := least(NEW.first_id, NEW.second_id);
BEGIN
  IF current_setting('groundwork.merging', true) = 'on' THEN
    NEW.second_id := greatest(NEW.first_id, NEW.second_id);
    NEW.first_id := low;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tie_in_order BEFORE UPDATE OF first_id, second_id ON partners_tie
FOR EACH ROW EXECUTE FUNCTION partners_tie_in_order();
"""
DROP = "DROP TRIGGER tie_in_order ON partners_tie; DROP FUNCTION partners_tie_in_order()"


class Migration(migrations.Migration):
    dependencies = [("partners", "0012_tags_and_fields_of_ones_own"), ("collab", "0019_merging")]
    operations = [migrations.RunSQL(MAKE, DROP)]
