"""An activity file of the aid transparency standard IATI 2.03: who takes part, and the relationships as results."""

from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as ET

from metrics.exchange.outgoing.xml import document, fitting

VERSION = "2.03"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
IN_IMPLEMENTATION, CLOSED = "2", "4"
ACTUAL_START, ACTUAL_END = "2", "4"
OUTCOME = "2"  # a result that is neither a direct output nor an impact on the population
UNIT = "1"


@dataclass(frozen=True)
class Participant:
    """An organisation: its name, its kind and its role by the code lists OrganisationType and OrganisationRole."""

    name: str
    kind: str
    role: str


@dataclass(frozen=True)
class Period:
    """What was found in some days. `actual` None = not known, which stands as no figure; `comment` explains it."""

    from_on: date
    to_on: date
    actual: str | None
    target: str | None
    comment: str


@dataclass(frozen=True)
class Measured:
    """One measure with its periods in order."""

    name: str
    about: str
    periods: tuple[Period, ...]
    baseline: tuple[date, str] | None = None


@dataclass(frozen=True)
class Activity:
    """A collaboration as an activity. `ref` is the reporting organisation's identifier, such as XM-DAC-41114."""

    ref: str
    number: str
    reporting_name: str
    reporting_kind: str
    title: str
    about: str
    language: str
    country: str
    started_on: date
    ended_on: date | None
    participants: tuple[Participant, ...]
    measured: tuple[Measured, ...]


def iati(activity: Activity, *, made_at: datetime) -> bytes:
    """The file; its elements stand in the order that the schema wants."""
    root = ET.Element("iati-activities", {"version": VERSION, "generated-datetime": made_at.isoformat("T", "seconds")})
    one = ET.SubElement(root, "iati-activity", {LANGUAGE: activity.language})
    ET.SubElement(one, "iati-identifier").text = f"{activity.ref}-{activity.number}"
    _told(one, "reporting-org", activity.reporting_name, ref=activity.ref, type=activity.reporting_kind)
    _told(one, "title", activity.title)
    _told(one, "description", activity.about or activity.title)
    for who in activity.participants:
        _told(one, "participating-org", who.name, role=who.role, type=who.kind)
    ET.SubElement(one, "activity-status", code=CLOSED if activity.ended_on else IN_IMPLEMENTATION)
    _day(one, ACTUAL_START, activity.started_on)
    if activity.ended_on:
        _day(one, ACTUAL_END, activity.ended_on)
    if activity.country:
        ET.SubElement(one, "recipient-country", code=activity.country)
    for measured in activity.measured:
        _result(one, measured)
    return document(root)


def _result(one: ET.Element, measured: Measured) -> None:
    result = ET.SubElement(one, "result", {"type": OUTCOME, "aggregation-status": "false"})
    _told(result, "title", measured.name)
    indicator = ET.SubElement(result, "indicator", {"measure": UNIT, "ascending": "true"})
    _told(indicator, "title", measured.name)
    if measured.about:
        _told(indicator, "description", measured.about)
    if measured.baseline:
        day, value = measured.baseline
        known = {"year": str(day.year), "iso-date": day.isoformat(), "value": value}
        ET.SubElement(indicator, "baseline", known)
    for period in measured.periods:
        _period(indicator, period)


def _period(indicator: ET.Element, period: Period) -> None:
    found = ET.SubElement(indicator, "period")
    ET.SubElement(found, "period-start", {"iso-date": period.from_on.isoformat()})
    ET.SubElement(found, "period-end", {"iso-date": period.to_on.isoformat()})
    if period.target is not None:
        ET.SubElement(found, "target", value=period.target)
    actual = ET.SubElement(found, "actual", {} if period.actual is None else {"value": period.actual})
    if period.comment:
        _told(actual, "comment", period.comment)


def _day(one: ET.Element, kind: str, day: date) -> None:
    ET.SubElement(one, "activity-date", {"type": kind, "iso-date": day.isoformat()})


def _told(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    """An element whose text stands in a narrative, as the standard wants all words for people."""
    ET.SubElement(ET.SubElement(parent, name, attributes), "narrative").text = fitting(text)
