"""Histories and sets of weights are added to and read; a new set of weights makes scores stale like any evidence."""

from django.db import migrations

FORWARD = """
DO $$
DECLARE t record;
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON metrics_weightset FROM groundwork;
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename ~ '^metrics_.*event$' LOOP
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM groundwork', t.tablename);
    END LOOP;
  END IF;
END $$
"""
TRIGGER = """
CREATE TRIGGER stale_insert AFTER INSERT ON metrics_weightset REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION metrics_mark_stale()
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0004_weights_and_milestones")]
    operations = [
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER stale_insert ON metrics_weightset"),
    ]
