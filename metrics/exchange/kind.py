"""What can be imported from a table, as plain data: columns, the words they are known by, and what makes a record one.

A column named as a field of the model is written into it; one that begins with "_" fills a part of the record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from metrics.exchange import cells
from metrics.exchange.cells import Reader


@dataclass(frozen=True)
class Column:
    """One column: the field it fills, how its cells are read, and the headers it is known by in our languages."""

    name: str
    label: Promise
    read: Reader
    aliases: str
    is_needed: bool = False
    names: str = ""  # "organization", "person" or "partner": the cell names one, the value is its id


@dataclass(frozen=True)
class Part:
    """Rows that hang on a record, one for each value of a list: who was there, for whom somebody acts."""

    column: str
    model: type[Model]
    parent: str  # column of the part that names the record
    value: str  # column of the part that holds the value
    more: str = "true"  # which rows of the part count as there


@dataclass(frozen=True)
class Kind:
    """A noun that can be imported. Rules are SQL between a staged row `r` and a record `t`, the surest first."""

    key: str
    label: Promise
    hint: Promise
    model: type[Model]
    columns: tuple[Column, ...]
    rules: tuple[str, ...]
    identity: Callable[[Mapping[str, Any]], tuple[Any, ...]]  # two rows of a file with the same are one record
    parts: tuple[Part, ...] = ()
    check: Callable[[dict[str, Any]], None] = lambda values: None
    likeness: str = ""  # the column whose near-equal values are shown for a person to decide
    defaults: Mapping[str, Any] = field(default_factory=dict)
    numbers: tuple[int, int] | None = None  # staged rows that are of this kind, where a file holds several
    has_dependants: bool = False  # whether other rows of the file name its new records
    steps: "tuple[Kind, ...]" = ()  # what a file of several kinds is made of, in the order of writing

    @property
    def each(self) -> "tuple[Kind, ...]":
        """The kinds that a file of this kind holds."""
        return self.steps or (self,)

    @property
    def among(self) -> str:
        """SQL that chooses its rows `r` of a batch."""
        return "r.number BETWEEN {} AND {}".format(*self.numbers) if self.numbers else "true"

    def of_row(self, number: int) -> "Kind":
        """The kind of one staged row."""
        return next((one for one in self.steps if one.numbers and one.numbers[0] <= number <= one.numbers[1]), self)

    def column(self, name: str) -> Column:
        """A column by its name."""
        return next(one for one in self.columns if one.name == name)

    def rules_for(self, columns: Mapping[str, int]) -> list[str]:
        """The rules that can fit a file with these columns: an id that is not in the file finds nothing.

        A network has no columns; its organisations may have ids.
        """
        return [rule for rule in self.rules if not columns or "id" in columns or rule != BY_ID]

    @property
    def table(self) -> str:
        """The table in PostgreSQL."""
        return self.model._meta.db_table

    @property
    def key_type(self) -> str:
        """The type of its key in PostgreSQL."""
        return "uuid" if self.model._meta.pk.get_internal_type() == "UUIDField" else "bigint"

    @property
    def fields(self) -> "list[Field[Any, Any]]":
        """The fields a new row fills; the database fills the others."""
        return [one for one in self.model._meta.concrete_fields if not one.has_db_default() and not one.generated]

    @property
    def has_version(self) -> bool:
        """Whether each edit counts a version up."""
        return any(one.name == "version" for one in self.model._meta.concrete_fields)


BY_ID = "t.id::text = r.cells->>'id'"  # as text: what stands in the cell need not be a number
ID = Column("id", _("Id"), cells.text(36), "id|identifier|identificador|kennung|nr")


def folded(values: Mapping[str, Any], *names: str) -> tuple[Any, ...]:
    """The values that make a record one, without case and accents."""
    return tuple(cells.fold(str(values.get(name, ""))) for name in names)
