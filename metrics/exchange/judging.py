"""One row on its own: what its cells say, what is wrong with it, and how the staging table holds that."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from metrics.exchange.cells import Known, plain
from metrics.exchange.kinds import Column, Kind
from metrics.exchange.reasons import Wrong
from metrics.models import ImportRow

NEW, NEAR, REFUSED = (one.value for one in (ImportRow.State.NEW, ImportRow.State.NEAR, ImportRow.State.REFUSED))
as_json = json.JSONEncoder(check_circular=False).encode  # rows are flat
Problem = tuple[str, str, Mapping[str, Any]]  # column, reason, what the sentence of the reason names
Staged = tuple[int, str, str, str | None, str, str | None]  # number, state, values, problems, record, near records


def judge(
    kind: Kind, cells: Iterable[tuple[Column, Any]], known: Known, *, lenient: tuple[str, ...] = ()
) -> tuple[dict[str, Any], list[Problem]]:
    """The values of a row and what is wrong with it. An empty cell says nothing: it changes nothing.

    `lenient` are columns that other programs fill freely: what we do not know there is passed over.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, cell in cells:
        if (not cell or cell.isspace()) if isinstance(cell, str) else cell is None:
            if column.is_needed:
                problems.append((column.name, "missing", {}))
            continue
        try:
            values[column.name] = column.read(cell, known)
        except Wrong as wrong:
            if column.name not in lenient:
                problems.append((column.name, wrong.code, {"cell": plain(cell)[:60]} | wrong.values))
    if not problems:
        try:
            kind.check(values)
        except Wrong as wrong:
            problems.append((wrong.values.get("column", ""), wrong.code, wrong.values))
    return values, problems


def staged(number: int, values: Mapping[str, Any], problems: list[Problem], near: list[str]) -> Staged:
    """The row as the staging table holds it."""
    state = REFUSED if problems else NEAR if near else NEW
    return (
        number, state, as_json(values), as_json(problems) if problems else None, "",
        as_json(near) if near else None,
    )  # fmt: skip
