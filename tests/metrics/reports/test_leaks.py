"""What a report may not tell is missing from the page and from every file, beside data that could leak."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pypdf
import pytest
from django.test import Client
from lxml import etree

from collab.models import Collaboration, GateState, Score, Seat
from metrics.models import IndicatorPeriod, Milestone, Report, ReportSection
from metrics.reports.assemble import assemble
from metrics.reports.evidence import EVIDENCE
from metrics.reports.lock import lock
from partners.models import RatingReply, ReviewReply
from tests import factories
from tests.government.story import liaison, mandate, official
from tests.metrics.reports.story import report

UNTIL = date(2025, 6, 30)
FILES = ("pdf", "docx", "pptx", "xlsx", "csv")
SECRETS = (
    "73.1", "73,1", "987654", "987,654", "61.25", "Canaria", "CANARYNOTE", "canary@example.org", "Hidden Cooperative",
    "33.77", "CANARYEVIDENCE",
)  # fmt: skip
NUMBERS = ("Readiness", "Shared ownership", "58", "52", "62", "12", "91", "40", "60", "55")
SENTENCES = (
    "Too few core partners have shown tested interest", "Half of the needed pairs or more cannot reach 50",
    "Clinic visits",
)  # fmt: skip
REPLIES = ("Count the minutes too", "Two assessors were never here", "a level that it contests: Interest")


@pytest.fixture
def full(coordinator: Seat) -> Collaboration:
    """A collaboration in which everything is known that a report must keep to itself."""
    here = coordinator.collaboration
    hidden = factories.organization(collaboration=here, name="Hidden Cooperative")
    raiz = factories.organization(collaboration=here, name="Norte")
    partner = factories.partner(factories.organization(collaboration=here, name="Raiz"))
    for metric, value, low, high, coverage in (
        ("readiness", 73.125, 12.0, 91.0, 41.0),
        ("ownership", 58.0, 52.0, 62.0, 90.0),
    ):
        Score.objects.create(
            collaboration=here, metric=metric, month=5, as_of=UNTIL, value=value, low=low, high=high,
            coverage=coverage, generation=1,
        )  # fmt: skip
    blockers = [
        {"key": "interest", "fails": True, "subjects": [hidden.pk], "numbers": {"need": 3, "have": 1}},
        {"key": "relationships", "fails": True, "subjects": [hidden.pk], "numbers": {"need": 50, "value": 33.77}},
    ]
    GateState.objects.create(
        collaboration=here, gate="G1", month=5, as_of=UNTIL, state="fail", blockers=blockers, generation=1
    )
    office = mandate(here)
    official(office, person=factories.person(organization=office.body, name="Canaria Oficial", agreed_on=UNTIL))
    liaison(office, person=factories.person(organization=office.body, name="Canaria Ponte"))
    factories.person(organization=raiz, name="Canaria Pessoa", email="canary@example.org")
    factories.meeting(raiz, held_at=datetime(2025, 6, 2, 12, tzinfo=UTC), note="CANARYNOTE")
    process = factories.indicator(collaboration=here, name="Clinic visits", level="process", baseline="40.000")
    factories.period(process, from_month=0, to_month=4, target="60.000", actual="55.500")
    whole = factories.indicator(collaboration=here, name="Poverty", level="population", way="context", reason="Known")
    factories.period(whole, from_month=0, to_month=4, actual="987654.000")
    level = factories.readiness_rating(partner, 1, evidence="CANARYEVIDENCE", rated_on=date(2025, 5, 2))
    said = {"collaboration": here, "author": coordinator.user, "replied_on": date(2025, 6, 9)}
    RatingReply.objects.create(rating=level, kind="contest", text="Two assessors were never here.", **said)
    decided = factories.review(here, partner=partner, decided_on=date(2025, 6, 1))
    ReviewReply.objects.create(review=decided, text="Count the minutes too, says Canaria Pessoa.", **said)
    return here


@pytest.fixture
def everything(full: Collaboration) -> Report:
    """A report that draws in every kind of evidence there is."""
    made = report(collaboration=full, text="Canaria Oficial and Canaria Ponte heard Canaria Pessoa.")
    for position, key in enumerate(EVIDENCE, start=2):
        title = str(EVIDENCE[key].label)
        ReportSection.objects.create(
            collaboration=full, report=made, position=position, title=title, evidence=[key], text=f"About {key}."
        )
    return made


def told(client: Client, made: Report, kind: str) -> str:
    """Every word of the page or of a file, embedded workbooks of charts included."""
    url = f"/c/{made.collaboration.slug}/reports/{made.pk}/"
    if kind == "page":
        page = client.get(url).content.decode()
        sheet = page[page.index('<article class="sheet"') : page.index("</article>")]
        return " ".join(etree.HTML(sheet).itertext())
    return _words(client.get(f"{url}report.{kind}").content, kind)


def _words(content: bytes, kind: str) -> str:
    if kind == "csv":
        return content.decode()
    if kind == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        return f"{cells} {_parts(content)}"
    return _parts(content)


def _parts(content: bytes) -> str:
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.startswith("docProps/"):
                continue  # when the file was written
            if name.endswith(".xml"):
                found.append(" ".join(etree.fromstring(parts.read(name)).itertext()))
            elif name.endswith(".xlsx"):
                found.append(_words(parts.read(name), "xlsx"))
    return " ".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["page", *FILES])
def test_what_is_kept_back_is_kept_back_in_every_format(everything: Report, coordinator: Seat, sign_in: Any, kind: str):
    text = re.sub(r"\s+", " ", told(sign_in(coordinator), everything, kind))
    assert [one for one in SECRETS if one in text] == []
    wanted = NUMBERS + SENTENCES + (REPLIES if kind != "csv" else ())  # a table of numbers has no quotations
    assert [one for one in wanted if one not in text] == []


def test_a_score_without_enough_evidence_has_its_bounds_and_no_number(everything: Report):
    strips = assemble(everything).document.sections[0].blocks[1]
    assert {one.name: (one.number, one.low, one.high) for one in strips.strips} == {
        "Shared ownership": (Decimal(58), Decimal(52), Decimal(62)),
        "Readiness": (None, Decimal(12), Decimal(91)),
    }


@pytest.mark.slow
def test_a_locked_report_gives_the_same_files_after_later_evidence(everything: Report, coordinator: Seat, sign_in: Any):
    here, client = everything.collaboration, sign_in(coordinator)
    everything.submit()
    assert lock(everything, by=factories.seat(collaboration=here).user, at=datetime(2025, 7, 10, tzinfo=UTC))
    before = {kind: told(client, everything, kind) for kind in ("page", *FILES)}
    pdf = client.get(f"/c/{here.slug}/reports/{everything.pk}/report.pdf").content
    Score.objects.filter(collaboration=here).update(value=11, low=10, high=99, coverage=100)
    GateState.objects.filter(collaboration=here).update(state="unknown")
    IndicatorPeriod.objects.update(actual=77)
    ReviewReply.objects.update(text="Changed since")
    assert {kind: told(client, everything, kind) for kind in ("page", *FILES)} == before
    assert client.get(f"/c/{here.slug}/reports/{everything.pk}/report.pdf").content == pdf


def test_milestones_say_when_they_were_reached(full: Collaboration, coordinator: Seat):
    Milestone.objects.create(
        collaboration=full, key="reviewed", reached_on=date(2025, 5, 1), note="Minutes", set_by=coordinator.user
    )
    made = report(collaboration=full)
    made.sections.update(evidence=["milestones"])
    table = assemble(made).document.sections[0].blocks[1]
    rows = {row[0]: row[3] for row in table.rows}
    assert rows["The joint learning review is held, and measuring the population decided on"] == date(2025, 5, 1)
    assert rows["Mandates and liaisons are mapped"] == date(2025, 2, 1)
    assert rows["Relationships are proven"] is None


def test_what_happened_after_the_period_is_not_told(full: Collaboration):
    ReviewReply.objects.update(replied_on=date(2025, 7, 1))
    RatingReply.objects.update(replied_on=date(2025, 7, 1))
    made = report(collaboration=full)
    made.sections.update(evidence=["replies", "indicators"])
    blocks = assemble(made).document.sections[0].blocks
    assert blocks[1].text == "No partner has replied in the period to what was said about it."
    assert [row[0] for row in blocks[2].rows] == ["Clinic visits"]
    assert [cell for cell in blocks[2].rows[0][3:]] == [Decimal(40), Decimal(60), Decimal("55.5")]
