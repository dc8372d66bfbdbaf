"""A report of the demo: written, handed in, waiting for a second person to lock it."""

from datetime import date, timedelta

from collab.models import Collaboration, User
from metrics.forms.reports import last_quarter
from metrics.models import Report
from metrics.reports.sections import add_sections

TEXTS = {
    "Where it stands": "Partners wrote one strategy together and most of them stand behind it. Trust has grown between "
    "those who meet; the city, where inspections happen, still has nobody who speaks with us.",
    "What changed": "The ministry answered twice. The liaison in the city left office without a successor.",
    "Who decides": "We proposed most decisions in the first year. That must change, and we say how below.",
    "What did not work": "- A joint visit was cancelled twice\n- The first draft was written without the union",
    "What we ask": "1. Hold the next payment until the second gate is passed\n2. Release travel money for the city\n"
    "3. Agree that our share of decisions falls to a third by month 18",
}


def build(collaboration: Collaboration, owner: User, *, today: date) -> Report:
    """Last quarter's board paper, half of the way to the board."""
    since, until = last_quarter(today)
    since, until = max(since, collaboration.started_on), max(until, collaboration.started_on + timedelta(days=1))
    report = Report.objects.create(
        collaboration=collaboration, owner=owner, template="board", from_on=since, until_on=until,
        title="On its way, but cut off from the city", audience="Kestrel Lane Foundation, board meeting",
        lede="Four scores, three gates, one request: reach the city before more is paid.", due_on=until + timedelta(21),
    )  # fmt: skip
    add_sections(report)
    for section in report.sections.all():
        section.text = TEXTS.get(section.title, "")
        section.save(update_fields=["text"])
    report.submit()
    return report
