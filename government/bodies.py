"""Public bodies as a tree: what is part of what, with the mandates of each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from collab.models import Collaboration, Organization
from government.ladder import Rung
from government.shown import Shown, shown


@dataclass(frozen=True)
class Body:
    """One line of nested lists: `opens` a list below it or not, then `closes` so many."""

    organization: Organization
    rungs: tuple[Shown, ...]
    opens: bool
    closes: str  # one sign for each list that ends here, for a template to loop over


def bodies(collaboration: Collaboration, rungs: Sequence[Rung]) -> list[Body]:
    """All public bodies and what they belong to, from the top."""
    listed = {one.pk: one for one in collaboration.organizations.order_by("name", "pk")}
    kept: set[int] = set()
    of_body: dict[int, list[Shown]] = defaultdict(list)
    for rung in rungs:
        of_body[rung.mandate.body_id].append(shown(rung))
    for one in listed.values():
        here: Organization | None = one
        if one.sector != Organization.Sector.GOVERNMENT and one.pk not in of_body:
            continue
        while here and here.pk not in kept:
            kept.add(here.pk)
            here = listed.get(here.parent_id or 0)
    below: dict[int | None, list[Organization]] = defaultdict(list)
    for one in listed.values():
        if one.pk in kept:
            below[one.parent_id if one.parent_id in kept else None].append(one)
    lines: list[Body] = []
    _walk(below, of_body, below[None], lines, 0)
    return lines


def _walk(
    below: dict[int | None, list[Organization]], of_body: dict[int, list[Shown]], row: list[Organization],
    lines: list[Body], closing: int,
) -> None:  # fmt: skip
    """Depth first; the last line of a list carries the ends of all lists that end there."""
    for number, one in enumerate(row):
        ends = closing if number == len(row) - 1 else 0
        parts = below[one.pk]
        lines.append(Body(one, tuple(of_body[one.pk]), opens=bool(parts), closes="" if parts else "x" * ends))
        if parts:
            _walk(below, of_body, parts, lines, ends + 1)
