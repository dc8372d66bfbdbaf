"""Files are opened by a worker: what it found, and how often it tried."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0024_exports"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="found",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="import",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(
                choices=[
                    ("opening", "is being opened"),
                    ("refused", "could not be taken"),
                    ("columns", "waits for its columns to be named"),
                    ("reading", "is being read"),
                    ("preview", "waits to be looked at"),
                    ("writing", "is being written"),
                    ("written", "imported"),
                    ("undoing", "is being undone"),
                    ("undone", "undone"),
                ],
                default="opening",
                max_length=10,
            ),
        ),
    ]
