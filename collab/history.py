"""Row history: every insert, update and delete of a tracked table is kept by a database trigger."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db.models import Model

M = TypeVar("M", bound=type[Model])


def tracked(model: M) -> M:
    """Keep the history of a table."""
    return _tracker([])(model)


def tracked_but(*fields: str) -> Callable[[M], M]:
    """Keep the history of a table without some fields, such as a password."""
    return _tracker(list(fields))


def _tracker(exclude: list[str]) -> Callable[[M], M]:
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*events, exclude=exclude or None)  # type: ignore[no-any-return]
