"""Reports for tests: one with a section, locked where asked; one that is due again."""

from datetime import UTC, date, datetime
from typing import Any

from metrics.models import Report, ReportSchedule, ReportSection
from metrics.reports.assemble import assemble
from metrics.reports.frozen import freeze
from tests import factories


def report(*, is_locked: bool = False, text: str = "It went well.", **values: Any) -> Report:
    """A report with one section; locked by somebody else where asked."""
    values.setdefault("collaboration", None) or values.update(collaboration=factories.collaboration())
    values.setdefault("owner", None) or values.update(owner=factories.user())
    days = {"from_on": date(2025, 4, 1), "until_on": date(2025, 6, 30)}
    made = Report.objects.create(**{"template": "board", "title": "On its way", **days} | values)
    ReportSection.objects.create(
        collaboration=made.collaboration,
        report=made,
        position=1,
        title="Where it stands",
        evidence=["scores"],
        text=text,
    )
    if is_locked:
        made.submit()
        frozen, digest = freeze(assemble(made).document)
        made.lock(by=factories.user(), at=datetime(2025, 7, 10, tzinfo=UTC), frozen=frozen, digest=digest, alone=False)
    return made


def report_schedule(**values: Any) -> ReportSchedule:
    """A board paper each quarter."""
    return ReportSchedule.objects.create(**{"template": "board", "next_on": date(2025, 7, 1)} | values)
