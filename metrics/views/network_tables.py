"""The ties of a network as a table and as a matrix."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from collab.wording import decimal
from metrics import network
from metrics.formulas.shown import round_half_up
from partners.models import JOINT_WORK_ITEM

HIGHEST_LEVEL = 5
TIE_TINT = 4  # the tint of a tie in an imported relation, which has no levels
NOBODY_SPOKE = "–"


def tie_table(view: network.NetworkView, pairs: list[tuple[int, int]]) -> dict[str, Any]:
    """The ties as rows of text: what each side says."""
    rows = [
        [f"{view.nodes[a].name} – {view.nodes[b].name}", _cell(view.levels[a][b]), _cell(view.levels[b][a])]
        for a, b in pairs
    ]
    head = [_("Pair"), _("First of second"), _("Second of first")]
    return {"caption": _("Ties, and what each side says"), "head": head, "rows": rows}


def _cell(level: float | None) -> str:
    if level is None:
        return NOBODY_SPOKE
    shown = round_half_up(level, 1)
    return str(int(shown)) if shown == int(shown) else decimal(shown)


@dataclass(frozen=True)
class Cell:
    """A cell of the matrix: its text, its tint 0-5, whether a needed tie is missing."""

    text: str
    tint: str
    is_gap: bool


def matrix_of(view: network.NetworkView, missing: list[tuple[int, int]]) -> list[tuple[network.Node, list[Cell]]]:
    gaps = {(a, b) for a, b in missing} | {(b, a) for a, b in missing}
    is_joint_work = view.item == JOINT_WORK_ITEM
    return [
        (
            node,
            [
                Cell("·", "-", False)
                if row == column
                else Cell(_cell(level), _tint(level, view.cut, is_joint_work), (row, column) in gaps)
                for column, level in enumerate(view.levels[row])
            ],
        )
        for row, node in enumerate(view.nodes)
    ]


def _tint(level: float | None, cut: float, is_joint_work: bool) -> str:
    if level is None:
        return "-"
    if is_joint_work:
        return str(min(int(round_half_up(level)), HIGHEST_LEVEL))
    return str(TIE_TINT) if level >= cut else "0"
