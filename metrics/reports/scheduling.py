"""Reports that are due: drafted on their day, their writer told by mail what evidence still lacks."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from collab.models import Collaboration, GateState, OutboxMail
from collab.months import add_months
from collab.tasks import deliver_soon
from metrics.labels import METRICS
from metrics.models import Report, ReportSchedule
from metrics.reports.facts import Facts, facts_of
from metrics.reports.sections import add_sections, pages_of


def draft_due(collaboration: Collaboration, *, today: date) -> list[Report]:
    """Draft what is due by a day, once each however often this runs, and tell the writers."""
    made = []
    with transaction.atomic():
        rows = ReportSchedule.objects.filter(collaboration=collaboration).due(on=today)
        for schedule in rows.select_for_update(skip_locked=True, of=("self",)).select_related("owner"):
            made.append(_draft(schedule, collaboration))
            schedule.next_on = add_months(schedule.next_on, schedule.every_months)
            schedule.save(update_fields=["next_on"])
        if made:
            deliver_soon()
    return made


def lacking(facts: Facts) -> list[str]:
    """What a report of these facts cannot say yet, each in a few words."""
    thin = [metric for metric in facts.scores if (point := facts.latest(metric)) is None or point.value is None]
    scores = [_("not enough evidence: %(score)s") % {"score": METRICS[metric].label} for metric in thin]
    unknown = [one for one in facts.gates if one.state == GateState.State.UNKNOWN]
    return scores + [
        _("not known yet: gate %(gate)s") % {"gate": f"{one.gate} {one.get_gate_display()}"} for one in unknown
    ]


def _draft(schedule: ReportSchedule, collaboration: Collaboration) -> Report:
    with override(schedule.language):
        until = schedule.next_on - timedelta(days=1)
        report = Report.objects.create(
            collaboration=collaboration, template=schedule.template, audience=schedule.audience, owner=schedule.owner,
            title=_("Progress until %(day)s") % {"day": date_format(until, "j F Y")}, language=schedule.language,
            from_on=add_months(schedule.next_on, -schedule.every_months), until_on=until,
            due_on=schedule.next_on + timedelta(days=schedule.days_to_write),
            most_pages=pages_of(schedule.template, collaboration),
        )  # fmt: skip
        add_sections(report)
    with override(schedule.owner.language):
        _tell(report, schedule)
    return report


def _tell(report: Report, schedule: ReportSchedule) -> None:
    facts = facts_of(report.collaboration, since=report.from_on, until=report.until_on)
    missing = "\n".join(f"- {one}" for one in lacking(facts)) or _("Nothing: every score and gate can be told.")
    values = {
        "name": report.collaboration, "day": date_format(report.due_on or report.until_on, "j F Y"), "missing": missing,
        "link": settings.ORIGIN + report.get_absolute_url(),
    }  # fmt: skip
    body = _(
        "A report of %(name)s was drafted for you. It is due on %(day)s.\n\n%(link)s\n\n"
        "Evidence that lacks:\n%(missing)s\n"
    )
    OutboxMail.put(
        key=f"report:{schedule.pk}:{schedule.next_on}",
        to=schedule.owner.email,
        subject=_("A report is due on %(day)s") % values,
        body=body % values,
        collaboration=report.collaboration,
    )
