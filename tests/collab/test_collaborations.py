"""Opening collaborations as an administrator, who sees nothing inside; changing settings as a coordinator."""

from typing import Any

import pytest
from django.test import Client

from collab.models import AuditEvent, Collaboration, Organization, OutboxMail, Seat, User
from tests import factories

NEW = "/administration/new/"
FACTS = {
    "name": "River Clean-up", "issue": "Clean water", "country": "Mexico", "started_on": "2026-02-01", "framed_on": "",
    "time_zone": "America/Mexico_City", "currency": "MXN", "languages": ["es", "en"],
}  # fmt: skip
PEOPLE = {
    "backbone_name": "Backbone Office", "coordinator_name": "Rosa", "coordinator_email": "rosa@example.org",
}  # fmt: skip


@pytest.fixture
def administrator(sign_in: Any, db: None) -> Client:
    """An administrator without any seat."""
    return sign_in(factories.user(is_administrator=True))


def test_collaboration_backbone_seat_and_invitation_are_one_write(administrator: Client) -> None:
    assert administrator.post(NEW, FACTS | PEOPLE)["Location"] == "/administration/"
    made = Collaboration.objects.get()
    assert (made.name, made.slug, made.currency, made.languages) == (
        "River Clean-up",
        "river-clean-up",
        "MXN",
        ["es", "en"],
    )
    assert made.backbone == Organization.objects.get()
    seat = Seat.objects.get()
    assert (seat.role, seat.organization, seat.user.email) == ("coordinator", made.backbone, "rosa@example.org")
    assert seat.user.language == "es"
    mail = OutboxMail.objects.get()
    assert (mail.key, mail.to) == (f"seat:{seat.pk}", "rosa@example.org")
    assert AuditEvent.objects.get().collaboration == made


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "a\x00b"},
        {"started_on": ""},
        {"started_on": "2023-02-29"},
        {"started_on": "1999-12-31"},
        {"started_on": "9999-12-31"},
        {"framed_on": "0001-01-01"},
        {"time_zone": "Mars/Base"},
        {"time_zone": ""},
        {"currency": "usd"},
        {"currency": "US"},
        {"languages": ["xx"]},
        {"backbone_name": ""},
        {"coordinator_email": "nobody"},
        {"coordinator_name": ""},
    ],
)
def test_wrong_collaboration_writes_nothing_and_keeps_what_was_typed(
    administrator: Client, wrong: dict[str, Any]
) -> None:
    response = administrator.post(NEW, FACTS | PEOPLE | wrong)
    assert response.status_code == 422
    assert (Collaboration.objects.count(), User.objects.count(), OutboxMail.objects.count()) == (0, 1, 0)
    assert "Clean water" in response.content.decode()


def test_same_form_twice_makes_one_collaboration(administrator: Client) -> None:
    statuses = [administrator.post(NEW, FACTS | PEOPLE).status_code for _ in range(2)]
    assert statuses == [302, 422]
    assert Collaboration.objects.count() == 1


def test_short_name_is_free_and_never_empty(administrator: Client) -> None:
    for name in ("River clean up", "River Clean-up!", "נהר נקי", "河"):
        administrator.post(NEW, FACTS | PEOPLE | {"name": name})
    slugs = set(Collaboration.objects.values_list("slug", flat=True))
    assert slugs == {"river-clean-up", "river-clean-up-2", "collaboration", "collaboration-2"}


def test_extra_fields_change_nothing_in_a_new_collaboration(administrator: Client) -> None:
    extra = {
        "slug": "mine",
        "ended_on": "2026-03-01",
        "closed_as": "completed",
        "version": "9",
        "backbone": "1",
        "id": "7",
    }
    administrator.post(NEW, FACTS | PEOPLE | extra)
    made = Collaboration.objects.get()
    assert (made.slug, made.ended_on, made.closed_as, made.version) == ("river-clean-up", None, "", 1)


def test_administrator_sees_names_and_nothing_inside(administrator: Client) -> None:
    place = factories.collaboration(name="Quiet Forest", issue="Secret issue")
    factories.organization(collaboration=place, name="Hidden Organisation")
    text = administrator.get("/administration/").content.decode()
    assert "Quiet Forest" in text
    assert "Secret issue" not in text
    for rest in ("", "seats/", "settings/", "audit/", "meetings/"):
        assert administrator.get(f"/c/{place.slug}/{rest}").status_code == 404, rest
    form = administrator.get(f"/administration/{place.slug}/coordinator/").content.decode()
    assert "Hidden Organisation" not in form


