"""A period stays in its collaboration and follows the guardrail of its indicator; histories are added to and read."""

from django.db import migrations

KEYS = [
    migrations.RunSQL(
        "ALTER TABLE metrics_indicator ADD CONSTRAINT indicator_in_collaboration UNIQUE (collaboration_id, id, is_guarded)",
        "ALTER TABLE metrics_indicator DROP CONSTRAINT indicator_in_collaboration",
    ),
    migrations.RunSQL(
        "ALTER TABLE metrics_indicatorperiod ADD CONSTRAINT indicatorperiod_follows_its_indicator"
        " FOREIGN KEY (collaboration_id, indicator_id, is_guarded)"
        " REFERENCES metrics_indicator (collaboration_id, id, is_guarded) ON UPDATE CASCADE",
        "ALTER TABLE metrics_indicatorperiod DROP CONSTRAINT indicatorperiod_follows_its_indicator",
    ),
]
AUDIT = """
DO $$
DECLARE t record;
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork') THEN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename ~ '^metrics_.*event$' LOOP
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM groundwork', t.tablename);
    END LOOP;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0013_indicators")]
    operations = [*KEYS, migrations.RunSQL(AUDIT, migrations.RunSQL.noop)]
