"""The role that web and worker run as can do their work and nothing more."""

import pytest
from django.db import DatabaseError, connection, transaction

from collab.models import AuditEvent, Collaboration
from tests import factories


def _refused(sql: str) -> bool:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return "permission denied" in str(error.value) or "must be owner" in str(error.value)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM collab_auditevent",
        "UPDATE collab_auditevent SET subject = ''",
        "DELETE FROM collab_meetingevent",
        "UPDATE collab_meetingevent SET topics = ''",
        "DELETE FROM partners_answerevent",
        "TRUNCATE collab_meeting CASCADE",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE collab_meeting DISABLE TRIGGER ALL",
        "DROP TABLE collab_meeting",
        "ALTER TABLE collab_meeting DROP CONSTRAINT meeting_in_living_memory",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY collab_user TO PROGRAM 'true'",
    ],
)
def test_running_role_is_refused(collaboration: Collaboration, sql: str):
    AuditEvent.record(AuditEvent.Act.EXPORTED, collaboration=collaboration)
    factories.meeting(factories.organization(collaboration=collaboration))
    assert _refused(sql)


@pytest.mark.django_db
def test_running_role_is_no_superuser_and_bypasses_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("groundwork", False, False, False, False)


def test_history_keeps_what_was_changed_and_deleted(collaboration: Collaboration):
    meeting = factories.meeting(factories.organization(collaboration=collaboration), topics="Before")
    meeting.topics = "After"
    meeting.save()
    meeting.delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label, topics FROM collab_meetingevent ORDER BY pgh_id")
        assert cursor.fetchall() == [("insert", "Before"), ("update", "After"), ("delete", "After")]
