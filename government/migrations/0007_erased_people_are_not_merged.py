"""Whoever is erased takes no part in a merge, and no merge with them is taken back."""

from django.db import migrations

MAKE = """
CREATE FUNCTION government_erased_people_are_not_merged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id AND EXISTS (SELECT FROM government_erasure
      WHERE person_id IN (NEW.id, NEW.merged_into_id, OLD.merged_into_id)) THEN
    RAISE EXCEPTION 'erased_people_are_not_merged: one of the two is erased'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'erased_people_are_not_merged';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER b_erased_people_are_not_merged BEFORE UPDATE OF merged_into_id ON collab_person
FOR EACH ROW EXECUTE FUNCTION government_erased_people_are_not_merged();
"""
DROP = (
    "DROP TRIGGER b_erased_people_are_not_merged ON collab_person;"
    "DROP FUNCTION government_erased_people_are_not_merged()"
)


class Migration(migrations.Migration):
    dependencies = [("government", "0006_erase_person"), ("collab", "0019_merging")]
    operations = [migrations.RunSQL(MAKE, DROP)]
