"""The sections that a report begins with."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from collab.models import Collaboration
from metrics.models import Report, ReportSection, ReportTemplate
from metrics.reports.templates import SHIPPED


def plan_of(template: str, collaboration: Collaboration) -> list[dict[str, Any]]:
    """The sections of a template in the language that is active; none for a template that is no more."""
    if template in SHIPPED:
        rows = SHIPPED[template].sections
        return [
            {"title": _text(one.title), "guidance": _text(one.guidance), "most_words": one.most_words or None,
             "evidence": list(one.evidence)}
            for one in rows
        ]  # fmt: skip
    own = _own(template, collaboration)
    return list(own.sections) if own else []


def pages_of(template: str, collaboration: Collaboration) -> int | None:
    """How many pages of A4 a report of a template may take; None = as many as it needs."""
    if template in SHIPPED:
        return SHIPPED[template].most_pages or None
    own = _own(template, collaboration)
    return own.most_pages if own else None


def add_sections(report: Report) -> None:
    """Give a new report the sections of its template, in the language of the report."""
    with override(report.language):
        plan = plan_of(report.template, report.collaboration)
    ReportSection.objects.bulk_create(
        ReportSection(collaboration_id=report.collaboration_id, report=report, position=position, **one)
        for position, one in enumerate(plan, start=1)
    )


def _own(template: str, collaboration: Collaboration) -> ReportTemplate | None:
    number = template.removeprefix("own-")
    rows = ReportTemplate.objects.filter(collaboration=collaboration)
    return rows.filter(pk=number).first() if number.isdigit() else None


def _text(words: str | Promise) -> str:
    return str(words)
