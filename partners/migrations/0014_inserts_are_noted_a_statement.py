"""Inserts are noted in the history once a statement, not once a row; decision 0086."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from collab.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0013_ties_of_merged"),
    ]

    operations = [
        AtOnce(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name="answer",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="collaborationrating",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="instrument",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="investment",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="invitation",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="partner",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="partnerfield",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="partnerstage",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="ratingreply",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="readinessrating",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="readinessreview",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="reviewreply",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="rosterentry",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="survey",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="tie",
                    name="insert_insert",
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="answer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_answerevent" ("collaboration_id", "counted_on", "created_at", "id", "item", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rater_id", "rater_person_id", "source", "subject_id", "survey_id", "text", "value") SELECT new_values."collaboration_id", new_values."counted_on", new_values."created_at", new_values."id", new_values."item", new_values."language", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rater_id", new_values."rater_person_id", new_values."source", new_values."subject_id", new_values."survey_id", new_values."text", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f21edd110ada7538bb09bcbf15234f880ef2700f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_fa36a",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_answer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="collaborationrating",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_collaborationratingevent" ("assessor_id", "collaboration_id", "created_at", "evidence", "id", "item", "level", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rated_by_id", "rated_on") SELECT new_values."assessor_id", new_values."collaboration_id", new_values."created_at", new_values."evidence", new_values."id", new_values."item", new_values."level", new_values."link", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rated_by_id", new_values."rated_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c506d80d715483190930ed90642e4e1522c48549",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5dc72",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_collaborationrating",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="instrument",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_instrumentevent" ("collaboration_id", "content", "created_at", "id", "is_shipped", "key", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "version") SELECT new_values."collaboration_id", new_values."content", new_values."created_at", new_values."id", new_values."is_shipped", new_values."key", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c182ac6aeb3519dfdccdbb8cff2c5972f5a35845",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0d930",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_instrument",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="investment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_investmentevent" ("amount", "collaboration_id", "created_at", "currency", "funder_id", "id", "note", "on", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "state", "version") SELECT new_values."amount", new_values."collaboration_id", new_values."created_at", new_values."currency", new_values."funder_id", new_values."id", new_values."note", new_values."on", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."purpose", new_values."state", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b7a1f99576ab31742bd66974691c260b022c37a8",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_403e0",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_investment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="invitation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_invitationevent" ("address", "collaboration_id", "consented_at", "created_at", "cut_at", "declined_at", "expires_at", "finished_at", "id", "language", "links_made", "mail_id", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "reminded_at", "revoked_at", "survey_id", "used_at", "withdrawn_at") SELECT new_values."address", new_values."collaboration_id", new_values."consented_at", new_values."created_at", new_values."cut_at", new_values."declined_at", new_values."expires_at", new_values."finished_at", new_values."id", new_values."language", new_values."links_made", new_values."mail_id", new_values."organization_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."reminded_at", new_values."revoked_at", new_values."survey_id", new_values."used_at", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c8c60ca353a0eace95ff16bda79438e10dda20fd",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_21287",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_invitation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="partner",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_partnerevent" ("activities", "collaboration_id", "contact_id", "core_from_on", "core_to_on", "details", "explained_on", "horizon_agreed_on", "id", "organization_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resources", "tags", "version") SELECT new_values."activities", new_values."collaboration_id", new_values."contact_id", new_values."core_from_on", new_values."core_to_on", new_values."details", new_values."explained_on", new_values."horizon_agreed_on", new_values."id", new_values."organization_id", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."resources", new_values."tags", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="3987d258a9f38367a9228094a6203ed7bde1d6ea",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_71860",
                            referencing="REFERENCING NEW TABLE AS new_values ",
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
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_partnerfieldevent" ("choices", "collaboration_id", "id", "is_used", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") SELECT new_values."choices", new_values."collaboration_id", new_values."id", new_values."is_used", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f65d22c4403e2ddc3e23cc8df53933eda96b7278",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a2973",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_partnerfield",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="partnerstage",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_partnerstageevent" ("collaboration_id", "created_at", "from_on", "id", "note", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage") SELECT new_values."collaboration_id", new_values."created_at", new_values."from_on", new_values."id", new_values."note", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."stage" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9e51387f61f5f7cbf01fd749c804fbf5a8c5b612",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_af55f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_partnerstage",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="ratingreply",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_ratingreplyevent" ("author_id", "collaboration_id", "created_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating_id", "replied_on", "text", "version") SELECT new_values."author_id", new_values."collaboration_id", new_values."created_at", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rating_id", new_values."replied_on", new_values."text", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="849f69b2876cbc812f6c594e4cdd676be2b564ac",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a309a",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_ratingreply",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="readinessrating",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_readinessratingevent" ("assessor_id", "collaboration_id", "created_at", "criterion", "evidence", "id", "level", "link", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rated_by_id", "rated_on") SELECT new_values."assessor_id", new_values."collaboration_id", new_values."created_at", new_values."criterion", new_values."evidence", new_values."id", new_values."level", new_values."link", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rated_by_id", new_values."rated_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="354880bf6efb8f61a9e4c0c40cd7d41dc30606bc",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_96aee",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_readinessrating",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="readinessreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_readinessreviewevent" ("collaboration_id", "created_at", "decided_on", "decision", "gate", "gate_state", "id", "learned", "look_again_on", "organization_id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "signer_id") SELECT new_values."collaboration_id", new_values."created_at", new_values."decided_on", new_values."decision", new_values."gate", new_values."gate_state", new_values."id", new_values."learned", new_values."look_again_on", new_values."organization_id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."signer_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b1dc4d95926ea03208b14697c2c507f24af15d6f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_05aff",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_readinessreview",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewreply",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_reviewreplyevent" ("author_id", "collaboration_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replied_on", "review_id", "text", "version") SELECT new_values."author_id", new_values."collaboration_id", new_values."created_at", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."replied_on", new_values."review_id", new_values."text", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="5d42854457dad81062f7177aa94e6d8e5cb35d34",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a6c99",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_reviewreply",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rosterentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_rosterentryevent" ("collaboration_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "survey_id") SELECT new_values."collaboration_id", new_values."id", new_values."organization_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."survey_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="eafa7609067a897da80a4ccc06ce8d798b18a6b3",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9b715",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_rosterentry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="survey",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_surveyevent" ("closed_at", "closes_on", "collaboration_id", "consent", "created_at", "id", "instrument_id", "languages", "least_respondents", "name", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") SELECT new_values."closed_at", new_values."closes_on", new_values."collaboration_id", new_values."consent", new_values."created_at", new_values."id", new_values."instrument_id", new_values."languages", new_values."least_respondents", new_values."name", new_values."opens_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9aaf05a3c61d3d801789fb0cd11bc3146eb01447",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8795d",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_survey",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="tie",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_tieevent" ("cadence_days", "collaboration_id", "first_id", "from_on", "id", "is_needed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_id", "to_on", "version") SELECT new_values."cadence_days", new_values."collaboration_id", new_values."first_id", new_values."from_on", new_values."id", new_values."is_needed", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."second_id", new_values."to_on", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="792642f7d68836ad932dd4da6d643ff50dab556e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0acd9",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="partners_tie",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
    ]
