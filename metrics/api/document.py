"""What the OpenAPI document says of every operation: the problems it may answer with, and the headers of writing."""

from typing import Any

from metrics.api.problems import MEDIA_TYPE, ProblemOut

PROBLEMS = {
    "400": "The request cannot be read.", "401": "No token that is in force.", "403": "Your seat does not allow it.",
    "404": "There is nothing here that you may see.", "422": "Something does not fit; a sentence for each field.",
    "429": "The token was used too often in this minute; see Retry-After.",
}  # fmt: skip
PROBLEMS_OF_WRITING = {
    "409": "It contradicts what was written at the same moment.", "415": "The body is no JSON.",
}  # fmt: skip
PROBLEMS_OF_CHANGING = {
    "412": "Somebody was quicker: what you sent and what stands there now.", "428": "If-Match is missing.",
}  # fmt: skip
KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "description": "1 to 200 signs of your own. The same request with the same key is carried out once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"}, "example": "import-2026-03-31-row-7",
}  # fmt: skip
MATCH = {
    "name": "If-Match", "in": "header", "required": True,
    "description": "The ETag of the record as you have read it.",
    "schema": {"type": "string", "pattern": '^"[1-9][0-9]{0,8}"$'}, "example": '"3"',
}  # fmt: skip
ETAG = {"ETag": {"description": "The version of the record.", "schema": {"type": "string"}}}
SCHEMAS = "#/components/schemas/"
METHODS = ("get", "post", "put", "patch", "delete")


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with what all operations have in common."""
    for path in document["paths"].values():
        for method in METHODS:
            if method in path:
                _complete(path[method], method)
    _with_slugs(document)
    told = ProblemOut.model_json_schema(ref_template=SCHEMAS + "{model}")
    document["components"]["schemas"] |= told.pop("$defs") | {"ProblemOut": told}
    return document


def _complete(operation: dict[str, Any], method: str) -> None:
    told = PROBLEMS | (PROBLEMS_OF_WRITING if method != "get" else {})
    operation.setdefault("parameters", [])
    if method == "patch":
        told |= PROBLEMS_OF_CHANGING
        operation["parameters"].append(MATCH)
    if method != "get":
        operation["parameters"].append(KEY)
    problem = {MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMAS}ProblemOut"}}}
    answers = {str(status): one for status, one in operation["responses"].items()}
    for one in answers.values():
        if one.get("description") in (None, "OK", "Created"):
            one["description"] = "The record as it stands." if method != "get" else "What was asked for."
        if operation["operationId"].endswith(("_detail", "_create", "_edit")):
            one["headers"] = ETAG
    answers |= {status: {"description": words, "content": problem} for status, words in sorted(told.items())}
    operation["responses"] = answers


def _with_slugs(document: dict[str, Any]) -> None:
    """Addresses as they are: what Django calls a converter is a pattern here."""
    for path in document["paths"].values():
        for one in path.values():
            for parameter in one.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] == "slug":
                    parameter["schema"] |= {"pattern": "^[-a-zA-Z0-9_]+$"}
                    parameter["example"] = "river-clean-up"
                    parameter["description"] = "The `slug` of one of your collaborations."
                elif parameter["in"] == "path" and parameter["schema"].get("type") == "integer":
                    parameter["schema"] |= {"minimum": 0, "maximum": 2**63 - 1}
