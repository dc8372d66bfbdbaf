"""Fields of what is sent and shown, described by the columns they stand for, so that no limit is written twice."""

from typing import Annotated, Any

from django.db.models import Model
from django.utils import translation
from pydantic import Field

Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


def column(model: type[Model], name: str, *, is_needed: bool = False, **more: Any) -> Any:
    """A field as its column is: its words, and how long its text may be. One that is not needed may be left out."""
    found: Any = model._meta.get_field(name)
    with translation.override("en"):  # the document is the same for everybody
        words = [str(found.verbose_name).capitalize() + ".", str(found.help_text)]
    longest = {"max_length": found.max_length} if getattr(found, "max_length", None) else {}
    told = {"description": " ".join(words).strip()} | longest | more
    return Field(..., **told) if is_needed else Field(None, json_schema_extra=_without_default, **told)


def plain(description: str, *, is_needed: bool = False, **more: Any) -> Any:
    """A field that no single column holds."""
    told = {"description": description, **more}
    return Field(..., **told) if is_needed else Field(None, json_schema_extra=_without_default, **told)


def _without_default(schema: dict[str, Any]) -> None:
    """What is left out is not sent as null: it stays as it is."""
    schema.pop("default", None)
