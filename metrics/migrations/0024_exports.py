"""All that somebody sees of a collaboration, written by a worker and kept for some days; gone when somebody is erased."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from collab.at_once import AtOnce

MAKE = """
CREATE FUNCTION exports_end_with_an_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE gone uuid;
BEGIN
  -- the blocks first, as they name the export; who writes one at this moment holds its row, and is waited for
  FOR gone IN SELECT id FROM metrics_export WHERE collaboration_id = NEW.collaboration_id FOR UPDATE
  LOOP
    DELETE FROM metrics_exportpart WHERE export_id = gone;
    DELETE FROM metrics_export WHERE id = gone;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER exports_end_with_an_erasure AFTER INSERT ON government_erasure
FOR EACH ROW EXECUTE FUNCTION exports_end_with_an_erasure();
"""
DROP = "DROP TRIGGER exports_end_with_an_erasure ON government_erasure; DROP FUNCTION exports_end_with_an_erasure()"
STATES = [
    ("waiting", "is being written"),
    ("ready", "ready"),
    ("expired", "no longer there"),
    ("failed", "could not be written"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("collab", "0020_api_tokens"),
        ("government", "0007_erased_people_are_not_merged"),
        ("metrics", "0023_inserts_are_noted_a_statement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Export",
                    fields=[
                        (
                            "id",
                            models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                        ),
                        ("state", models.CharField(choices=STATES, default="waiting", max_length=10)),
                        ("tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("trouble", models.CharField(blank=True, max_length=200)),
                        ("rows", models.PositiveIntegerField(default=0)),
                        ("size", models.PositiveBigIntegerField(default=0)),
                        ("ready_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "collaboration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exports",
                                to="collab.collaboration",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ExportPart",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "export_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("content", models.BinaryField()),
                        (
                            "collaboration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="collab.collaboration",
                            ),
                        ),
                        (
                            "export",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="metrics.export"
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="export",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("collaboration", "asked_by"),
                        name="one_waiting_export_per_person",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="export",
                    constraint=models.CheckConstraint(
                        condition=~models.Q(state__in=["ready", "expired"]) | models.Q(ready_at__isnull=False),
                        name="written_export_knows_when",
                    ),
                ),
            ]
        ),
        migrations.RunSQL(MAKE, DROP),
    ]
