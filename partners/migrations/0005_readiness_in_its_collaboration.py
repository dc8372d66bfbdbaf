"""Rows point into their own collaboration; reviews and histories are added to and read, nothing else."""

from django.db import migrations

TARGETS = ("partner", "readinessrating", "readinessreview")
REFERENCES = (
    ("partner", "contact", "collab_person"), ("partner", "owner", "collab_person"),
    ("partnerstage", "partner", "partners_partner"), ("readinessrating", "partner", "partners_partner"),
    ("readinessrating", "assessor", "collab_organization"), ("ratingreply", "rating", "partners_readinessrating"),
    ("collaborationrating", "assessor", "collab_organization"), ("readinessreview", "partner", "partners_partner"),
    ("readinessreview", "organization", "collab_organization"), ("reviewreply", "review", "partners_readinessreview"),
    ("investment", "partner", "partners_partner"), ("investment", "funder", "collab_organization"),
)  # fmt: skip
UNIQUE = [
    migrations.RunSQL(
        f"ALTER TABLE partners_{table} ADD CONSTRAINT {table}_in_collaboration UNIQUE (collaboration_id, id)",
        f"ALTER TABLE partners_{table} DROP CONSTRAINT {table}_in_collaboration",
    )
    for table in TARGETS
]
KEYS = [
    migrations.RunSQL(
        f"ALTER TABLE partners_{table} ADD CONSTRAINT {table}_{column}_of_same_collaboration"
        f" FOREIGN KEY (collaboration_id, {column}_id)"
        f" REFERENCES {target} (collaboration_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE partners_{table} DROP CONSTRAINT {table}_{column}_of_same_collaboration",
    )
    for table, column, target in REFERENCES
]
APPEND_ONLY = """
DO $$
DECLARE t record;
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON partners_readinessreview FROM groundwork;
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename ~ '^partners_.*event$' LOOP
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM groundwork', t.tablename);
    END LOOP;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0004_readiness_and_reviews"), ("collab", "0008_strategy_in_its_collaboration")]
    operations = [*UNIQUE, *KEYS, migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop)]
