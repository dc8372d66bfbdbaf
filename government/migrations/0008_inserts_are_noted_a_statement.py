"""Inserts are noted in the history once a statement, not once a row; decision 0086."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from collab.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("government", "0007_erased_people_are_not_merged"),
    ]

    operations = [
        AtOnce(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name="consultation",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="entryreview",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="erasure",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="influence",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="liaison",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="liaisonrating",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="mandate",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="nonefound",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="official",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="ownstatement",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="privacynotice",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="stance",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="staterole",
                    name="insert_insert",
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consultation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_consultationevent" ("collaboration_id", "created_at", "id", "mandate_id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "timing") SELECT new_values."collaboration_id", new_values."created_at", new_values."id", new_values."mandate_id", new_values."meeting_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."timing" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0ce8fecc7bc70701faa5517e10d548d77eb24b84",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1cdb0",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_consultation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="entryreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_entryreviewevent" ("collaboration_id", "id", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reviewed_on") SELECT new_values."collaboration_id", new_values."id", new_values."outcome", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."reviewed_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="3495ff68c9867d4d9c2a5e1fe554b7bcbe9b949a",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0f9cb",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_entryreview",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="erasure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_erasureevent" ("cleared", "collaboration_id", "erased_at", "erased_by_id", "id", "left", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."cleared", new_values."collaboration_id", new_values."erased_at", new_values."erased_by_id", new_values."id", new_values."left", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b93f9ac1af6b4b59bf8786f3cd83991b0ff14a15",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f408e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_erasure",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="influence",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_influenceevent" ("collaboration_id", "id", "influence", "interest", "judged_on", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."collaboration_id", new_values."id", new_values."influence", new_values."interest", new_values."judged_on", new_values."organization_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4f58ebd832b1fd9c0a256b64a3c1c3dc8ea21f4d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b056b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_influence",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="liaison",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_liaisonevent" ("collaboration_id", "created_at", "from_on", "id", "mandate_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "steps", "successor_id", "to_on", "version") SELECT new_values."collaboration_id", new_values."created_at", new_values."from_on", new_values."id", new_values."mandate_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."steps", new_values."successor_id", new_values."to_on", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8fef2774f938f6b170051cadc31c5b4f804a43f6",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cee7b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_liaison",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="liaisonrating",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_liaisonratingevent" ("ability", "ability_evidence", "assessor_id", "authority", "authority_evidence", "bandwidth", "bandwidth_evidence", "collaboration_id", "created_at", "id", "liaison_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rated_on", "trust", "trust_evidence", "version", "willingness", "willingness_evidence") SELECT new_values."ability", new_values."ability_evidence", new_values."assessor_id", new_values."authority", new_values."authority_evidence", new_values."bandwidth", new_values."bandwidth_evidence", new_values."collaboration_id", new_values."created_at", new_values."id", new_values."liaison_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rated_on", new_values."trust", new_values."trust_evidence", new_values."version", new_values."willingness", new_values."willingness_evidence" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="ba9675c5ee7632648332f43d551b9d3b11fba360",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_afca4",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_liaisonrating",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="mandate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_mandateevent" ("body_id", "collaboration_id", "created_at", "decides", "from_on", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_on", "topic", "version", "weight") SELECT new_values."body_id", new_values."collaboration_id", new_values."created_at", new_values."decides", new_values."from_on", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."to_on", new_values."topic", new_values."version", new_values."weight" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f79962906a665be21761bbb07a58a45d8baa8141",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8a927",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_mandate",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="nonefound",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_nonefoundevent" ("collaboration_id", "confirmed_on", "id", "mandate_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."collaboration_id", new_values."confirmed_on", new_values."id", new_values."mandate_id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="7ff187d26fa0402ea200e4e4d63ef53564b2f58b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_29356",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_nonefound",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="official",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_officialevent" ("collaboration_id", "from_on", "id", "mandate_id", "office", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_on", "version") SELECT new_values."collaboration_id", new_values."from_on", new_values."id", new_values."mandate_id", new_values."office", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."to_on", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="505ce749440855cf48b5b8d2dae1b10a0c11c9e3",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_46fbc",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_official",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="ownstatement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_ownstatementevent" ("answer", "answered_on", "bandwidth", "collaboration_id", "created_at", "id", "kind", "liaison_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_on", "text") SELECT new_values."answer", new_values."answered_on", new_values."bandwidth", new_values."collaboration_id", new_values."created_at", new_values."id", new_values."kind", new_values."liaison_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."said_on", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a5c7802278890b8b86f7159bf58804251a096778",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a6142",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_ownstatement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="privacynotice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_privacynoticeevent" ("collaboration_id", "how", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_on") SELECT new_values."collaboration_id", new_values."how", new_values."id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."told_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4cfa2b9454ca4862d016e3f18720af7429326670",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1f05d",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_privacynotice",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stance",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_stanceevent" ("collaboration_id", "created_at", "evidence", "id", "level", "mandate_id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_on") SELECT new_values."collaboration_id", new_values."created_at", new_values."evidence", new_values."id", new_values."level", new_values."mandate_id", new_values."meeting_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."seen_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="73c765286fe146a3eefed9a4e5758b0314602dcd",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b1e3b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_stance",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="staterole",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "government_stateroleevent" ("collaboration_id", "from_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role") SELECT new_values."collaboration_id", new_values."from_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."role" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="5441497e19d389ef267a14f75db8f605ef8cf895",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ea20d",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="government_staterole",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
    ]
