"""The API put together: its routers, its only way in, its document."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.parser import Parser

from metrics.api import (
    collaborations,
    commitments,
    decisions,
    figures,
    mandates,
    meetings,
    organizations,
    partners,
    people,
    problems,
    ratings,
    ties,
)
from metrics.api.document import completed
from metrics.api.door import Bearer
from metrics.api.problems import Problem

ABOUT = """
Read and write the records of your collaborations as you could on their pages. Every request needs a token that you make
under *Your account, Tokens for programs*; it opens what your own seat opens at that moment, and nothing else.

Days are written as 2026-03-31, instants in UTC, numbers with a decimal point. Lists come in the order of entry: take
`next` as `after` of the next request until it is null. A change needs `If-Match` with the ETag of what you have read;
if somebody was quicker, 412 says what differs. Send an `Idempotency-Key` with what you write, and the same request is
carried out once. Errors are problem details (RFC 9457), with one sentence for each field.
"""
ROUTERS = (
    collaborations.router, organizations.router, people.router, meetings.router, commitments.router, decisions.router,
    partners.router, ratings.router, ties.router, mandates.router, figures.router,
)  # fmt: skip


class Strict(Parser):
    """JSON and nothing else: no name twice, no number that is none, no body of another kind."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body; raises ValueError for what is no JSON."""
        if request.content_type != "application/json":
            raise Problem(415, "json-needed", "Send the body as “Content-Type: application/json”.")
        return json.loads(request.body, object_pairs_hook=_once, parse_constant=_no_number)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


class Api(NinjaAPI):
    """The names of operations are those of their functions, as everywhere here."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Example: meeting_create."""
        return str(operation.view_func.__name__)

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        """The document, with what all operations have in common."""
        return completed(super().get_openapi_schema(*args, **kwargs))


api = Api(
    title="Groundwork", version="1", description=ABOUT.strip(), urls_namespace="api", docs_url=None, auth=Bearer(),
    parser=Strict(),
)  # fmt: skip
problems.install(api)
for router in ROUTERS:
    api.add_router("", router)

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = api.urls[0]
for one in urlpatterns:
    asked: Any = one.callback
    login_not_required(asked)  # no page's sign-in stands before them: a token is asked for instead
