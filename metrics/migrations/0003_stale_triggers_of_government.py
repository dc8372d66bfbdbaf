"""Evidence of the government side marks its collaboration as stale in the same transaction."""

from django.db import migrations

EVIDENCE = ("mandate", "official", "liaison", "liaisonrating", "nonefound", "stance", "consultation", "staterole")


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
    dependencies = [("metrics", "0002_stale_triggers"), ("government", "0003_audit_is_append_only")]
    operations = [
        operation for table in EVIDENCE for operation in triggers(f"government_{table}", "metrics_mark_stale")
    ]
