"""What the collaborations of the demo measure: an indicator of each level, and what the guardrail does to the last."""

from datetime import date
from decimal import Decimal

from collab.models import Collaboration
from metrics.models import Indicator, IndicatorPeriod

Level, Way = Indicator.Level, Indicator.Way
# level, name, unit, baseline, what is said, (first month, last month, target, actual)
TOLD = (
    (Level.RELATIONSHIP, "Needed pairs that show working relationships", "%", "18",
     "From the relationship survey, as of each wave.", ((0, 5, "25", "27"), (6, 11, "45", "41"))),
    (Level.PROCESS, "Decisions with the plain text sent out within a week", "%", "40",
     "The coordinator counts them from the decisions list.", ((0, 5, "60", "55"), (6, 11, "80", "83"))),
    (Level.OWNERSHIP, "Working groups led by local partners", "groups", "0",
     "A group counts once its lead has called two meetings.", ((6, 11, "2", "1"),)),
    (Level.SYSTEM, "Offices that answer a request within ten working days", "offices", "1",
     "", ((6, 11, "3", "2"),)),
    (Level.POPULATION, "Households that live below the poverty line", "% of households", "31.4",
     "Known from the census. It is kept so that the group can look back at it after month 24.",
     ((6, 11, None, "31.1"),)),
)  # fmt: skip


def build_indicators(collaboration: Collaboration, today: date) -> None:
    """One of each level, with the periods that have begun by today."""
    month = collaboration.month(on=today) or 0
    for level, name, unit, baseline, narrative, periods in TOLD:
        indicator = Indicator(
            collaboration=collaboration, level=level, name=name, unit=unit, baseline=Decimal(baseline),
            baseline_on=collaboration.started_on, narrative=narrative,
            way=Way.CONTEXT if level == Level.POPULATION else "",
        )  # fmt: skip
        indicator.full_clean(exclude=["is_guarded"])
        indicator.save()
        for first, last, target, actual in periods:
            if first <= month:
                IndicatorPeriod.objects.create(
                    collaboration=collaboration, indicator=indicator, is_guarded=level == Level.POPULATION,
                    from_month=first, to_month=last, target=target and Decimal(target),
                    actual=Decimal(actual) if last <= month else None,
                )  # fmt: skip
