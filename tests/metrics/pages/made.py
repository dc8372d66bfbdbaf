"""Collaborations with hand-made scores, and one with evidence of every kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser
from typing import Any

from django.utils import timezone

from collab.models import Collaboration, Organization, PairScores, Score
from collab.months import running_month, snapshots
from metrics.models import Stale
from metrics.models.standings import write_standing
from metrics.scoring import score_collaboration
from tests import factories

WEIGHTS = {"trust": 0.3, "commitments": 0.25, "joint_work": 0.2, "contact": 0.15, "reciprocity": 0.1}
# (value, low, high, coverage) of a month
Figures = tuple[float | None, float | None, float | None, float | None]


def today() -> date:
    """The day on which figures are as of now."""
    return timezone.localdate()


def started(month: int) -> date:
    """A start so that this month is the running one."""
    day = today() - timedelta(days=30 * month)
    while running_month(day, today()) != month:
        day += timedelta(days=1 if (running_month(day, today()) or 0) > month else -1)
    return day


def scored(figures: Sequence[Figures], **values: Any) -> Collaboration:
    """A collaboration whose stored figures are these, from month 0 on, and which waits for nothing."""
    values.setdefault("started_on", started(len(figures) - 1))
    collaboration = factories.collaboration(**values)
    days = snapshots(collaboration.started_on, today())
    for month, (value, low, high, coverage) in enumerate(figures):
        Score.objects.create(
            collaboration=collaboration, metric="relationship", month=month, as_of=days[month], value=value, low=low,
            high=high, coverage=coverage, parts=parts(value), generation=7,
        )  # fmt: skip
    PairScores.objects.create(
        collaboration=collaboration, month=len(figures) - 1, as_of=days[-1], pairs=[], generation=7
    )
    write_standing(collaboration, collaboration.scores.all(), ())
    return settled(collaboration)


def settled(collaboration: Collaboration) -> Collaboration:
    """The same, with nothing left to compute."""
    Stale.objects.filter(collaboration=collaboration).delete()
    return collaboration


def parts(value: float | None) -> dict[str, Any]:
    """Stored parts that add up to a value; joint work is not known."""
    known = {key: weight for key, weight in WEIGHTS.items() if key != "joint_work"}
    whole = sum(known.values())
    found: dict[str, Any] = {
        key: {
            "value": value if key in known else None,
            "weight": weight,
            "quality": 1.0 if key in known else 0.0,
            "points": None if value is None or key not in known else value * weight / whole,
        }
        for key, weight in WEIGHTS.items()
    }
    return found | {"_answered": 5, "_released": True, "_pairs": 4, "_counted": 3}


@dataclass(frozen=True)
class Story:
    """Four organisations that met, promised and answered."""

    collaboration: Collaboration
    backbone: Organization
    river: Organization
    mill: Organization
    fund: Organization


def story() -> Story:
    """Trust of the river union in the mill is 88.9 (4, 4, 3), of the mill in the river union 55.6 (3, 3, 2)."""
    collaboration = factories.collaboration(name="River Clean-Up", started_on=started(6))
    river, mill, fund = (
        factories.organization(collaboration=collaboration, name=name, short_label=label, sector=sector)
        for name, label, sector in (
            ("River Union", "RU", "community"), ("Mill Owners", "MO", "business"), ("Lane Fund", "LF", "philanthropy"),
        )
    )  # fmt: skip
    for one in (river, mill, fund):
        factories.partner(one)
    on = today() - timedelta(days=30)
    factories.answers(river, mill, trust=(4, 4, 3), joint=3, counted_on=on)
    factories.answers(mill, river, trust=(3, 3, 2), joint=2, counted_on=on)
    factories.answers(fund, river, trust=(2, 2, 2), joint=1, counted_on=on)
    factories.meeting(river, mill, topics="Catch records", held_at=at(10), called_by=river)
    factories.meeting(river, fund, topics="Payment plan", held_at=at(20), called_by=fund)
    factories.commitment(
        river, mill, text="Send the map", made_on=today() - timedelta(days=40), due_on=today() - timedelta(days=20),
        outcome="kept",
    )  # fmt: skip
    backbone = collaboration.backbone
    assert backbone is not None
    assert score_collaboration(collaboration, today=collaboration.today()) is not None
    return Story(collaboration, backbone, river, mill, fund)


def at(days_ago: int) -> datetime:
    """Noon some days ago."""
    return datetime.combine(today() - timedelta(days=days_ago), time(12), tzinfo=UTC)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(html: bytes | str) -> str:
    """What a reader of a page reads, with single spaces."""
    parser = _Words()
    parser.feed(html if isinstance(html, str) else html.decode())
    return " ".join(" ".join(parser.words).split())


def cells_of(html: bytes | str, caption: str) -> list[list[str]]:
    """The rows of the table with this caption, the head among them."""
    text = html if isinstance(html, str) else html.decode()
    start = text.index(f"{caption}</caption>")
    table = text[start : text.index("</table>", start)]
    rows = table.split("<tr")[1:]
    return [[words_of(cell.partition(">")[2]) for cell in _cells(row)] for row in rows]


def _cells(row: str) -> list[str]:
    return [
        cell.partition("</t")[0] for cell in row.replace("<th", "<td").split("<td")[1:] if not cell.startswith("ead")
    ]
