"""A locked report and its sections change no more, whatever path tries; rows stay in their collaboration."""

from django.db import migrations

UNIQUE = migrations.RunSQL(
    "ALTER TABLE metrics_report ADD CONSTRAINT report_in_collaboration UNIQUE (collaboration_id, id)",
    "ALTER TABLE metrics_report DROP CONSTRAINT report_in_collaboration",
)
KEYS = [
    migrations.RunSQL(
        f"ALTER TABLE metrics_{table} ADD CONSTRAINT {table}_{column}_of_same_collaboration"
        f" FOREIGN KEY (collaboration_id, {column}_id)"
        " REFERENCES metrics_report (collaboration_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE metrics_{table} DROP CONSTRAINT {table}_{column}_of_same_collaboration",
    )
    for table, column in (("reportsection", "report"), ("report", "follows"))
]
LOCKED = migrations.RunSQL(
    """
CREATE FUNCTION metrics_refuse_locked_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a locked report changes no more' USING ERRCODE = 'check_violation', CONSTRAINT = 'report_stays_locked';
END $$;
CREATE FUNCTION metrics_refuse_locked_section() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched uuid := COALESCE(OLD.report_id, NEW.report_id);
BEGIN
  IF EXISTS (SELECT FROM metrics_report WHERE id = touched AND state = 'locked') THEN
    RAISE EXCEPTION 'a locked report changes no more'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'report_stays_locked';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER report_stays_locked BEFORE UPDATE OR DELETE ON metrics_report
  FOR EACH ROW WHEN (OLD.state = 'locked') EXECUTE FUNCTION metrics_refuse_locked_report();
CREATE TRIGGER section_of_locked_report_stays BEFORE INSERT OR UPDATE OR DELETE ON metrics_reportsection
  FOR EACH ROW EXECUTE FUNCTION metrics_refuse_locked_section();
""",
    """
DROP TRIGGER report_stays_locked ON metrics_report;
DROP TRIGGER section_of_locked_report_stays ON metrics_reportsection;
DROP FUNCTION metrics_refuse_locked_report;
DROP FUNCTION metrics_refuse_locked_section;
""",
)
APPEND_ONLY = """
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
    dependencies = [("metrics", "0009_reports")]
    operations = [UNIQUE, *KEYS, LOCKED, migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop)]
