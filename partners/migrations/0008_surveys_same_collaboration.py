"""No survey, invitation or answer points into another collaboration; the history of the new tables is only added to."""

from django.db import migrations

TARGETS = ("instrument", "survey")
REFERENCES = (
    ("survey", "instrument", "partners_instrument"), ("rosterentry", "survey", "partners_survey"),
    ("rosterentry", "organization", "collab_organization"), ("invitation", "survey", "partners_survey"),
    ("invitation", "person", "collab_person"), ("invitation", "organization", "collab_organization"),
    ("answer", "survey", "partners_survey"),
)  # fmt: skip
HISTORIES = ("instrumentevent", "surveyevent", "rosterentryevent", "invitationevent")

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
APPEND_ONLY = migrations.RunSQL(
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork') THEN "
    + " ".join(f"REVOKE UPDATE, DELETE, TRUNCATE ON partners_{table} FROM groundwork;" for table in HISTORIES)
    + " END IF; END $$",
    migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    dependencies = [("partners", "0007_surveys"), ("collab", "0002_same_collaboration")]
    operations = [*UNIQUE, *KEYS, APPEND_ONLY]
