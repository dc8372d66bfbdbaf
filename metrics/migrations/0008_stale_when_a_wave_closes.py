"""An answer of an open wave changes no score, so it marks none as stale; closing the wave does."""

from django.db import migrations

SEEN = {"insert": ("new_rows",), "delete": ("old_rows",), "update": ("old_rows", "new_rows")}


def touched(operation: str) -> str:
    rows = (f"SELECT collaboration_id AS id FROM {table} WHERE counted_on IS NOT NULL" for table in SEEN[operation])
    return " UNION ".join(rows)


def function() -> migrations.RunSQL:
    branches = " ".join(
        f"IF TG_OP = '{operation.upper()}' THEN INSERT INTO metrics_stale (collaboration_id)"
        f" SELECT DISTINCT c.id FROM ({touched(operation)}) AS touched"
        f" JOIN collab_collaboration c ON c.id = touched.id; END IF;"
        for operation in SEEN
    )
    return migrations.RunSQL(
        f"CREATE FUNCTION metrics_mark_stale_by_counted() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {branches} RETURN NULL; END $$",
        "DROP FUNCTION metrics_mark_stale_by_counted()",
    )


def trigger(operation: str, name: str) -> str:
    rows = " ".join(f"{table.split('_')[0].upper()} TABLE AS {table}" for table in SEEN[operation])
    return (
        f"DROP TRIGGER stale_{operation} ON partners_answer;"
        f" CREATE TRIGGER stale_{operation} AFTER {operation.upper()} ON partners_answer REFERENCING {rows}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


class Migration(migrations.Migration):
    dependencies = [("metrics", "0007_attempts_and_runs"), ("partners", "0007_surveys")]
    operations = [
        function(),
        *[
            migrations.RunSQL(trigger(one, "metrics_mark_stale_by_counted"), trigger(one, "metrics_mark_stale"))
            for one in SEEN
        ],
    ]
