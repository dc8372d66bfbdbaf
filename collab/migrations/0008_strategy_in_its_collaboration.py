"""Strategy rows point into their own collaboration; their histories are added to and read, nothing else."""

from django.db import migrations

REFERENCES = (
    ("strategyversion", "decision", "decision"), ("strategycontribution", "strategy", "strategyversion"),
    ("strategycontribution", "organization", "organization"), ("endorsement", "strategy", "strategyversion"),
    ("endorsement", "organization", "organization"), ("endorsementlink", "strategy", "strategyversion"),
    ("endorsementlink", "organization", "organization"), ("endorsementlink", "person", "person"),
    ("leadershiprole", "organization", "organization"), ("resource", "organization", "organization"),
)  # fmt: skip
UNIQUE = migrations.RunSQL(
    "ALTER TABLE collab_strategyversion ADD CONSTRAINT strategyversion_in_collaboration UNIQUE (collaboration_id, id)",
    "ALTER TABLE collab_strategyversion DROP CONSTRAINT strategyversion_in_collaboration",
)
KEYS = [
    migrations.RunSQL(
        f"ALTER TABLE collab_{table} ADD CONSTRAINT {table}_{column}_of_same_collaboration"
        f" FOREIGN KEY (collaboration_id, {column}_id)"
        f" REFERENCES collab_{target} (collaboration_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE collab_{table} DROP CONSTRAINT {table}_{column}_of_same_collaboration",
    )
    for table, column, target in REFERENCES
]
APPEND_ONLY = """
DO $$
DECLARE t record;
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork') THEN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename ~ '^collab_.*event$' LOOP
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM groundwork', t.tablename);
    END LOOP;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("collab", "0007_strategy")]
    operations = [UNIQUE, *KEYS, migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop)]