def test_administrator_invites_a_coordinator_and_the_log_tells(administrator: Client) -> None:
    place = factories.collaboration()
    sent = {"email": "rosa@example.org", "name": "Rosa", "language": "es", "role": "viewer", "organization": "1"}
    assert administrator.post(f"/administration/{place.slug}/coordinator/", sent).status_code == 302
    seat = Seat.objects.get()
    assert (seat.role, seat.organization) == ("coordinator", place.backbone)
    assert AuditEvent.objects.get().act == "seat given"
    assert administrator.post(f"/administration/{place.slug}/coordinator/", sent).status_code == 422
    assert administrator.get("/administration/nowhere/coordinator/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/administration/", NEW, "/administration/{}/coordinator/", "/administration/x/coordinator/"]
)
def test_nobody_else_administers(sign_in: Any, coordinator: Seat, path: str) -> None:
    client = sign_in(coordinator)
    filled = path.format(coordinator.collaboration.slug)
    assert client.get(filled).status_code == 403
    assert client.post(filled, FACTS | PEOPLE).status_code in (403, 405)
    assert Collaboration.objects.count() == 1
    assert AuditEvent.objects.filter(act="refused", user=coordinator.user).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_collaborations_asks_three_questions(
    administrator: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        factories.seat(role="coordinator")
    administrator.get("/administration/")  # the first page of a session writes its form token
    with django_assert_num_queries(3):  # session, user, collaborations
        administrator.get("/administration/")


# -- settings ---------------------------------------------------------------------------------------------------------


def settings_of(seat: Seat, **values: Any) -> dict[str, Any]:
    """The settings form as it is shown."""
    place = seat.collaboration
    shown = {
        "name": place.name, "issue": "", "country": "Mexico", "started_on": "2025-01-15", "framed_on": "",
        "time_zone": "UTC", "currency": "USD", "languages": ["en"], "backbone": place.backbone_id, "ended_on": "",
        "closed_as": "", "version": place.version,
    }  # fmt: skip
    return shown | values


def page_of(seat: Seat) -> str:
    """Where the settings are."""
    return f"/c/{seat.collaboration.slug}/settings/"


def test_settings_are_saved(sign_in: Any, coordinator: Seat) -> None:
    client = sign_in(coordinator)
    sent = settings_of(coordinator, issue="Clean water", time_zone="America/Mexico_City", languages=["es", "pt-br"])
    assert client.post(page_of(coordinator), sent)["Location"] == page_of(coordinator)
    place = Collaboration.objects.get(pk=coordinator.collaboration_id)
    assert (place.issue, place.time_zone, place.languages, place.version) == (
        "Clean water", "America/Mexico_City", ["es", "pt-br"], coordinator.collaboration.version + 1,
    )  # fmt: skip


def test_collaboration_is_closed_with_a_reason(sign_in: Any, coordinator: Seat) -> None:
    client = sign_in(coordinator)
    assert client.post(page_of(coordinator), settings_of(coordinator, ended_on="2026-01-15")).status_code == 422
    sent = settings_of(coordinator, ended_on="2026-01-15", closed_as="do not invest")
    assert client.post(page_of(coordinator), sent).status_code == 302
    assert Collaboration.objects.get(pk=coordinator.collaboration_id).closed_as == "do not invest"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"started_on": "2023-02-29"},
        {"ended_on": "2024-01-01", "closed_as": "completed"},
        {"closed_as": "completed"},
        {"backbone": "999999"},
        {"backbone": "x"},
        {"currency": "dollars"},
        {"version": ""},
        {"version": "-1"},
        {"version": str(2**63)},
        {"time_zone": "../../etc/passwd"},
    ],
)
def test_wrong_settings_write_nothing(sign_in: Any, coordinator: Seat, wrong: dict[str, str]) -> None:
    before = Collaboration.objects.values().get(pk=coordinator.collaboration_id)
    response = sign_in(coordinator).post(page_of(coordinator), settings_of(coordinator, issue="Kept") | wrong)
    assert response.status_code == 422
    assert "Kept" in response.content.decode()
    assert Collaboration.objects.values().get(pk=coordinator.collaboration_id) == before


def test_backbone_of_another_collaboration_is_refused(sign_in: Any, coordinator: Seat) -> None:
    foreign = factories.organization(name="Foreign Organisation")
    client = sign_in(coordinator)
    assert "Foreign Organisation" not in client.get(page_of(coordinator)).content.decode()
    assert client.post(page_of(coordinator), settings_of(coordinator, backbone=foreign.pk)).status_code == 422


def test_extra_fields_change_no_setting(sign_in: Any, coordinator: Seat) -> None:
    slug = coordinator.collaboration.slug
    sign_in(coordinator).post(
        page_of(coordinator), settings_of(coordinator, slug="stolen", id="99", created_at="2001-01-01")
    )
    assert Collaboration.objects.get(pk=coordinator.collaboration_id).slug == slug


def test_loser_of_a_conflict_keeps_the_text_and_sees_the_other(sign_in: Any, coordinator: Seat) -> None:
    client = sign_in(coordinator)
    client.post(page_of(coordinator), settings_of(coordinator, issue="Theirs"))
    response = client.post(page_of(coordinator), settings_of(coordinator, issue="Mine"))
    text = response.content.decode()
    assert response.status_code == 422
    assert "Theirs" in text
    assert 'value="Mine"' in text
    assert Collaboration.objects.get(pk=coordinator.collaboration_id).issue == "Theirs"


def test_language_that_the_product_does_not_speak_is_kept(sign_in: Any, coordinator: Seat) -> None:
    Collaboration.objects.filter(pk=coordinator.collaboration_id).update(languages=["he"])
    client = sign_in(coordinator)
    assert "Hebrew" in client.get(page_of(coordinator)).content.decode()
    assert client.post(page_of(coordinator), settings_of(coordinator, languages=["he", "en"])).status_code == 302


def test_settings_are_for_coordinators(sign_in: Any, coordinator: Seat, facilitator: Seat, stranger: User) -> None:
    assert sign_in(facilitator).get(page_of(coordinator)).status_code == 403
    assert sign_in(facilitator).post(page_of(coordinator), settings_of(coordinator)).status_code == 403
    assert sign_in(stranger).get(page_of(coordinator)).status_code == 404
    assert sign_in(stranger).post(page_of(coordinator), settings_of(coordinator)).status_code == 404
