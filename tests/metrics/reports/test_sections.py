"""Sections in their order, limits of words and pages, what a reader asks to change."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from collab.models import Seat
from metrics.models import Report, ReportTemplate
from metrics.reports.scheduling import draft_due
from tests.metrics.reports.story import report, report_schedule

LONG = "The council answered every letter within ten days and asked for the list. " * 110


@pytest.fixture
def writer(coordinator: Seat, sign_in: Any) -> Client:
    """Who writes the reports."""
    client: Client = sign_in(coordinator)
    return client


def address(made: Report, end: str = "") -> str:
    return f"/c/{made.collaboration.slug}/reports/{made.pk}/{end}"


def titles(made: Report) -> list[str]:
    return [one.title for one in made.sections.order_by("position")]


def test_sections_are_added_moved_and_taken_out(coordinator: Seat, writer: Client):
    made = report(collaboration=coordinator.collaboration)
    writer.post(address(made, "sections/new/"))
    assert titles(made) == ["Where it stands", "New section"]
    first, last = made.sections.order_by("position")
    writer.post(address(made, f"sections/{last.pk}/up/"))
    writer.post(address(made, f"sections/{last.pk}/up/"))
    assert titles(made) == ["New section", "Where it stands"]
    writer.post(address(made, f"sections/{first.pk}/delete/"))
    assert titles(made) == ["New section"]


@pytest.mark.parametrize("end", ["sections/new/", "sections/{}/up/", "sections/{}/delete/"])
def test_a_locked_report_keeps_its_sections(coordinator: Seat, writer: Client, end: str):
    made = report(collaboration=coordinator.collaboration, is_locked=True)
    answer = writer.post(address(made, end.format(made.sections.get().pk)))
    assert answer["Location"] == address(made)
    assert titles(made) == ["Where it stands"]


def test_a_section_that_is_too_long_is_shortened_first(coordinator: Seat, writer: Client):
    made = report(collaboration=coordinator.collaboration, text="One two three four.")
    made.sections.update(most_words=3)
    page = writer.get(address(made, "write/")).content.decode()
    assert "4 of at most 3 words" in page
    assert "1 word too many" in page
    answer = writer.post(address(made, "submit/"), follow=True).content.decode()
    assert "Shorten these sections first: Where it stands." in answer
    assert Report.objects.get(pk=made.pk).state == "draft"
    made.sections.update(most_words=4)
    writer.post(address(made, "submit/"))
    assert Report.objects.get(pk=made.pk).state == "review"


def test_a_report_of_too_many_pages_is_shortened_first(coordinator: Seat, writer: Client):
    made = report(collaboration=coordinator.collaboration, text=LONG, most_pages=1)
    assert "2 pages of A4, at most 1" in writer.get(address(made)).content.decode()
    answer = writer.post(address(made, "submit/"), follow=True).content.decode()
    assert "The report takes 2 pages of A4; 1 are allowed." in answer
    assert Report.objects.get(pk=made.pk).state == "draft"
    Report.objects.filter(pk=made.pk).update(most_pages=2)
    writer.post(address(made, "submit/"))
    assert Report.objects.get(pk=made.pk).state == "review"


def test_an_own_template_keeps_order_guidance_and_limits(coordinator: Seat, writer: Client):
    here = coordinator.collaboration
    made = report(collaboration=here, most_pages=3)
    made.sections.update(most_words=40, guidance="Say who.")
    writer.post(address(made, "template/"), {"name": "City form"})
    own = ReportTemplate.objects.get(name="City form")
    assert own.sections == [
        {"title": "Where it stands", "guidance": "Say who.", "most_words": 40, "evidence": ["scores"]}
    ]
    report_schedule(collaboration=here, owner=coordinator.user, template=f"own-{own.pk}")
    (drafted,) = draft_due(here, today=date(2025, 7, 1))
    section = drafted.sections.get()
    assert (drafted.most_pages, section.title, section.guidance, section.most_words) == (
        3, "Where it stands", "Say who.", 40,
    )  # fmt: skip


def test_what_its_reader_asks_stands_above_the_draft(coordinator: Seat, funder: Seat, writer: Client, sign_in: Any):
    made = report(collaboration=coordinator.collaboration, owner=coordinator.user)
    made.submit()
    sign_in(funder).post(address(made, "return/"), {"remark": "Name the second office."})
    assert Report.objects.get(pk=made.pk).state == "draft"
    assert "Name the second office." in writer.get(address(made, "write/")).content.decode()
    writer.post(address(made, "submit/"))
    assert Report.objects.get(pk=made.pk).remark == ""


def test_a_remark_that_is_too_long_is_kept_to_be_shortened(coordinator: Seat, funder: Seat, sign_in: Any):
    made = report(collaboration=coordinator.collaboration, owner=coordinator.user)
    made.submit()
    answer = sign_in(funder).post(address(made, "return/"), {"remark": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()
    assert Report.objects.get(pk=made.pk).state == "review"
