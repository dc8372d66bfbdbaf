"""A document as JSON and back, to the last digit; what is locked is this and nothing else."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from metrics.reports import document as kinds
from metrics.reports.document import Document

KINDS = {
    kind.__name__: kind
    for kind in (
        kinds.Document, kinds.Section, kinds.Words, kinds.Bullets, kinds.Quote, kinds.Strip, kinds.Strips,
        kinds.LinePoint, kinds.Line, kinds.Bars, kinds.Table,
    )
}  # fmt: skip


def freeze(document: Document) -> tuple[dict[str, Any], str]:
    """The document as plain data, and its SHA-256 in hexadecimal signs."""
    plain = _plain(document)
    return plain, digest(plain)


def digest(plain: dict[str, Any]) -> str:
    """What tells whether a record is the one that was locked; the order of keys in storage does not matter."""
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def thaw(plain: dict[str, Any]) -> Document:
    """The document as it was frozen. Raises KeyError for a kind of block that was never one of ours."""
    found = _made(plain)
    assert isinstance(found, Document)  # noqa: S101  nothing else is ever frozen
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {"is": type(value).__name__, **{one.name: _plain(getattr(value, one.name)) for one in fields(value)}}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(one) for one in value)
    if not isinstance(value, dict):
        return value
    if "number" in value and len(value) == 1:
        return Decimal(value["number"])
    if "day" in value:
        return date.fromisoformat(value["day"])
    return KINDS[value["is"]](**{name: _made(one) for name, one in value.items() if name != "is"})
