"""Reports from draft to lock: who may do what, what is frozen, whose name leaves."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pypdf
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from collab.models import AuditEvent, Collaboration, OutboxMail, PublishedFigure, Seat
from metrics.models import Report
from metrics.reports.assemble import assemble
from metrics.reports.frozen import digest, freeze, thaw
from metrics.reports.lock import lock
from metrics.reports.redaction import Named, redact
from metrics.reports.scheduling import draft_due
from metrics.scoring import score_collaboration
from tests import factories
from tests.metrics.reports.sample import document
from tests.metrics.reports.story import report, report_schedule

NOW = datetime(2025, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def scored(collaboration: Collaboration) -> Collaboration:
    """A collaboration with evidence and scores until the end of June."""
    a, b = (factories.organization(collaboration=collaboration, name=name) for name in ("Raiz", "Union"))
    factories.tie(*sorted((a, b), key=lambda one: one.pk))
    for month in (3, 4, 5, 6):
        factories.meeting(a, b, held_at=datetime(2025, month, 10, 12, tzinfo=UTC))
    factories.decision(proposed=(a,), approved=(a, b), decided_on=date(2025, 5, 2))
    score_collaboration(collaboration, today=date(2025, 7, 5))
    return collaboration


def test_a_document_survives_freezing_to_the_last_digit():
    plain, fingerprint = freeze(document())
    assert thaw(plain) == document()
    assert digest(plain) == fingerprint
    assert len(fingerprint) == 64


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ana Prado agreed.", "the director agreed."),
        ("ANA  PRADO and Prado", "the director and the director"),
        ("Pradolia stands", "Pradolia stands"),
        ("Lee came, Bo Lee too", "Lee came, a person too"),
        ("", ""),
    ],
)
def test_names_become_roles(text: str, told: str):
    people = [Named("Ana Prado", "the director"), Named("Bo Lee", "a person")]
    assert redact(text, people)[0] == told


def test_names_leave_only_by_consent(collaboration: Collaboration):
    raiz = factories.organization(collaboration=collaboration, name="Raiz")
    factories.person(organization=raiz, name="Ana Prado", job_title="director")
    factories.person(organization=raiz, name="Bo Silva", agreed_on=date(2025, 1, 1))
    made = report(collaboration=collaboration, text="Ana Prado and Bo Silva met.")
    found = assemble(made)
    assert found.document.sections[0].blocks[0].text == "[director, Raiz] and Bo Silva met."
    assert [(one.name, one.role, one.times) for one in found.left_out] == [("Ana Prado", "[director, Raiz]", 1)]


def test_a_locked_report_is_unchanged_by_later_evidence(scored: Collaboration):
    made = report(collaboration=scored)
    made.submit()
    assert lock(made, by=factories.seat(collaboration=scored).user, at=NOW)
    locked = Report.objects.get(pk=made.pk)
    before = assemble(locked).document
    assert PublishedFigure.objects.for_report(made.pk).filter(metric="relationship").exists()
    factories.commitment(
        *scored.organizations.filter(name__in=("Raiz", "Union")).order_by("name"), due_on=date(2025, 5, 1),
        outcome="broken", closed_on=date(2025, 6, 1),
    )  # fmt: skip
    score_collaboration(scored, today=date(2025, 7, 5))
    assert assemble(Report.objects.get(pk=made.pk)).document == before
    assert assemble(report(collaboration=scored)).document.sections[0].blocks[1] != before.sections[0].blocks[1]


@pytest.mark.parametrize("change", ["title", "section", "new section", "delete"])
def test_the_database_refuses_to_change_a_locked_report(collaboration: Collaboration, change: str):
    made = report(collaboration=collaboration, is_locked=True)
    section = made.sections.get()
    acts = {
        "title": lambda: Report.objects.filter(pk=made.pk).update(title="Better"),
        "section": lambda: made.sections.update(text="Better"),
        "new section": lambda: section.copy_for(made).save(force_insert=True),
        "delete": section.delete,
    }
    with pytest.raises(IntegrityError, match="changes no more"), transaction.atomic():
        acts[change]()


def test_the_author_locks_alone_only_where_nobody_else_could(coordinator: Seat):
    made = report(collaboration=coordinator.collaboration, owner=coordinator.user)
    made.submit()
    funder = factories.seat(collaboration=coordinator.collaboration, role="funder")
    assert not lock(made, by=coordinator.user, at=NOW)
    funder.end(on=date(2025, 3, 1))
    assert lock(made, by=coordinator.user, at=NOW)
    assert Report.objects.get(pk=made.pk).is_locked_alone


def test_from_a_template_to_a_locked_file(coordinator: Seat, funder: Seat, sign_in: Any):
    slug = coordinator.collaboration.slug
    writer, second = sign_in(coordinator), sign_in(funder)
    form = {
        "template": "board", "title": "On its way", "language": "en", "from_on": "2025-04-01", "until_on": "2025-06-30",
        "id": "0190a6ee-0000-7000-8000-000000000001",
    }  # fmt: skip
    made_at = writer.post(f"/c/{slug}/reports/new/", form)
    assert made_at.status_code == 302
    made = Report.objects.get(title="On its way")
    assert [one.title for one in made.sections.all()][:2] == ["Where it stands", "What changed"]
    assert writer.post(f"/c/{slug}/reports/new/", form).status_code == 302
    assert Report.objects.filter(title="On its way").count() == 1
    section = made.sections.first()
    name = f"s{section.pk}"
    words = {f"{name}-title": section.title, f"{name}-text": "We met.", f"{name}-evidence": ["scores"]}
    url = f"/c/{slug}/reports/{made.pk}/"
    saved = writer.post(f"{url}sections/{section.pk}/", words | {f"{name}-version": "1"})
    assert saved.status_code == 302
    assert made.sections.first().text == "We met."
    assert second.get(url).status_code == 404  # a draft
    writer.post(f"{url}submit/")
    assert second.get(url).status_code == 200
    assert second.get(f"{url}report.pdf").status_code == 403  # not locked yet
    writer.post(f"{url}lock/")
    assert not Report.objects.get(pk=made.pk).is_locked
    second.post(f"{url}lock/")
    assert Report.objects.get(pk=made.pk).is_locked
    content = second.get(f"{url}report.pdf").content
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "We met." in text
    assert Report.objects.get(pk=made.pk).record in text
    assert AuditEvent.objects.filter(act=AuditEvent.Act.EXPORTED, user=funder.user).count() == 1


def test_what_was_typed_into_a_section_twice_is_kept(coordinator: Seat, sign_in: Any):
    made = report(collaboration=coordinator.collaboration)
    section = made.sections.get()
    url = f"/c/{coordinator.collaboration.slug}/reports/{made.pk}/sections/{section.pk}/"
    name = f"s{section.pk}"
    client: Client = sign_in(coordinator)
    client.post(url, {f"{name}-title": "A", f"{name}-text": "First", f"{name}-version": "1"})
    late = client.post(url, {f"{name}-title": "A", f"{name}-text": "Second", f"{name}-version": "1"})
    assert late.status_code == 422
    assert "Second" in late.content.decode()
    assert "First" in late.content.decode()
    assert made.sections.get().text == "First"


def test_private_notes_and_officials_never_enter_any_format(coordinator: Seat, sign_in: Any):
    here = coordinator.collaboration
    raiz = factories.organization(collaboration=here, name="Raiz")
    factories.meeting(raiz, note="CANARYNOTE")
    factories.person(organization=raiz, name="Canaria Pessoa", email="canary@example.org")
    made = report(collaboration=here, text="Canaria Pessoa told us.")
    client: Client = sign_in(coordinator)
    for kind in ("csv", "xlsx", "docx", "pptx", "pdf"):
        content = client.get(f"/c/{here.slug}/reports/{made.pk}/report.{kind}").content
        text = _text(content, kind)
        assert "DRAFT" in text or kind == "csv"
        for canary in ("CANARYNOTE", "Canaria", "canary@example.org"):
            assert canary not in text, kind


def _text(content: bytes, kind: str) -> str:
    if kind == "csv":
        return content.decode()
    if kind == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return " ".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


def test_a_due_report_is_drafted_once_and_its_writer_told(coordinator: Seat):
    here = coordinator.collaboration
    report_schedule(collaboration=here, owner=coordinator.user)
    today = date(2025, 7, 1)
    (made,) = draft_due(here, today=today)
    assert draft_due(here, today=today) == []
    assert (made.from_on, made.until_on, made.due_on) == (date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 22))
    assert made.sections.count() == 7
    mail = OutboxMail.objects.get(key__startswith="report:")
    assert mail.to == coordinator.user.email
    assert "not enough evidence: Relationship strength" in mail.body
    assert here.report_schedules.get().next_on == date(2025, 10, 1)


def test_versions_are_compared(coordinator: Seat, sign_in: Any):
    made = report(collaboration=coordinator.collaboration, is_locked=True)
    newer = made.revise(by=coordinator.user)
    newer.sections.update(text="It went better.")
    html = sign_in(coordinator).get(f"/c/{coordinator.collaboration.slug}/reports/{newer.pk}/compare/").content.decode()
    assert "1 place differs" in html
    assert "It went well." in html
    assert "It went better." in html


@pytest.mark.parametrize("count", [1, 5])
def test_list_takes_the_same_queries(coordinator: Seat, sign_in: Any, count: int, django_assert_num_queries: Any):
    for _n in range(count):
        report(collaboration=coordinator.collaboration)
    client = sign_in(coordinator)
    with django_assert_num_queries(8):
        client.get(f"/c/{coordinator.collaboration.slug}/reports/")
