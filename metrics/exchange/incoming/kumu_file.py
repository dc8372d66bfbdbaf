"""Reads Kumu's workbook and its blueprint. Source of the layouts: docs.kumu.io/guides/import."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from metrics.exchange.incoming.graph import Graph, is_both_ways
from metrics.exchange.workbook import FileRefused, sheet_names, sheet_rows

LEVELS = ("strength", "weight", "level", "value")  # what people call how strong a connection is


def read_workbook(data: bytes) -> Graph | None:
    """The network in a workbook that was looked through; None when it has no elements and connections as Kumu has."""
    elements, connections = None, None
    for name in sheet_names(data):
        rows = [] if "(ignore)" in name else list(_dicts(sheet_rows(data, name)))
        if rows and {"from", "to"} <= rows[0][1].keys():
            connections = connections or rows
        elif rows and "label" in rows[0][1]:
            elements = elements or rows
    return None if connections is None else _graph(elements or [], connections)


def read_blueprint(data: bytes) -> Graph:
    """The network in a JSON blueprint. Raises FileRefused."""
    try:
        said = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, ValueError):
        raise FileRefused(_("This JSON file cannot be read; it may be cut off.")) from None
    parts = [said.get(key) for key in ("elements", "connections")] if isinstance(said, dict) else []
    if not parts or not all(isinstance(part, list) and all(isinstance(one, dict) for one in part) for part in parts):
        raise FileRefused(_("This JSON file is no Kumu blueprint: it needs “elements” and “connections”."))
    rows = [
        [
            (at, {str(key).casefold(): _cell(value) for key, value in one.items()})
            for at, one in enumerate(part, start=1)
        ]
        for part in parts
        if part is not None
    ]
    return _graph(rows[0], rows[1])


def _graph(elements: list[tuple[int, dict[str, Any]]], connections: list[tuple[int, dict[str, Any]]]) -> Graph:
    """Elements are called by their ids where they have some, else by their labels."""
    graph = Graph()
    has_ids = any(_text(one, "id") for _row, one in elements)
    for row, one in elements:
        key = _text(one, "id") if has_ids else _text(one, "label")
        graph.add_node(
            row, key or f"#{row}", name=one.get("label"), sector=one.get("type"), short_label=one.get("short name")
        )
    for row, one in connections:
        level = next((one[key] for key in LEVELS if one.get(key) not in (None, "")), 1)
        for target in _text(one, "to").split("|"):  # one row may fan out
            source, target = _text(one, "from"), target.strip()
            for key in (source, target) if not has_ids else ():
                graph.name_node(key) if key else None
            graph.add_tie(
                row, source, target, both_ways=is_both_ways(one.get("direction")), item=one.get("type"), value=level,
                counted_on=one.get("since"),
            )  # fmt: skip
    return graph


def _dicts(rows: Iterable[tuple[int, list[Any]]]) -> Iterable[tuple[int, dict[str, Any]]]:
    head: list[str] = []
    for number, cells in rows:
        if not head:
            head = [str(cell or "").strip().casefold() for cell in cells]
        elif any(cell not in (None, "") for cell in cells):
            yield number, dict(zip(head, cells, strict=False))


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _cell(value: Any) -> Any:
    return value if isinstance(value, str | int | float) else None
