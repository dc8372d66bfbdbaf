"""Figures name organisations of their own collaboration; what was published is never changed or deleted."""

from django.db import migrations

TABLES = ("partnerscore", "publishedfigure")
FORWARD = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON collab_publishedfigure FROM groundwork;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("collab", "0005_gates_and_published_figures")]
    operations = [
        *[
            migrations.RunSQL(
                f"ALTER TABLE collab_{table} ADD CONSTRAINT {table}_organization_of_same_collaboration"
                f" FOREIGN KEY (collaboration_id, organization_id)"
                f" REFERENCES collab_organization (collaboration_id, id) DEFERRABLE INITIALLY DEFERRED",
                f"ALTER TABLE collab_{table} DROP CONSTRAINT {table}_organization_of_same_collaboration",
            )
            for table in TABLES
        ],
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
