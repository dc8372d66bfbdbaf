"""Inserts are noted in the history once a statement, not once a row; decision 0086."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from collab.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0022_imports_by_a_command"),
    ]

    operations = [
        AtOnce(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name="importpreset",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="indicator",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="indicatorperiod",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="milestone",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="report",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="reportschedule",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="reportsection",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="reporttemplate",
                    name="insert_insert",
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="importpreset",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "metrics_importpresetevent" ("collaboration_id", "columns", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."collaboration_id", new_values."columns", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="728a205df40023c3711b23c685b4b93214f45d09",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_22b74",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="metrics_importpreset",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="indicator",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "metrics_indicatorevent" ("asked_by_id", "baseline", "baseline_on", "collaboration_id", "confirmed_by_id", "created_at", "from_month", "id", "level", "name", "narrative", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "unit", "version", "way") SELECT new_values."asked_by_id", new_values."baseline", new_values."baseline_on", new_values."collaboration_id", new_values."confirmed_by_id", new_values."created_at", new_values."from_month", new_values."id", new_values."level", new_values."name", new_values."narrative", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."unit", new_values."version", new_values."way" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="5c96cb507ea86cab59c034265629094f178093c8",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a12db",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="metrics_indicator",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="indicatorperiod",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "metrics_indicatorperiodevent" ("actual", "collaboration_id", "from_month", "id", "indicator_id", "is_guarded", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "to_month", "version") SELECT new_values."actual", new_values."collaboration_id", new_values."from_month", new_values."id", new_values."indicator_id", new_values."is_guarded", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."target", new_values."to_month", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6fcc7af91eea5144ed751de1c442ef846d2753f3",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9c645",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="metrics_indicatorperiod",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="milestone",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "metrics_milestoneevent" ("collaboration_id", "id", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reached_on", "set_at", "set_by_id") SELECT new_values."collaboration_id", new_values."id", new_values."key", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reached_on", new_values."set_at", new_values."set_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="86ae7f51421fcc7a9d6c8d0b8ad010ed8dbfd090",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_25d1a",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="metrics_milestone",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "metrics_reportevent" ("audience", "collaboration_id", "created_at", "digest", "due_on", "follows_id", "from_on", "frozen", "id", "is_locked_alone", "language", "lede", "locked_at", "locked_by_id", "most_pages", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "template", "title", "until_on", "version") SELECT new_values."audience", new_values."collaboration_id", new_values."created_at", new_values."digest", new_values."due_on", new_values."follows_id", new_values."from_on", new_values."frozen", new_values."id", new_values."is_locked_alone", new_values."language", new_values."lede", new_values."locked_at", new_values."locked_by_id", new_values."most_pages", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."remark", new_values."state", new_values."template", new_values."title", new_values."until_on", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="3947889ec63eb0bc7059c8f8fe577e205d93212f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cb4c8",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="metrics_report",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportschedule",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "metrics_reportscheduleevent" ("audience", "collaboration_id", "days_to_write", "every_months", "id", "language", "next_on", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "template") SELECT new_values."audience", new_values."collaboration_id", new_values."days_to_write", new_values."every_months", new_values."id", new_values."language", new_values."next_on", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."template" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="022c4de6898819ac46e028176e1eb494d403729d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5a4e7",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="metrics_reportschedule",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportsection",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "metrics_reportsectionevent" ("collaboration_id", "evidence", "guidance", "id", "most_words", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "report_id", "text", "title", "version") SELECT new_values."collaboration_id", new_values."evidence", new_values."guidance", new_values."id", new_values."most_words", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."report_id", new_values."text", new_values."title", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="927cc87613d3d4c6bb3eedfcd9cbb3899e9a284c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f071d",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="metrics_reportsection",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reporttemplate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "metrics_reporttemplateevent" ("collaboration_id", "id", "most_pages", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sections") SELECT new_values."collaboration_id", new_values."id", new_values."most_pages", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sections" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="94181f7c2534051a5d67a70b483c02fd1d506a10",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cb7a2",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="metrics_reporttemplate",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
    ]
