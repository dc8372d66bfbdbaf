"""No row points into another collaboration: every reference is held together with its collaboration."""

from django.db import migrations

TARGETS = ("mandate", "liaison")
REFERENCES = (
    ("mandate", "body", "collab_organization"), ("official", "mandate", "government_mandate"),
    ("official", "person", "collab_person"), ("liaison", "mandate", "government_mandate"),
    ("liaison", "person", "collab_person"), ("liaison", "successor", "government_liaison"),
    ("liaisonrating", "liaison", "government_liaison"), ("liaisonrating", "assessor", "collab_organization"),
    ("nonefound", "mandate", "government_mandate"), ("ownentrylink", "liaison", "government_liaison"),
    ("stance", "mandate", "government_mandate"), ("stance", "meeting", "collab_meeting"),
    ("consultation", "meeting", "collab_meeting"), ("consultation", "mandate", "government_mandate"),
    ("influence", "organization", "collab_organization"),
)  # fmt: skip

UNIQUE = [
    migrations.RunSQL(
        f"ALTER TABLE government_{table} ADD CONSTRAINT {table}_in_collaboration UNIQUE (collaboration_id, id)",
        f"ALTER TABLE government_{table} DROP CONSTRAINT {table}_in_collaboration",
    )
    for table in TARGETS
]
KEYS = [
    migrations.RunSQL(
        f"ALTER TABLE government_{table} ADD CONSTRAINT {table}_{column}_of_same_collaboration"
        f" FOREIGN KEY (collaboration_id, {column}_id)"
        f" REFERENCES {target} (collaboration_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE government_{table} DROP CONSTRAINT {table}_{column}_of_same_collaboration",
    )
    for table, column, target in REFERENCES
]


class Migration(migrations.Migration):
    dependencies = [("government", "0001_initial"), ("collab", "0002_same_collaboration")]
    operations = [*UNIQUE, *KEYS]
