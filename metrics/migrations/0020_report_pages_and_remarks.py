"""How long a report may be, and what its reader asks to change; kept in the history too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0019_an_erasure_ends_waiting_imports"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="report",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="report",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="report",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="reporttemplate",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="reporttemplate",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="reporttemplate",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="report",
            name="most_pages",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at most … pages"),
        ),
        migrations.AddField(
            model_name="report",
            name="remark",
            field=models.TextField(blank=True, max_length=2000, verbose_name="what should change"),
        ),
        migrations.AddField(
            model_name="reportevent",
            name="most_pages",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at most … pages"),
        ),
        migrations.AddField(
            model_name="reportevent",
            name="remark",
            field=models.TextField(blank=True, max_length=2000, verbose_name="what should change"),
        ),
        migrations.AddField(
            model_name="reporttemplate",
            name="most_pages",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at most … pages"),
        ),
        migrations.AddField(
            model_name="reporttemplateevent",
            name="most_pages",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at most … pages"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "metrics_reportevent" ("audience", "collaboration_id", "created_at", "digest", "due_on", "follows_id", "from_on", "frozen", "id", "is_locked_alone", "language", "lede", "locked_at", "locked_by_id", "most_pages", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "template", "title", "until_on", "version") VALUES (NEW."audience", NEW."collaboration_id", NEW."created_at", NEW."digest", NEW."due_on", NEW."follows_id", NEW."from_on", NEW."frozen", NEW."id", NEW."is_locked_alone", NEW."language", NEW."lede", NEW."locked_at", NEW."locked_by_id", NEW."most_pages", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."remark", NEW."state", NEW."template", NEW."title", NEW."until_on", NEW."version"); RETURN NULL;',
                    hash="949d4c9935e3ec144648eb26c023320e38d0f722",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cb4c8",
                    table="metrics_report",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "metrics_reportevent" ("audience", "collaboration_id", "created_at", "digest", "due_on", "follows_id", "from_on", "frozen", "id", "is_locked_alone", "language", "lede", "locked_at", "locked_by_id", "most_pages", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "template", "title", "until_on", "version") VALUES (NEW."audience", NEW."collaboration_id", NEW."created_at", NEW."digest", NEW."due_on", NEW."follows_id", NEW."from_on", NEW."frozen", NEW."id", NEW."is_locked_alone", NEW."language", NEW."lede", NEW."locked_at", NEW."locked_by_id", NEW."most_pages", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."remark", NEW."state", NEW."template", NEW."title", NEW."until_on", NEW."version"); RETURN NULL;',
                    hash="ab8a6045149a65685f67f355f0c2d67f47dd3986",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1f794",
                    table="metrics_report",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "metrics_reportevent" ("audience", "collaboration_id", "created_at", "digest", "due_on", "follows_id", "from_on", "frozen", "id", "is_locked_alone", "language", "lede", "locked_at", "locked_by_id", "most_pages", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "template", "title", "until_on", "version") VALUES (OLD."audience", OLD."collaboration_id", OLD."created_at", OLD."digest", OLD."due_on", OLD."follows_id", OLD."from_on", OLD."frozen", OLD."id", OLD."is_locked_alone", OLD."language", OLD."lede", OLD."locked_at", OLD."locked_by_id", OLD."most_pages", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."remark", OLD."state", OLD."template", OLD."title", OLD."until_on", OLD."version"); RETURN NULL;',
                    hash="70bd96757be9782111a21f2f2af181d054591733",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_19c8e",
                    table="metrics_report",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporttemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "metrics_reporttemplateevent" ("collaboration_id", "id", "most_pages", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sections") VALUES (NEW."collaboration_id", NEW."id", NEW."most_pages", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sections"); RETURN NULL;',
                    hash="92a51044818269ed0c3f1d4d5018ea6a7f647e97",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cb7a2",
                    table="metrics_reporttemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporttemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "metrics_reporttemplateevent" ("collaboration_id", "id", "most_pages", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sections") VALUES (NEW."collaboration_id", NEW."id", NEW."most_pages", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sections"); RETURN NULL;',
                    hash="e26a324f2a838343949437b09edbf90f02d76269",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a9d25",
                    table="metrics_reporttemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporttemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "metrics_reporttemplateevent" ("collaboration_id", "id", "most_pages", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sections") VALUES (OLD."collaboration_id", OLD."id", OLD."most_pages", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sections"); RETURN NULL;',
                    hash="8a9898f5a4523e248eb264cc5e01ed3887806976",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_24272",
                    table="metrics_reporttemplate",
                    when="AFTER",
                ),
            ),
        ),
    ]
