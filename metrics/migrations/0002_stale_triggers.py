"""Evidence written by any path marks its collaboration as stale in the same transaction."""

from django.db import migrations

EVIDENCE = ("collab_organization", "collab_meeting", "collab_attendance", "collab_commitment", "collab_decision",
            "collab_decisionpart", "partners_partner", "partners_tie", "partners_answer")  # fmt: skip


def function(name: str, column: str) -> migrations.RunSQL:
    """A trigger function that marks the collaborations of all rows a statement touched."""

    def rows(table: str) -> str:
        return f"SELECT {column} AS id FROM {table}"

    def mark(source: str) -> str:
        return (
            f"INSERT INTO metrics_stale (collaboration_id)"
            f" SELECT DISTINCT c.id FROM ({source}) AS touched JOIN collab_collaboration c ON c.id = touched.id;"
        )

    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'INSERT' THEN {mark(rows("new_rows"))}
          ELSIF TG_OP = 'DELETE' THEN {mark(rows("old_rows"))}
          ELSE {mark(rows("old_rows") + " UNION " + rows("new_rows"))}
          END IF;
          RETURN NULL;
        END $$
        """,
        f"DROP FUNCTION {name}()",
    )


def triggers(table: str, name: str) -> list[migrations.RunSQL]:
    """One trigger an operation, fired once a statement however many rows it touches."""
    seen = {"insert": "NEW TABLE AS new_rows", "delete": "OLD TABLE AS old_rows",
            "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows"}  # fmt: skip
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER stale_{operation} AFTER {operation.upper()} ON {table} REFERENCING {transition}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            f"DROP TRIGGER stale_{operation} ON {table}",
        )
        for operation, transition in seen.items()
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0001_initial"),
        ("partners", "0003_audit_is_append_only"),
        ("collab", "0004_cache_table"),
    ]
    operations = [
        function("metrics_mark_stale", "collaboration_id"),
        function("metrics_mark_stale_itself", "id"),
        *[operation for table in EVIDENCE for operation in triggers(table, "metrics_mark_stale")],
        *triggers("collab_collaboration", "metrics_mark_stale_itself"),
    ]
