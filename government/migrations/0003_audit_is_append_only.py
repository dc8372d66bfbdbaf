"""The role that web and worker run as adds to the audit tables and reads them; it changes and deletes nothing there."""

from django.db import migrations

# Event tables end in "event"; the role does not exist where one role does everything.
FORWARD = """
DO $$
DECLARE t record;
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork') THEN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename ~ '^government_.*event$' LOOP
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM groundwork', t.tablename);
    END LOOP;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("government", "0002_same_collaboration")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
