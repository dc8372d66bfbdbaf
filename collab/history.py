"""Row history: every insert, update and delete of a tracked table is kept by a database trigger."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps
from django.db.models import Model

M = TypeVar("M", bound=type[Model])


def tracked(model: M) -> M:
    """Keep the history of a table."""
    return _tracker([])(model)


def tracked_but(*fields: str) -> Callable[[M], M]:
    """Keep the history of a table without some fields, such as a password."""
    return _tracker(list(fields))


def _tracker(exclude: list[str]) -> Callable[[M], M]:
    # inserts once a statement: a file of 100,000 rows is noted by one more INSERT, not by 100,000; decision 0086
    insert = pghistory.InsertEvent(level=pghistory.Statement)
    events = (insert, pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*events, exclude=exclude or None)  # type: ignore[no-any-return]


def install_triggers(app_label: str) -> RunPython:
    """A migration step that makes the triggers of all models of an app.

    The models carry their triggers as an option, so that the state of a migration is rendered once, not once a trigger:
    a new database stands in a fifth of the time.
    """

    def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for model in apps.get_app_config(app_label).get_models():
            for trigger in getattr(model._meta, "triggers", []):
                schema_editor.execute(trigger.install_sql, params=None)

    return RunPython(install, RunPython.noop)
