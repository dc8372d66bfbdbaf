"""Privacy rows point into their own collaboration only, and their history is append-only like all other."""

from django.db import migrations

REFERENCES = (
    ("privacynotice", "person", "collab_person"), ("entryreview", "person", "collab_person"),
    ("ownstatement", "liaison", "government_liaison"), ("erasure", "person", "collab_person"),
)  # fmt: skip
HISTORY = ("privacynoticeevent", "entryreviewevent", "ownstatementevent", "erasureevent")

KEYS = [
    migrations.RunSQL(
        f"ALTER TABLE government_{table} ADD CONSTRAINT {table}_{column}_of_same_collaboration"
        f" FOREIGN KEY (collaboration_id, {column}_id)"
        f" REFERENCES {target} (collaboration_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE government_{table} DROP CONSTRAINT {table}_{column}_of_same_collaboration",
    )
    for table, column, target in REFERENCES
]
# an erasure is never taken back, so the running role does not write it at all: the function does
APPEND_ONLY = [
    migrations.RunSQL(
        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork') THEN"
        f" REVOKE {what} ON government_{table} FROM groundwork; END IF; END $$",
        migrations.RunSQL.noop,
    )
    for table, what in (
        *((one, "UPDATE, DELETE, TRUNCATE") for one in HISTORY), ("erasure", "INSERT, UPDATE, DELETE, TRUNCATE"),
    )
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("government", "0004_privacy_of_named_people")]
    operations = [*KEYS, *APPEND_ONLY]
