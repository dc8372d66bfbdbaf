"""Evidence of readiness and of the strategy marks its collaboration as stale in the same transaction."""

from django.db import migrations

EVIDENCE = (
    "partners_partnerstage", "partners_readinessrating", "partners_collaborationrating", "collab_strategyversion",
    "collab_strategycontribution", "collab_endorsement", "collab_leadershiprole", "collab_resource",
)  # fmt: skip


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
        ("metrics", "0005_weights_are_only_added"),
        ("partners", "0005_readiness_in_its_collaboration"),
        ("collab", "0008_strategy_in_its_collaboration"),
    ]
    operations = [operation for table in EVIDENCE for operation in triggers(table, "metrics_mark_stale")]
