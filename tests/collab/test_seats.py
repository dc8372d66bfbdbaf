"""Inviting people and ending seats: who may give what, nothing twice, no collaboration without a coordinator."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from collab.forms.seats import SeatEndForm
from collab.models import AuditEvent, Collaboration, Organization, OutboxMail, Seat, User
from collab.roles import GIVES, RIGHTS, Reach, Role
from tests import factories


def form(seat: Seat, **values: Any) -> dict[str, Any]:
    """A complete invitation."""
    filled = {
        "email": "new@example.org", "name": "New Person", "role": "partner", "organization": seat.organization_id,
        "organization_name": "", "language": "en",
    }  # fmt: skip
    return filled | values


def path(seat: Seat, rest: str = "new/") -> str:
    """A page of the seats."""
    return f"/c/{seat.collaboration.slug}/seats/{rest}"


def test_invitation_makes_person_seat_mail_and_audit_row(sign_in: Any, coordinator: Seat) -> None:
    response = sign_in(coordinator).post(path(coordinator), form(coordinator, language="es"))
    assert response["Location"] == path(coordinator, "")
    user = User.objects.get(email="new@example.org")
    seat = user.seats.get()
    assert (user.name, user.language, user.has_usable_password()) == ("New Person", "es", False)
    assert (seat.role, seat.collaboration, seat.from_on, seat.to_on) == (
        "partner", coordinator.collaboration, coordinator.collaboration.today(), None,
    )  # fmt: skip
    mail = OutboxMail.objects.get()
    assert (mail.key, mail.to, mail.collaboration) == (f"seat:{seat.pk}", "new@example.org", coordinator.collaboration)
    assert "http://testserver/account/login/\n" in mail.body
    event = AuditEvent.objects.get()
    assert (event.act, event.user, event.collaboration) == ("seat given", coordinator.user, coordinator.collaboration)
    assert event.subject == "partner: new@example.org"


def test_links_in_mails_never_follow_the_host_that_was_asked(rf: Any, settings: LazySettings) -> None:
    from collab.invitations import origin_of  # noqa: PLC0415  beside the one test that needs it

    settings.ORIGIN, settings.DEMO = "https://ground.example.org", False
    assert origin_of(rf.get("/", headers={"host": "testserver"})) == "https://ground.example.org"


def test_invitation_for_a_new_organisation(sign_in: Any, coordinator: Seat) -> None:
    sign_in(coordinator).post(path(coordinator), form(coordinator, organization="", organization_name="River Union"))
    assert User.objects.get(email="new@example.org").seats.get().organization.name == "River Union"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "no address"},
        {"email": ""},
        {"email": "a@x.org\nBcc: c@x.org"},
        {"email": "a@x.org,b@y.org"},
        {"email": "a" * 250 + "@x.org"},
        {"name": ""},
        {"name": "x" * 121},
        {"name": "a\x00b"},
        {"role": "owner"},
        {"role": ""},
        {"role": "Coordinator"},
        {"organization": ""},
        {"organization_name": "Both"},
        {"organization": "999999"},
        {"organization": "x"},
        {"organization": "1' OR 1=1--"},
        {"language": "xx"},
        {"organization": "", "organization_name": "x" * 161},
    ],
)
def test_wrong_invitation_writes_nothing_and_keeps_what_was_typed(
    sign_in: Any, coordinator: Seat, wrong: dict[str, str]
) -> None:
    response = sign_in(coordinator).post(path(coordinator), form(coordinator) | {"name": "Kept Name"} | wrong)
    assert response.status_code == 422
    assert (User.objects.count(), Seat.objects.count(), OutboxMail.objects.count()) == (1, 1, 0)
    assert "name" in wrong or "Kept Name" in response.content.decode()


def test_organisation_of_another_collaboration_is_refused(sign_in: Any, coordinator: Seat) -> None:
    foreign = factories.organization()
    response = sign_in(coordinator).post(path(coordinator), form(coordinator, organization=foreign.pk))
    assert response.status_code == 422
    assert foreign.name not in response.content.decode()


def test_extra_fields_change_nothing(sign_in: Any, coordinator: Seat) -> None:
    other = factories.collaboration()
    extra = {
        "user": coordinator.user_id, "collaboration": other.pk, "from_on": "2020-01-01", "to_on": "2020-02-02",
        "is_administrator": "1", "created_at": "2020-01-01", "id": "7", "is_active": "0",
    }  # fmt: skip
    sign_in(coordinator).post(path(coordinator), form(coordinator) | extra)
    user = User.objects.get(email="new@example.org")
    seat = user.seats.get()
    assert (user.is_administrator, user.is_active) == (False, True)
    assert (seat.collaboration, seat.from_on, seat.to_on) == (
        coordinator.collaboration, coordinator.collaboration.today(), None,
    )  # fmt: skip


def test_same_invitation_twice_makes_one_seat_and_one_mail(sign_in: Any, coordinator: Seat) -> None:
    client = sign_in(coordinator)
    statuses = [client.post(path(coordinator), form(coordinator)).status_code for _ in range(2)]
    assert statuses == [302, 422]
    assert Seat.objects.filter(user__email="new@example.org").count() == 1
    assert OutboxMail.objects.count() == 1


@pytest.mark.parametrize("spelling", ["known@example.org", "KNOWN@Example.org", " known@example.org "])
def test_person_known_elsewhere_gets_a_seat_and_nothing_tells_of_elsewhere(
    sign_in: Any, coordinator: Seat, spelling: str
) -> None:
    known = factories.user(email="known@example.org", name="Real Name", language="de")
    factories.seat(user=known, collaboration=factories.collaboration(name="Secret Elsewhere"))
    client = sign_in(coordinator)
    answers = [
        client.post(path(coordinator), form(coordinator, email=email), follow=True).content.decode().replace(shown, "X")
        for email, shown in ((spelling, "known@example.org"), ("fresh@example.org", "fresh@example.org"))
    ]
    assert "Real Name" not in answers[0]
    assert "Secret Elsewhere" not in answers[0]
    assert "An invitation is on its way to" in answers[0]
    known.refresh_from_db()
    assert (known.name, known.language) == ("Real Name", "de")
    seat = known.seats.get(collaboration=coordinator.collaboration)
    assert OutboxMail.objects.get(key=f"seat:{seat.pk}").to == "known@example.org"


def test_name_is_shown_once_the_person_has_signed_in(sign_in: Any, coordinator: Seat) -> None:
    seat = factories.seat(collaboration=coordinator.collaboration, role="viewer")
    client = sign_in(coordinator)
    assert seat.user.name not in client.get(path(coordinator, "")).content.decode()
    sign_in(seat)
    assert seat.user.name in client.get(path(coordinator, "")).content.decode()


# -- nobody gives more than they have ---------------------------------------------------------------------------------


def everything(role: Role) -> set[Any]:
    """All actions of a role, on whatever records."""
    return set().union(*RIGHTS[role].values())


@pytest.mark.parametrize("giver", list(Role))
def test_given_roles_never_reach_further_than_the_giver(giver: Role) -> None:
    own = RIGHTS[giver].get(Reach.ALL, set())
    for given in GIVES.get(giver, ()):
        assert RIGHTS[given].get(Reach.ALL, set()) <= own or giver == Role.COORDINATOR
    if giver not in (Role.COORDINATOR, Role.FACILITATOR):
        assert giver not in GIVES


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("giver", ["coordinator", "facilitator"])
def test_facilitator_gives_partner_liaison_and_viewer_only(
    sign_in: Any, collaboration: Collaboration, giver: str, role: Role
) -> None:
    seat = factories.seat(collaboration=collaboration, role=giver)
    status = sign_in(seat).post(path(seat), form(seat, role=role.value)).status_code
    allowed = giver == "coordinator" or role in (Role.PARTNER, Role.LIAISON, Role.VIEWER)
    assert status == (302 if allowed else 422)
    assert Seat.objects.filter(user__email="new@example.org").exists() is allowed


@pytest.mark.parametrize("role", list(Role))
def test_facilitator_ends_only_what_it_could_give(sign_in: Any, facilitator: Seat, role: Role) -> None:
    held = factories.seat(collaboration=facilitator.collaboration, role=role.value)
    status = sign_in(facilitator).post(
        path(facilitator, f"{held.pk}/"), {"to_on": facilitator.collaboration.today()}
    ).status_code  # fmt: skip
    held.refresh_from_db()
    allowed = role in (Role.PARTNER, Role.LIAISON, Role.VIEWER)
    assert (status, held.to_on is not None) == ((302, True) if allowed else (403, False))


# -- ending -----------------------------------------------------------------------------------------------------------


def test_ended_seat_opens_nothing_at_the_next_request(sign_in: Any, coordinator: Seat) -> None:
    held = factories.seat(collaboration=coordinator.collaboration, role="facilitator")
    theirs = sign_in(held)
    assert theirs.get(path(held, "")).status_code == 200
    sign_in(coordinator).post(path(coordinator, f"{held.pk}/"), {"to_on": coordinator.collaboration.today()})
    assert theirs.get(path(held, "")).status_code == 404
    assert AuditEvent.objects.filter(act="seat ended", user=coordinator.user).count() == 1


def test_seat_may_be_given_anew_on_the_day_it_ended(sign_in: Any, coordinator: Seat) -> None:
    client = sign_in(coordinator)
    client.post(path(coordinator), form(coordinator, role="viewer"))
    first = Seat.objects.get(user__email="new@example.org")
    client.post(path(coordinator, f"{first.pk}/"), {"to_on": coordinator.collaboration.today()})
    assert client.post(path(coordinator), form(coordinator, role="facilitator")).status_code == 302
    assert sign_in(first.user).get(path(coordinator, "")).status_code == 200


@pytest.mark.parametrize("day", ["", "2020-01-01", "yesterday", "2023-02-29", "0001-01-01", "99999-01-01"])
def test_seat_ends_today_or_later(sign_in: Any, coordinator: Seat, day: str) -> None:
    held = factories.seat(collaboration=coordinator.collaboration, role="viewer")
    assert sign_in(coordinator).post(path(coordinator, f"{held.pk}/"), {"to_on": day}).status_code == 422
    held.refresh_from_db()
    assert held.to_on is None


def test_last_coordinator_stays(sign_in: Any, coordinator: Seat) -> None:
    client, today = sign_in(coordinator), coordinator.collaboration.today()
    response = client.post(path(coordinator, f"{coordinator.pk}/"), {"to_on": today})
    assert response.status_code == 422
    assert "A collaboration needs a coordinator" in response.content.decode()
    closed = factories.seat(
        collaboration=coordinator.collaboration, role="coordinator", user=factories.user(is_active=False)
    )
    leaving = factories.seat(collaboration=coordinator.collaboration, role="coordinator", to_on=date(2099, 1, 1))
    assert closed.pk
    assert leaving.pk
    assert client.post(path(coordinator, f"{coordinator.pk}/"), {"to_on": today}).status_code == 422
    factories.seat(collaboration=coordinator.collaboration, role="coordinator")
    assert client.post(path(coordinator, f"{coordinator.pk}/"), {"to_on": today})["Location"] == "/"


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_end_each_other_leave_one(transactional_db: None) -> None:
    """The second waits for the lock of the first, so one after the other is what the database sees."""
    place = factories.collaboration()
    one, two = (factories.seat(collaboration=place, role="coordinator") for _ in range(2))
    today = place.today()
    ended = []
    for held, by in ((one, two), (two, one)):
        ending = SeatEndForm({"to_on": today}, seat=Seat.objects.get(pk=held.pk), by=by.user, today=today)
        ended.append(ending.is_valid() and ending.save())
    assert ended == [True, False]


def test_seat_of_another_collaboration_is_not_found(sign_in: Any, coordinator: Seat) -> None:
    foreign = factories.seat(role="viewer")
    client = sign_in(coordinator)
    assert client.get(path(coordinator, f"{foreign.pk}/")).status_code == 404
    assert client.post(path(coordinator, f"{foreign.pk}/"), {"to_on": date.today()}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.to_on is None


@pytest.mark.parametrize("rest", ["", "new/", "1/"])
def test_stranger_finds_nothing(sign_in: Any, coordinator: Seat, stranger: User, rest: str) -> None:
    factories.seat(collaboration=coordinator.collaboration, role="viewer")
    client = sign_in(stranger)
    assert client.get(path(coordinator, rest)).status_code == 404
    assert client.post(path(coordinator, rest), form(coordinator)).status_code in (404, 405)
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_many_questions_for_three_as_for_one(
    sign_in: Any, coordinator: Seat, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        factories.seat(collaboration=coordinator.collaboration, role="viewer")
        factories.seat(collaboration=coordinator.collaboration, role="partner", to_on=date.today() - timedelta(days=3))
    client = sign_in(coordinator)
    client.get(path(coordinator, ""))  # the first page of a session writes its form token
    with django_assert_num_queries(5):  # session, user, seat, current, past
        client.get(path(coordinator, ""))


def test_xss_in_names_is_shown_as_text(sign_in: Any, coordinator: Seat) -> None:
    evil = '"><img src=x onerror=top.__x=1><script>top.__x=1</script>'
    client = sign_in(coordinator)
    client.post(path(coordinator), form(coordinator, organization="", organization_name=evil, name=evil))
    assert Organization.objects.filter(name=evil).exists()
    text = client.get(path(coordinator, "")).content.decode()
    assert "<script>top" not in text
    assert "&lt;script&gt;top" in text
