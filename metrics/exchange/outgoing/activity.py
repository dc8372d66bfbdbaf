"""A collaboration as an activity of the aid transparency standard: participants, published scores, indicators."""

from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collab.models import Collaboration, Organization
from collab.months import snapshot_on
from metrics.charts.series import Point, Series
from metrics.exchange.outgoing.iati import Activity, Measured, Participant, Period
from metrics.labels import METRICS
from metrics.models import Indicator, IndicatorPeriod, Standing
from metrics.publishing import published_series
from partners.models import Partner, PartnerStage

Sector, Stage = Organization.Sector, PartnerStage.Stage
# code list OrganisationType; what has no code of its own is a national NGO
KINDS = {
    Sector.GOVERNMENT: "10", Sector.NONPROFIT: "22", Sector.PHILANTHROPY: "60", Sector.BUSINESS: "70",
    Sector.ACADEMIA: "80", Sector.MULTILATERAL: "40",
}  # fmt: skip
OTHER_KIND = "22"
FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"
ROLES = {Sector.PHILANTHROPY: FUNDING, Sector.GOVERNMENT: ACCOUNTABLE}
DAY = timedelta(days=1)


def activity_of(collaboration: Collaboration, *, ref: str, reporting: Organization, country: str, on: date) -> Activity:
    """What may be told to everybody: scores as they were published, indicators that may count, no person's name."""
    return Activity(
        ref=ref,
        number=collaboration.slug,
        reporting_name=reporting.name,
        reporting_kind=kind_of(reporting),
        title=collaboration.name,
        about=collaboration.issue,
        language=(get_language() or "en").split("-")[0],
        country=country,
        started_on=collaboration.started_on,
        ended_on=collaboration.ended_on,
        participants=_participants(collaboration, reporting, on),
        measured=(*_scores(collaboration), *_indicators(collaboration)),
    )


def kind_of(organization: Organization) -> str:
    """The code of an organisation's kind. Example: a ministry -> "10"."""
    return KINDS.get(Sector(organization.sector), OTHER_KIND)


def _participants(collaboration: Collaboration, reporting: Organization, on: date) -> tuple[Participant, ...]:
    """The reporting organisation, the backbone and the partners who are committed or active on the day, by name."""
    partners = Partner.objects.filter(collaboration=collaboration).at_stage(Stage.COMMITTED, Stage.ACTIVE, on=on)
    named = {reporting.pk, collaboration.backbone_id, *partners.values_list("organization_id", flat=True)}
    everyone = Organization.objects.filter(pk__in=[one for one in named if one is not None])
    return tuple(
        Participant(one.name, kind_of(one), ROLES.get(Sector(one.sector), IMPLEMENTING))
        for one in everyone.order_by("name", "pk")
    )


def _scores(collaboration: Collaboration) -> list[Measured]:
    """The four scores, each with a period a month, as first published and as the page shows them."""
    standing = Standing.objects.filter(collaboration=collaboration).first()
    found = published_series(collaboration, standing.bands if standing else {})
    return [
        Measured(one.name, str(METRICS[key].help), _periods(collaboration, one))
        for key, one in found.items()
        if one.points
    ]


def _periods(collaboration: Collaboration, series: Series) -> tuple[Period, ...]:
    periods, begins = [], collaboration.started_on
    for point in series.points:
        periods.append(Period(min(begins, point.as_of), point.as_of, _number(point.number), None, _comment(point)))
        begins = point.as_of + DAY
    return tuple(periods)


def _comment(point: Point) -> str:
    """How sure it is, and that this is no outcome for the population."""
    if point.number is None:
        return _("Not enough evidence for a figure.")
    values = {"low": point.lowest, "high": point.highest, "coverage": point.covered}
    return (
        _(
            "On a scale from 0 to 100; between %(low)s and %(high)s, as %(coverage)s%% of the evidence is there. "
            "It tells of the work between partners, not of outcomes for the population."
        )
        % values
    )


def _indicators(collaboration: Collaboration) -> list[Measured]:
    """Own indicators with the periods that may count as progress."""
    found = []
    for one in Indicator.objects.filter(collaboration=collaboration).for_list():
        periods = tuple(
            Period(*_days(collaboration, row), _number(row.actual), _number(row.target), row.note)
            for row in one.counted()
        )
        if periods:
            baseline = (
                (one.baseline_on, _number(one.baseline) or "") if one.baseline_on and one.baseline is not None else None
            )
            name = f"{one.name} ({one.unit})" if one.unit else one.name
            found.append(Measured(name, one.narrative, periods, baseline))
    return found


def _days(collaboration: Collaboration, row: IndicatorPeriod) -> tuple[date, date]:
    """First and last day of a period of months. Month 0 is the first day alone."""
    before = row.from_month - 1
    first = snapshot_on(collaboration.started_on, before) + DAY if before >= 0 else collaboration.started_on
    return first, snapshot_on(collaboration.started_on, row.to_month)


def _number(value: object) -> str | None:
    return None if value is None else str(value)
