"""No row points into another collaboration: every reference is held together with its collaboration."""

from django.db import migrations

TARGETS = ("organization", "person", "meeting", "decision", "commitment")
REFERENCES = (
    ("affiliation", "person"), ("affiliation", "organization"), ("attendance", "person"), ("attendance", "organization"),
    ("attendance", "meeting"), ("comment", "meeting"), ("comment", "decision"), ("comment", "commitment"),
    ("comment", "organization"), ("commitment", "meeting"), ("commitment", "person"), ("commitment", "promiser"),
    ("commitment", "promisee"), ("decision", "meeting"), ("decisionpart", "decision"), ("decisionpart", "organization"),
    ("meeting", "called_by"), ("meeting", "chaired_by"), ("organization", "parent"), ("seat", "organization"),
)  # fmt: skip
TARGET_OF = {"promiser": "organization", "promisee": "organization", "called_by": "organization",
             "chaired_by": "organization", "parent": "organization"}  # fmt: skip

UNIQUE = [
    migrations.RunSQL(
        f"ALTER TABLE collab_{table} ADD CONSTRAINT {table}_in_collaboration UNIQUE (collaboration_id, id)",
        f"ALTER TABLE collab_{table} DROP CONSTRAINT {table}_in_collaboration",
    )
    for table in TARGETS
]
KEYS = [
    migrations.RunSQL(
        f"ALTER TABLE collab_{table} ADD CONSTRAINT {table}_{column}_of_same_collaboration"
        f" FOREIGN KEY (collaboration_id, {column}_id)"
        f" REFERENCES collab_{TARGET_OF.get(column, column)} (collaboration_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE collab_{table} DROP CONSTRAINT {table}_{column}_of_same_collaboration",
    )
    for table, column in REFERENCES
]
BACKBONE = migrations.RunSQL(
    "ALTER TABLE collab_collaboration ADD CONSTRAINT collaboration_backbone_of_same_collaboration"
    " FOREIGN KEY (id, backbone_id) REFERENCES collab_organization (collaboration_id, id) DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE collab_collaboration DROP CONSTRAINT collaboration_backbone_of_same_collaboration",
)


class Migration(migrations.Migration):
    dependencies = [("collab", "0001_initial")]
    operations = [*UNIQUE, *KEYS, BACKBONE]
