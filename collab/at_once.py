"""Steps of one migration taken together: the tables are changed step by step, the models are rendered once.

Every step of Django's own renders all models anew, and all of ours hang together by their collaboration: a new
database took minutes. Steps that build on each other (rename, then alter) do not belong in here.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel, RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AtOnce(Operation):
    """Steps between one state and the next."""

    def __init__(self, steps: Sequence[Operation]) -> None:
        self.steps = list(steps)
        self.created = {one.name_lower for one in steps if isinstance(one, CreateModel)}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """All changes of the state; what was rendered before is dropped, so that nothing is rendered in between."""
        state.__dict__.pop("apps", None)
        for one in self.steps:
            one.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Each step, from the models before all of them to the models after all of them."""
        for one in self.steps:
            if not self._comes_with_its_table(one):
                before = to_state if isinstance(one, RunPython) else from_state  # our own code reads what is made here
                one.database_forwards(app_label, schema_editor, before, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """The same, last step first."""
        for one in reversed(self.steps):
            if not self._comes_with_its_table(one):
                one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """For the list of what a migration does."""
        return f"{len(self.steps)} steps at once"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For the writer of migrations."""
        return type(self).__name__, [self.steps], {}

    def _comes_with_its_table(self, step: Operation) -> bool:
        """A new table is made with all columns and rules that it has in the end."""
        return isinstance(step, AddField | AddConstraint | AddIndex) and step.model_name.lower() in self.created
