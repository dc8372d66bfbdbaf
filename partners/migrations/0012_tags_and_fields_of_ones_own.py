"""Tags of a partner, and fields of one's own; a field stays in its collaboration, its history is only added to."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from collab.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("collab", "0015_outlines"),
        ("partners", "0011_published_instruments_stay"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="partner",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="partner",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="partner",
            name="delete_delete",
        ),
        AtOnce(
            [
                migrations.CreateModel(
                    name="PartnerField",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("text", "Words"),
                                    ("number", "A number"),
                                    ("day", "A day"),
                                    ("yes or no", "Yes or no"),
                                    ("choice", "One of several"),
                                ],
                                default="text",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "choices",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="choices",
                            ),
                        ),
                        ("is_used", models.BooleanField(default=True, verbose_name="in use")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="PartnerFieldEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("text", "Words"),
                                    ("number", "A number"),
                                    ("day", "A day"),
                                    ("yes or no", "Yes or no"),
                                    ("choice", "One of several"),
                                ],
                                default="text",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "choices",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="choices",
                            ),
                        ),
                        ("is_used", models.BooleanField(default=True, verbose_name="in use")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="partner",
                    name="details",
                    field=models.JSONField(blank=True, default=dict, editable=False),
                ),
                migrations.AddField(
                    model_name="partner",
                    name="tags",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="tags",
                    ),
                ),
                migrations.AddField(
                    model_name="partnerevent",
                    name="details",
                    field=models.JSONField(blank=True, default=dict, editable=False),
                ),
                migrations.AddField(
                    model_name="partnerevent",
                    name="tags",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="tags",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="partner",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("tags__len__lte", 12)), name="partner_has_a_dozen_tags_at_most"
                    ),
                ),
                migrations.AddField(
                    model_name="partnerfield",
                    name="collaboration",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_fields",
                        to="collab.collaboration",
                    ),
                ),
                migrations.AddField(
                    model_name="partnerfieldevent",
                    name="collaboration",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="collab.collaboration",
                    ),
                ),
                migrations.AddField(
                    model_name="partnerfieldevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="partnerfieldevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.partnerfield",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="partnerfield",
                    constraint=models.UniqueConstraint(
                        models.F("collaboration"),
                        django.db.models.functions.text.Lower("name"),
                        name="one_partner_field_per_name",
                        violation_error_message="A field of this name is there already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="partnerfield",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="partner_field_has_a_name"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="partnerfield",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "choice"), _negated=True), ("choices__len__gte", 2), _connector="OR"
                        ),
                        name="partner_field_offers_two_choices",
                        violation_error_message="Write two choices at least, one a line.",
                    ),
                ),
            ]
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_partnerevent" ("activities", "collaboration_id", "contact_id", "core_from_on", "core_to_on", "details", "explained_on", "horizon_agreed_on", "id", "organization_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resources", "tags", "version") VALUES (NEW."activities", NEW."collaboration_id", NEW."contact_id", NEW."core_from_on", NEW."core_to_on", NEW."details", NEW."explained_on", NEW."horizon_agreed_on", NEW."id", NEW."organization_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."resources", NEW."tags", NEW."version"); RETURN NULL;',
                    hash="a8f1c5be62964641ecc5186a0337d325ed5719dd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_71860",
                    table="partners_partner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_partnerevent" ("activities", "collaboration_id", "contact_id", "core_from_on", "core_to_on", "details", "explained_on", "horizon_agreed_on", "id", "organization_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resources", "tags", "version") VALUES (NEW."activities", NEW."collaboration_id", NEW."contact_id", NEW."core_from_on", NEW."core_to_on", NEW."details", NEW."explained_on", NEW."horizon_agreed_on", NEW."id", NEW."organization_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."resources", NEW."tags", NEW."version"); RETURN NULL;',
                    hash="c19cedae55e3f9c9e7e9dad2ac18d0cf49d2ae28",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_17ece",
                    table="partners_partner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_partnerevent" ("activities", "collaboration_id", "contact_id", "core_from_on", "core_to_on", "details", "explained_on", "horizon_agreed_on", "id", "organization_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resources", "tags", "version") VALUES (OLD."activities", OLD."collaboration_id", OLD."contact_id", OLD."core_from_on", OLD."core_to_on", OLD."details", OLD."explained_on", OLD."horizon_agreed_on", OLD."id", OLD."organization_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."resources", OLD."tags", OLD."version"); RETURN NULL;',
                    hash="3f85c1be338b7591aab8d64e09af8d26bc0d9fb4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e7dd8",
                    table="partners_partner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnerfield",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_partnerfieldevent" ("choices", "collaboration_id", "id", "is_used", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."choices", NEW."collaboration_id", NEW."id", NEW."is_used", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;',
                    hash="239605125fefe85d7fb638aff09d1ebdaf87948b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a2973",
                    table="partners_partnerfield",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnerfield",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_partnerfieldevent" ("choices", "collaboration_id", "id", "is_used", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."choices", NEW."collaboration_id", NEW."id", NEW."is_used", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;',
                    hash="217d8c2d6aa11bfc168e27bc1387229c88675af8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5e876",
                    table="partners_partnerfield",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnerfield",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_partnerfieldevent" ("choices", "collaboration_id", "id", "is_used", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (OLD."choices", OLD."collaboration_id", OLD."id", OLD."is_used", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."version"); RETURN NULL;',
                    hash="8214041981182accb2d82540d7c450933be9dbb5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_236a7",
                    table="partners_partnerfield",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(
            "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork') THEN"
            " REVOKE UPDATE, DELETE, TRUNCATE ON partners_partnerfieldevent FROM groundwork; END IF; END $$",
            migrations.RunSQL.noop,
        ),
    ]
