"""Errors as problem details (RFC 9457): one whole sentence, and a sentence for each field that does not fit."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

MEDIA_TYPE = "application/problem+json"
Words = str | Promise

# what the reader of JSON finds, in our words; the rest of its findings have the last sentence
TYPES: tuple[tuple[str, Words], ...] = (
    ("missing", gettext_lazy("This field is missing.")),
    ("extra_forbidden", gettext_lazy("There is no field of this name.")),
    ("date", gettext_lazy("Enter a day that exists, as year-month-day, such as 2026-03-31.")),
    ("string_pattern", gettext_lazy("This is not written as it must be. See the example of this field.")),
    ("string_too_long", gettext_lazy("This text is too long.")),
    ("string_too_short", gettext_lazy("This text is too short.")),
    ("string", gettext_lazy("This must be a text.")),
    ("int", gettext_lazy("This must be a whole number.")),
    ("bool", gettext_lazy("This must be true or false.")),
    ("list", gettext_lazy("This must be a list.")),
    ("enum", gettext_lazy("This is not one of the words that are known here.")),
    ("uuid", gettext_lazy("This must be a UUID.")),
    ("", gettext_lazy("This value does not fit here.")),
)


class FieldProblem(Schema):
    """What is wrong with one field."""

    field: str = Field(description="The name of the field; empty for what concerns the whole.")
    message: str = Field(description="One whole sentence in the language that was asked for.")


class Difference(Schema):
    """One field in which a record differs from what was sent."""

    field: str
    yours: str
    theirs: str


class ProblemOut(Schema):
    """Why a request was not answered as it was asked; media type application/problem+json."""

    type: str = Field(description="A name that stays the same in every language.", examples=["conflict"])
    title: str
    status: int
    detail: str = Field("", description="The same in one whole sentence.")
    errors: list[FieldProblem] = []
    differences: list[Difference] = Field([], description="Of a conflict: what you sent and what stands there now.")


class Problem(Exception):
    """A refusal that the caller can act on."""

    def __init__(self, status: int, kind: str, detail: Words, **more: Any) -> None:
        super().__init__(kind)
        self.status, self.kind, self.detail = status, kind, detail
        self.headers: Mapping[str, str] = more.pop("headers", {})
        self.more = more

    @classmethod
    def fields(cls, errors: Iterable[tuple[str, Words]]) -> "Problem":
        """What was sent cannot be stored; a sentence for each field."""
        named = [{"field": name, "message": str(message)} for name, message in errors]
        return cls(422, "invalid", gettext_lazy("Something in this cannot be stored. See each field."), errors=named)


TITLES: dict[int, Words] = {
    400: gettext_lazy("The request cannot be read"), 401: gettext_lazy("A token is needed"),
    403: gettext_lazy("Not allowed"), 404: gettext_lazy("Not found"), 409: gettext_lazy("Conflict"),
    412: gettext_lazy("The record has changed"), 415: gettext_lazy("JSON is needed"),
    422: gettext_lazy("This does not fit"), 428: gettext_lazy("Say which version you change"),
    429: gettext_lazy("Too many requests"),
}  # fmt: skip


def answer(problem: Problem) -> HttpResponse:
    """The problem as it leaves."""
    told = {
        "type": problem.kind, "title": str(TITLES.get(problem.status, problem.kind)), "status": problem.status,
        "detail": str(problem.detail), **problem.more,
    }  # fmt: skip
    return JsonResponse(told, status=problem.status, content_type=MEDIA_TYPE, headers=dict(problem.headers))


def install(api: NinjaAPI) -> None:
    """Every refusal of the framework and of our own doors becomes a problem."""

    def handler(kind: type[Exception], make: Any) -> None:
        def handle(request: HttpRequest, exc: Any) -> HttpResponse:
            return answer(make(exc))

        api.add_exception_handler(kind, handle)

    handler(Problem, lambda exc: exc)
    handler(ValidationError, _invalid)
    handler(AuthenticationError, lambda _exc: unauthorised())
    handler(HttpError, _unreadable)
    handler(Http404, lambda _exc: Problem(404, "not-found", gettext_lazy("There is nothing here that you may see.")))
    handler(PermissionDenied, lambda _exc: Problem(403, "refused", gettext_lazy("Your seat does not allow this.")))
    handler(
        IntegrityError,
        lambda _exc: Problem(409, "conflict", gettext_lazy("This contradicts what was written at the same moment.")),
    )


def unauthorised() -> Problem:
    """Nobody is known by what was sent; it is not told why."""
    detail = gettext_lazy("Send a token that is in force as “Authorization: Bearer groundwork_…”.")
    return Problem(401, "token-needed", detail, headers={"WWW-Authenticate": 'Bearer realm="Groundwork"'})


def _unreadable(exc: HttpError) -> Problem:
    """A body that is none; the framework wraps what our parser says of it."""
    if isinstance(exc.__cause__, Problem):
        return exc.__cause__
    return Problem(exc.status_code, "unreadable", gettext_lazy("The body is not valid JSON."))


def _invalid(exc: ValidationError) -> Problem:
    return Problem.fields((_place(one["loc"]), _words(one["type"])) for one in exc.errors)


def _place(loc: Iterable[Any]) -> str:
    """Where it stands, without the parts that the framework adds. Example: body, data, attendance, 0 -> attendance.0"""
    _kind, *path = map(str, loc)
    return ".".join(path[1:] if _kind == "body" else path)


def _words(kind: str) -> Words:
    return next(words for beginning, words in TYPES if kind.startswith(beginning))


def known(*statuses: int) -> dict[Any, Any]:
    """The problems that an operation may answer with, for the document."""
    return {frozenset(statuses): ProblemOut}


def no_such_cursor() -> Problem:
    """A place in a list that nobody gave out."""
    return Problem.fields([("after", _("This is no place in this list. Begin without “after”."))])
