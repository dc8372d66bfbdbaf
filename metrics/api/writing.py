"""Writing: JSON becomes what a browser would send, and the form of the page does the rest: rules, conflicts, ids."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pghistory
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.responses import NinjaJSONEncoder
from pydantic import ConfigDict

from collab.forms.differences import as_sent
from collab.models import ApiAnswer
from collab.models.tokens import Reply
from metrics.api.problems import Problem

KEY = "Idempotency-Key"
GOOD_KEY = re.compile(r"[\x21-\x7e]{1,200}")
VERSION = re.compile(r'(?:W/)?"([1-9]\d{0,9})(?:;[a-z]+|-[a-z]+)?"')  # compression on the way may mark it
Form = forms.BaseForm


class Written(Schema):
    """What is sent: a field that is not known here is refused, and one that is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")


def sent(data: Written) -> dict[str, Any]:
    """The fields that were sent, by name."""
    return data.model_dump(exclude_unset=True)


def filled(make: Callable[[Any], Form], values: Mapping[str, Any]) -> QueryDict:
    """What a browser would send: the form as it starts, with these values in it."""
    start, data = make(None), QueryDict(mutable=True)
    for name in start.fields:
        data.setlist(name, as_sent(start[name]))
    for name, value in values.items():
        data.setlist(name, [_raw(one) for one in value] if isinstance(value, list) else _one(value))
    return data


def _one(value: Any) -> list[str]:
    return [] if value is None else [_raw(value)]


def _raw(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def store(make: Callable[[Any], Any], values: Mapping[str, Any], names: Mapping[str, str] | None = None) -> Any:
    """The form, stored; `names` are fields that are called otherwise here. Raises Problem where the page shows 422."""
    form = make(filled(make, values))
    if form.store():
        return form
    raise refusal(form, names or {})


def refusal(form: Any, names: Mapping[str, str]) -> Problem:
    """What the page would show, field by field; a conflict with both values."""
    conflict = getattr(form, "conflict", None)
    if conflict:
        rows = [
            {"field": names.get(one.name, one.name), "yours": one.yours, "theirs": one.theirs}
            for one in conflict.fields if one.differs
        ]  # fmt: skip
        detail = _("Somebody else changed this while you were writing. Compare, then save again.")
        return Problem(412, "changed", detail, differences=rows, headers={"ETag": etag(int(form.data["version"]))})
    return Problem.fields(
        ("" if name == "__all__" else names.get(name, name), message)
        for name, messages in form.errors.items() for message in messages
    )  # fmt: skip


def etag(version: int | None) -> str:
    """The version of a record as a header; empty for what has none."""
    return "" if version is None else f'"{version}"'


def version_of(request: HttpRequest) -> int:
    """Which version of the record the caller has seen: nothing is overwritten unseen."""
    asked = request.headers.get("If-Match", "").strip()
    found = VERSION.fullmatch(asked)
    if not asked:
        raise Problem(428, "version-needed", _("Send “If-Match” with the ETag of the record as you read it."))
    if not found or int(found[1]) >= 2**31:
        raise Problem(400, "unreadable", _('“If-Match” must be the ETag of the record, such as "3".'))
    return int(found[1])


def creates(
    request: HttpRequest, make: Callable[[Any], Any], values: Mapping[str, Any], *, show: Callable[[Any], Any],
    at: Callable[[Any], str], names: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """A new record: 201 with its address, 200 for one that the same content has made before under this id."""

    def write() -> tuple[int, Mapping[str, Any], str]:
        form = store(make, values, names)
        pk = form.instance.pk
        return 200 if form.was_known else 201, show(pk), at(pk)

    return writes(request, write)


def edits(
    request: HttpRequest, make: Callable[[Any], Any], values: Mapping[str, Any], *, show: Callable[[Any], Any],
    names: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """A change of the version that the caller has read; the record as it stands then."""
    seen = {**values, "version": version_of(request)}

    def write() -> tuple[int, Mapping[str, Any], str]:
        return 200, show(store(make, seen, names).instance.pk), ""

    return writes(request, write)


def writes(request: HttpRequest, write: Callable[[], tuple[int, Mapping[str, Any], str]]) -> HttpResponse:
    """Write once, all or nothing. `write` gives status, the record as it stands, and its address."""
    asked: Any = request
    with transaction.atomic(), pghistory.context(user=asked.user.pk, token=asked.auth.pk):
        key = request.headers.get(KEY)
        if key is None:
            return _response(_reply(*write()))
        if not GOOD_KEY.fullmatch(key):
            raise Problem(400, "unreadable", _("“Idempotency-Key” is 1 to 200 signs without spaces."))
        body = request.body.decode(errors="replace")
        same = "\n".join([str(request.method), request.path, request.headers.get("If-Match", ""), body])
        row, is_new = ApiAnswer.claim(asked.auth, key, same)
        if not is_new:
            if not row.is_for(same):
                raise Problem(422, "key-used", _("This Idempotency-Key was used for another request."))
            return _response(row.reply, is_replayed=True)
        reply = _reply(*write())
        row.keep(reply)
        return _response(reply)


def _reply(status: int, shown: Mapping[str, Any], url: str) -> Reply:
    body = json.dumps(shown, cls=NinjaJSONEncoder)
    return Reply(status, body, url, etag(shown.get("version")))


def _response(reply: Reply, *, is_replayed: bool = False) -> HttpResponse:
    response = HttpResponse(reply.body, status=reply.status, content_type="application/json")
    named = {"Location": reply.location, "ETag": reply.etag, "Idempotency-Replayed": "true" if is_replayed else ""}
    for name, value in named.items():
        if value:
            response.headers[name] = value
    return response
