"""Staged rows are not logged: a crash empties the table, and the file is read again. A preset stays in its collaboration."""

from django.db import migrations

UNLOGGED = migrations.RunSQL("ALTER TABLE metrics_importrow SET UNLOGGED", "ALTER TABLE metrics_importrow SET LOGGED")
APPEND_ONLY = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON metrics_importpresetevent FROM groundwork;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0016_imports")]
    operations = [UNLOGGED, migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop)]
