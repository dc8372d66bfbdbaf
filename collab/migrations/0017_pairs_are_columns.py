"""Pairs are stored as columns; what stood there as rows is computed anew, for it is as of the day before."""

from django.db import migrations, models

FORGET = "UPDATE collab_pairscores SET pairs = '{}', as_of = as_of - 1"


class Migration(migrations.Migration):
    dependencies = [
        ("collab", "0016_mail_says_where_to_stop"),
    ]

    operations = [
        migrations.AlterField(
            model_name="pairscores",
            name="pairs",
            field=models.JSONField(default=dict),
        ),
        migrations.RunSQL(FORGET, FORGET),
    ]
