"""No row points into another collaboration: every reference is held together with its collaboration."""

from django.db import migrations

REFERENCES = (
    ("partner", "organization", "organization"), ("tie", "first", "organization"), ("tie", "second", "organization"),
    ("answer", "rater", "organization"), ("answer", "subject", "organization"), ("answer", "rater_person", "person"),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ("collab", "0002_same_collaboration")]
    operations = [
        migrations.RunSQL(
            f"ALTER TABLE partners_{table} ADD CONSTRAINT {table}_{column}_of_same_collaboration"
            f" FOREIGN KEY (collaboration_id, {column}_id)"
            f" REFERENCES collab_{target} (collaboration_id, id) DEFERRABLE INITIALLY DEFERRED",
            f"ALTER TABLE partners_{table} DROP CONSTRAINT {table}_{column}_of_same_collaboration",
        )
        for table, column, target in REFERENCES
    ]
