"""The map that a respondent sees at the end: oneself in the middle, partners the nearer the more one works together."""

import math
from dataclasses import dataclass

from partners.asking import Way

HEIGHT, MARGIN = 420, 44  # px
WIDEST = 40.0  # per cent of the width on each side
FARTHEST = 6  # rings: level 5 is next to the middle, 0 and "cannot say" are far out


@dataclass(frozen=True)
class Spot:
    """A partner on the map: x in per cent, y in px, so that labels keep their size."""

    x: str
    y: str
    label: str
    name: str
    sector: str
    level: int | None


def own_map(way: Way) -> list[Spot]:
    """Partners spread evenly around, in the order of their names; the same answers give the same map."""
    spots = []
    for number, one in enumerate(way.picked):
        level = way.joint_work[one.pk]
        angle = 2 * math.pi * number / len(way.picked) - math.pi / 2
        far = (FARTHEST - (level or 0)) / FARTHEST
        x, y = 50 + WIDEST * far * math.cos(angle), HEIGHT / 2 + (HEIGHT / 2 - MARGIN) * far * math.sin(angle)
        spots.append(Spot(f"{x:.2f}%", f"{y:.1f}", one.label, one.name, one.sector, level))
    return spots
