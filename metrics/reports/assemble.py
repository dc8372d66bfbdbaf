"""From a report and its facts to a document in the report's language, without the name of anybody who did not agree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from collab.models import Affiliation, Collaboration, Person
from collab.models.directory import SHIELDED
from metrics.models import Report, ReportSection
from metrics.reports.document import Block, Bullets, Document, Quote, Section, Words
from metrics.reports.evidence import EVIDENCE
from metrics.reports.facts import Facts, facts_of
from metrics.reports.frozen import thaw
from metrics.reports.redaction import LeftOut, Named, redact

SPECIFICATION = 1  # of docs/metrics.md
BULLET, NUMBERED = re.compile(r"^\s*[-•*]\s+"), re.compile(r"^\s*\d+[.)]\s+")


@dataclass(frozen=True)
class Assembled:
    """A document, and the names that were left out of it."""

    document: Document
    left_out: list[LeftOut]


def assemble(report: Report) -> Assembled:
    """What the report says: the frozen document of a locked one, else what it would be if it were locked now."""
    if report.is_locked:
        return Assembled(thaw(report.frozen), [])
    with override(report.language):
        collaboration = report.collaboration
        facts = facts_of(collaboration, since=report.from_on, until=report.until_on)
        desk = _Desk(people=list(_unnamed(collaboration)), left_out=[])
        document = Document(
            title=desk.clean(_("Title"), report.title),
            kicker=desk.clean(_("For whom"), _kicker(report)),
            lede=desk.clean(_("In short"), report.lede),
            language=report.language.split("-")[0],
            imprint=_imprint(report, facts),
            origin=settings.ORIGIN,
            sections=tuple(_section(one, facts, desk) for one in report.sections.all()),
        )
    return Assembled(document, desk.left_out)


@dataclass(frozen=True)
class _Desk:
    """Where typed text is read for names."""

    people: list[Named]
    left_out: list[LeftOut]

    def clean(self, section: str, text: str) -> str:
        """The text as it may leave."""
        text, found = redact(text, self.people)
        self.left_out.extend(LeftOut(section, one.name, one.role, times) for one, times in found)
        return text


def _section(section: ReportSection, facts: Facts, desk: _Desk) -> Section:
    told = tuple(_told(desk.clean(section.title, section.text)))
    drawn = tuple(
        replace(block, text=desk.clean(section.title, block.text)) if isinstance(block, Quote) else block
        for key in section.evidence
        if key in EVIDENCE
        for block in EVIDENCE[key].draw(facts)
    )
    blocks = told + drawn or (Words(_("Nothing was written here.")),)
    return Section(f"s{section.position}", desk.clean(section.title, section.title), "", blocks)


def _told(text: str) -> Iterator[Block]:
    """Paragraphs and lists: lines that begin with a dash or a number are one list."""
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line for line in part.splitlines() if line.strip()]
        for mark, is_numbered in ((BULLET, False), (NUMBERED, True)):
            if lines and all(mark.match(line) for line in lines):
                yield Bullets(tuple(mark.sub("", line).strip() for line in lines), is_numbered)
                break
        else:
            if lines:
                yield Words(" ".join(line.strip() for line in lines))


def _unnamed(collaboration: Collaboration) -> Iterator[Named]:
    """Everybody who has not agreed to be named, and every official and liaison whatever they said."""
    people = Person.objects.filter(collaboration=collaboration)
    shielded = {pk for rows in SHIELDED for pk in people.filter(pk__in=rows()).values_list("pk", flat=True)}
    acting = Prefetch("affiliations", Affiliation.objects.select_related("organization"))
    for one in people.prefetch_related(acting).order_by("pk"):
        if one.agreed_on is None or one.pk in shielded:
            yield Named(one.name, _role(one))


def _role(person: Person) -> str:
    affiliation = next(iter(person.affiliations.all()), None)
    where = affiliation.organization.name if affiliation else ""
    values = {"title": person.job_title, "where": where}
    if person.job_title and where:
        return _("[%(title)s, %(where)s]") % values
    if person.job_title:
        return f"[{person.job_title}]"
    return _("[a person of %(where)s]") % values if where else _("[a person]")


def _kicker(report: Report) -> str:
    days = {"from": date_format(report.from_on, "j F Y"), "until": date_format(report.until_on, "j F Y")}
    period = _("%(from)s to %(until)s") % days
    return " · ".join(one for one in (str(report.collaboration), report.audience, period) if one)


def _imprint(report: Report, facts: Facts) -> str:
    return _("%(collaboration)s. As of %(day)s, specification %(spec)s. Every number can be traced in Groundwork.") % {
        "collaboration": report.collaboration, "day": date_format(facts.as_of, "j F Y"), "spec": SPECIFICATION,
    }  # fmt: skip
