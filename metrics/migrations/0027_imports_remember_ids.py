"""A network file that was written leaves behind how it called organisations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0026_files_that_wait_are_opened"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="node_ids",
            field=models.JSONField(default=dict),
        ),
    ]
