"""Inserts are noted in the history once a statement, not once a row; decision 0086."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from collab.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("collab", "0020_api_tokens"),
    ]

    operations = [
        AtOnce(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name="affiliation",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="attendance",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="collaboration",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="comment",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="commitment",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="decision",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="decisionpart",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="endorsement",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="leadershiprole",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="meeting",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="organization",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="person",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="resource",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="seat",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="strategycontribution",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="strategyversion",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="user",
                    name="insert_insert",
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="affiliation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_affiliationevent" ("collaboration_id", "from_on", "id", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_on") SELECT new_values."collaboration_id", new_values."from_on", new_values."id", new_values."organization_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."to_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2f9848b6c731ee263c9bb39268decfbdc98d7945",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8fc69",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_affiliation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attendance",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_attendanceevent" ("collaboration_id", "id", "meeting_id", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."collaboration_id", new_values."id", new_values."meeting_id", new_values."organization_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="54980919b21ae57cb9b3988b1e7e089bd0e4e44d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ed361",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_attendance",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="collaboration",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_collaborationevent" ("backbone_id", "closed_as", "country", "created_at", "currency", "ended_on", "framed_on", "id", "issue", "languages", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "started_on", "time_zone", "version") SELECT new_values."backbone_id", new_values."closed_as", new_values."country", new_values."created_at", new_values."currency", new_values."ended_on", new_values."framed_on", new_values."id", new_values."issue", new_values."languages", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."slug", new_values."started_on", new_values."time_zone", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="e6f31274c8ca7fbcaa9d7deb0714076e57231970",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e387f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_collaboration",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="comment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_commentevent" ("author_id", "collaboration_id", "commitment_id", "created_at", "decision_id", "id", "meeting_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."author_id", new_values."collaboration_id", new_values."commitment_id", new_values."created_at", new_values."decision_id", new_values."id", new_values."meeting_id", new_values."organization_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="eebdb333274480b4e4ba33038a2548c21ad7243d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_53867",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_comment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="commitment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_commitmentevent" ("closed_on", "collaboration_id", "created_at", "due_on", "id", "made_on", "meeting_id", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "promisee_id", "promiser_id", "reason", "text", "version") SELECT new_values."closed_on", new_values."collaboration_id", new_values."created_at", new_values."due_on", new_values."id", new_values."made_on", new_values."meeting_id", new_values."outcome", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."promisee_id", new_values."promiser_id", new_values."reason", new_values."text", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="dda1f8eef0c4b87e610a1aee76e13c1712b2575b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_27ee2",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_commitment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_decisionevent" ("collaboration_id", "created_at", "decided_on", "how", "id", "is_carried", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "text", "version") SELECT new_values."collaboration_id", new_values."created_at", new_values."decided_on", new_values."how", new_values."id", new_values."is_carried", new_values."meeting_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."subject", new_values."text", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1d9cfb470f76c3aa6ed83884c0e6f76273b068fd",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a3945",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_decision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decisionpart",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_decisionpartevent" ("collaboration_id", "decision_id", "id", "organization_id", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."collaboration_id", new_values."decision_id", new_values."id", new_values."organization_id", new_values."part", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="90626482b76c1ad0fde7fb99da94246adf192911",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_22b30",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_decisionpart",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="endorsement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_endorsementevent" ("collaboration_id", "created_at", "given_on", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "signed_by", "stance", "strategy_id") SELECT new_values."collaboration_id", new_values."created_at", new_values."given_on", new_values."id", new_values."organization_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."signed_by", new_values."stance", new_values."strategy_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f8a92237e4cbab9cc4fec372938d3336b986bc42",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_74977",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_endorsement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="leadershiprole",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_leadershiproleevent" ("collaboration_id", "from_on", "group", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "to_on", "version") SELECT new_values."collaboration_id", new_values."from_on", new_values."group", new_values."id", new_values."organization_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."to_on", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1c40b7c4374d7e4dfebb6f692a66c6e294250862",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_51b79",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_leadershiprole",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="meeting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_meetingevent" ("called_by_id", "chaired_by_id", "collaboration_id", "created_at", "held_at", "id", "is_held", "kind", "logged_by_id", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_note_sealed", "summary", "topics", "version") SELECT new_values."called_by_id", new_values."chaired_by_id", new_values."collaboration_id", new_values."created_at", new_values."held_at", new_values."id", new_values."is_held", new_values."kind", new_values."logged_by_id", new_values."mode", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."private_note_sealed", new_values."summary", new_values."topics", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0d74b0fc5c4f1c3f8edfa220b1f9a41f42cdf2e8",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_257e3",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_meeting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organization",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_organizationevent" ("collaboration_id", "created_at", "id", "is_local", "merged_at", "merged_into_id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "sector", "short_label", "survivor_id", "version", "website") SELECT new_values."collaboration_id", new_values."created_at", new_values."id", new_values."is_local", new_values."merged_at", new_values."merged_into_id", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."sector", new_values."short_label", new_values."survivor_id", new_values."version", new_values."website" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="557d9a12580ef865320b08d3f945632e9359f3ad",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e4928",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_organization",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="person",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_personevent" ("agreed_on", "collaboration_id", "created_at", "email", "id", "informed_on", "job_title", "language", "merged_at", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "survivor_id", "version") SELECT new_values."agreed_on", new_values."collaboration_id", new_values."created_at", new_values."email", new_values."id", new_values."informed_on", new_values."job_title", new_values."language", new_values."merged_at", new_values."merged_into_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."survivor_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f8d670422ca551d63d583db1d8bcefeb4c8ef505",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_140b0",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_person",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resource",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_resourceevent" ("amount", "collaboration_id", "created_at", "given_on", "id", "kind", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "unit", "unit_rate", "value", "version") SELECT new_values."amount", new_values."collaboration_id", new_values."created_at", new_values."given_on", new_values."id", new_values."kind", new_values."organization_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."text", new_values."unit", new_values."unit_rate", new_values."value", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="014e5e9d89006f7504cbf908b40197ac057761fa",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_55188",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_resource",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_seatevent" ("collaboration_id", "created_at", "from_on", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "to_on", "user_id") SELECT new_values."collaboration_id", new_values."created_at", new_values."from_on", new_values."id", new_values."organization_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."to_on", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="753b2fb8485a225f1bde40bb11ab674ff9282c6d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_254fc",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="strategycontribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_strategycontributionevent" ("accepted_on", "collaboration_id", "created_at", "declined_on", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "proposed_on", "strategy_id", "text", "version") SELECT new_values."accepted_on", new_values."collaboration_id", new_values."created_at", new_values."declined_on", new_values."id", new_values."organization_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."points", new_values."proposed_on", new_values."strategy_id", new_values."text", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c1b2ffd5f43a0566ebd605e66737d255950a2c89",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7689e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_strategycontribution",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="strategyversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_strategyversionevent" ("approved_on", "collaboration_id", "created_at", "decision_id", "drafted_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "title", "version") SELECT new_values."approved_on", new_values."collaboration_id", new_values."created_at", new_values."decision_id", new_values."drafted_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."text", new_values."title", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2c8fb236f1041c32436e8e7a5686aff8769ad30b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b32aa",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_strategyversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="user",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "collab_userevent" ("created_at", "email", "id", "is_active", "is_administrator", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."created_at", new_values."email", new_values."id", new_values."is_active", new_values."is_administrator", new_values."language", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="866cc5c1ee8895cfa53f494e7f475144a4475a60",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_870ee",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="collab_user",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
    ]
