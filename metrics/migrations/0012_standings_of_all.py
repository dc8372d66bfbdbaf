"""Marks every collaboration, so that its standing is written with its next figures."""

from django.db import migrations

MARK = "INSERT INTO metrics_stale (collaboration_id) SELECT id FROM collab_collaboration"


class Migration(migrations.Migration):
    dependencies = [("metrics", "0011_standings_and_saved_views")]
    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
