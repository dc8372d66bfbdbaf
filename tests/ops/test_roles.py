"""The role of web and worker changes rows, never tables."""

import pytest
from django.db import ProgrammingError, connection, transaction


def test_running_role_has_no_ddl_and_no_way_past_row_level_security(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)
        with pytest.raises(ProgrammingError, match="permission denied for schema public"), transaction.atomic():
            cursor.execute("CREATE TABLE mine (id int)")
