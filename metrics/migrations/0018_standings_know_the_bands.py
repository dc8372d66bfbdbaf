"""Keeps the expected bands that a collaboration set anew in its standing, and has those written that have any."""

from django.db import migrations, models

from collab.at_once import AtOnce

MARK = "INSERT INTO metrics_stale (collaboration_id) SELECT DISTINCT collaboration_id FROM metrics_weightset"


class Migration(migrations.Migration):
    dependencies = [("metrics", "0017_import_rows_are_not_logged")]
    operations = [
        AtOnce([migrations.AddField("standing", "bands", models.JSONField(default=dict))]),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
