"""The digest: one mail a day at most, at the right local hour across the clock change, with links that ask first."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as sent
from django.test import Client, override_settings
from django.urls import reverse

from collab.models import Commitment, OutboxMail, PromiseLink, ReminderSetting
from collab.reminders import days_of_reminding, digests, remind
from collab.tasks import deliver_mail, remind_all
from tests import factories

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2025, 6, 10, 8, 5, tzinfo=UTC)  # a Tuesday
TODAY = NOW.date()
FRIDAY = datetime(2025, 6, 13, 8, 5, tzinfo=UTC)


def run(now):
    """What the timed job does at an instant; how many mails it queued."""
    return sum(remind(digest, now=now) for digest in digests(now=now))


def promise(organization, person=None, *, due=TODAY, **values):
    """An open promise that is due on a day."""
    made = {"made_on": date(2025, 1, 15), "due_on": due, "text": "Talk to Minister Hidden"} | values
    return factories.commitment(organization, person=person, **made)


@pytest.fixture
def viva(collaboration):
    """An organisation."""
    return factories.organization(collaboration=collaboration, name="Viva")


@pytest.fixture
def lidia(viva):
    """Somebody who promised, and was told what is recorded."""
    return factories.person(organization=viva, name="Lidia", email="lidia@example.org", informed_on=date(2025, 2, 1))


def links(text):
    """The paths of all links in a mail."""
    return re.findall(r"https?://[^/\s]+(/\S+)", text)


def test_days_of_reminding_are_a_week_and_a_day_before_the_day_and_then_weekly():
    days = days_of_reminding(date(2025, 6, 10))
    assert days[:5] == [date(2025, 6, 17), date(2025, 6, 11), date(2025, 6, 10), date(2025, 6, 9), date(2025, 6, 2)]
    assert days[-1] == date(2025, 6, 10) - timedelta(days=1 + 7 * 12)


@pytest.mark.parametrize(("due", "mails"), [(7, 1), (6, 0), (1, 1), (0, 1), (-1, 1), (-2, 0), (-8, 1), (-92, 0)])
def test_a_mail_comes_on_the_days_that_are_worth_one(viva, lidia, due, mails):
    promise(viva, lidia, due=TODAY + timedelta(days=due))
    assert run(NOW) == mails


def test_digest_holds_numbers_and_links_and_no_titles(collaboration, viva, lidia):
    promise(viva, lidia, due=TODAY)
    promise(viva, lidia, due=TODAY - timedelta(days=3))
    promise(viva, lidia, due=TODAY, outcome="kept")
    assert run(NOW) == 1
    deliver_mail()
    [mail] = sent.outbox
    assert mail.to == ["lidia@example.org"]
    assert mail.subject == "Promises that are due"
    assert collaboration.name in mail.body
    assert "1 promise is overdue." in mail.body
    assert "1 promise is due within a week." in mail.body
    assert "Minister" not in mail.body
    assert [one.split("/")[1] for one in links(mail.body)] == ["promises", "reminders"]


def test_never_more_than_one_mail_a_day_also_from_two_collaborations_and_two_time_zones(viva, lidia):
    far = factories.collaboration(time_zone="Pacific/Apia")
    there = factories.organization(collaboration=far)
    twin = factories.person(organization=there, email="Lidia@Example.org", informed_on=date(2025, 2, 1))
    for days in range(-20, 30):
        promise(viva, lidia, due=TODAY + timedelta(days=days))
        promise(there, twin, due=TODAY + timedelta(days=days))
    start = datetime(2025, 6, 9, tzinfo=UTC)
    for hour in range(5 * 24):
        run(start + timedelta(hours=hour))
    assert ReminderSetting.objects.count() == 1
    keys = list(OutboxMail.objects.order_by("pk").values_list("key", flat=True))
    assert len(keys) == 5
    assert len(set(keys)) == 5


@pytest.mark.parametrize(
    ("hour", "change", "at"),
    [
        (8, date(2025, 3, 30), datetime(2025, 3, 30, 8, 0)),  # the day of 23 hours
        (2, date(2025, 3, 30), datetime(2025, 3, 30, 3, 0)),  # the hour that does not exist: as soon as it is past
        (8, date(2025, 10, 26), datetime(2025, 10, 26, 8, 0)),  # the day of 25 hours
        (2, date(2025, 10, 26), datetime(2025, 10, 26, 2, 0)),  # the hour that comes twice: the first one
    ],
)
def test_across_the_change_of_the_clock_each_mail_comes_once_at_its_local_hour(viva, lidia, hour, change, at):
    viva.collaboration.time_zone = "Europe/Berlin"
    viva.collaboration.save()
    ReminderSetting.objects.create(email="lidia@example.org", hour=hour)
    for days in range(-30, 30):
        promise(viva, lidia, due=change + timedelta(days=days))
    midnight = datetime.combine(change - timedelta(days=1), datetime.min.time(), BERLIN).astimezone(UTC)
    queued = []
    for half in range(3 * 24 * 2):
        now = midnight + timedelta(minutes=30 * half)
        queued += [now.astimezone(BERLIN)] * run(now)
    assert [one.date() for one in queued] == [change + timedelta(days=n) for n in (-1, 0, 1)]
    assert queued[1].replace(tzinfo=None) == at
    assert queued[1].fold == 0
    assert [queued[0].hour, queued[2].hour] == [hour, hour]


def test_two_addresses_in_different_zones_are_each_told_at_their_own_morning(viva, lidia):
    lima = factories.collaboration(time_zone="America/Lima")
    there = factories.organization(collaboration=lima)
    promise(there, factories.person(organization=there, email="p@example.org", informed_on=date(2025, 2, 1)))
    promise(viva, lidia)
    assert run(NOW) == 1
    assert run(NOW + timedelta(hours=5)) == 1
    assert list(OutboxMail.objects.order_by("pk").values_list("to", flat=True)) == [
        "lidia@example.org",
        "p@example.org",
    ]


def test_who_was_not_told_or_is_shielded_gets_no_mail(viva):
    from tests.government import story  # noqa: PLC0415  only this test needs the floor above

    untold = factories.person(organization=viva, email="untold@example.org")
    promise(viva, untold)
    mandate = story.mandate(body=viva)
    official = story.official(mandate).person
    official.email, official.informed_on = "minister@example.org", date(2025, 2, 1)
    official.save()
    promise(viva, official)
    assert run(NOW) == 0


def test_partner_is_told_of_promises_with_nobody_named_and_the_team_on_fridays(collaboration, viva):
    partner = factories.seat(collaboration=collaboration, role="partner", organization=viva)
    other = factories.seat(collaboration=collaboration, role="partner")
    team = factories.seat(collaboration=collaboration, role="facilitator")
    factories.seat(collaboration=collaboration, role="funder", organization=viva)
    promise(viva, due=TODAY)
    assert run(NOW) == 1
    assert run(FRIDAY) == 1
    told = OutboxMail.objects.order_by("pk").values_list("to", flat=True)
    assert list(told) == [partner.user.email, team.user.email]
    assert other.user.email not in told
    page = links(OutboxMail.objects.order_by("pk").first().body)[0]
    assert page == reverse("collab:commitment_list", args=[collaboration.slug]) + "?state=open"


def test_mail_speaks_the_language_of_its_reader(viva, lidia):
    lidia.language = "de"
    lidia.save()
    promise(viva, lidia)
    assert [one.language for one in digests(now=NOW)] == ["de"]


def test_a_failure_in_the_middle_leaves_no_half_of_a_digest_and_the_next_run_sends_it(viva, lidia, monkeypatch):
    promise(viva, lidia)
    [digest] = digests(now=NOW)
    with monkeypatch.context() as broken:
        broken.setattr("django.conf.settings.ORIGIN", None)
        with pytest.raises(TypeError):
            remind(digest, now=NOW)
    assert (OutboxMail.objects.count(), PromiseLink.objects.count()) == (0, 0)
    assert ReminderSetting.objects.get().last_at is None
    assert run(NOW) == 1


def test_without_an_origin_nothing_is_queued(viva, lidia, caplog):
    promise(viva, lidia)
    with override_settings(ORIGIN=""):
        remind_all()
    assert OutboxMail.objects.count() == 0
    assert "GROUNDWORK_ORIGIN" in caplog.text


# -- the links --------------------------------------------------------------------------------------------------------


def token_for(person):
    """A personal link."""
    return PromiseLink.issue(
        collaboration=person.collaboration, person=person, expires_at=datetime(2099, 1, 1, tzinfo=UTC)
    )[1]


def test_looking_changes_nothing_and_the_button_settles(viva, lidia):
    kept, late, other = promise(viva, lidia), promise(viva, lidia, text="Late"), promise(viva, text="Not hers")
    address = reverse("collab:promise_edit", args=[token_for(lidia)])
    client = Client()
    shown = client.get(address).content.decode()
    assert "Late" in shown
    assert "Not hers" not in shown
    assert set(Commitment.objects.values_list("outcome", flat=True)) == {"open"}
    refused = client.post(address, {f"c{kept.pk}-outcome": "kept", f"c{late.pk}-outcome": "broken"})
    assert refused.status_code == 422
    assert set(Commitment.objects.values_list("outcome", flat=True)) == {"open"}
    data = {f"c{kept.pk}-outcome": "kept", f"c{late.pk}-outcome": "broken", f"c{late.pk}-reason": "No boat"}
    assert client.post(address, data).status_code == 302
    for one in (kept, late, other):
        one.refresh_from_db()
    assert (kept.outcome, late.outcome, other.outcome) == ("kept", "broken", "open")
    assert late.reason == "No boat (said by Lidia, by personal link)"
    assert (kept.version, kept.closed_on) == (2, viva.collaboration.today())


def test_links_that_open_nothing(viva, lidia):
    client = Client()
    token = token_for(lidia)
    PromiseLink.objects.get().revoke(at=datetime.now(UTC))
    for one in (token, "none", token[:-1] + "x"):
        assert client.get(reverse("collab:promise_edit", args=[one])).status_code == 404
    assert client.get(reverse("collab:reminder_edit", args=["1:x"])).status_code == 404


def test_unsubscribing_is_a_button_and_holds(viva, lidia):
    promise(viva, lidia)
    run(NOW)
    stop = links(OutboxMail.objects.get().body)[-1]
    client = Client()
    assert "checked" in client.get(stop).content.decode()
    assert ReminderSetting.objects.get().is_wanted
    assert client.post(stop, {"hour": "8"}).status_code == 302
    assert not ReminderSetting.objects.get().is_wanted
    assert run(NOW + timedelta(days=1)) == 0
    assert client.post(stop, {"hour": "24"}).status_code == 422


def test_reader_sets_the_own_hour(facilitator, sign_in):
    client = sign_in(facilitator)
    address = reverse("collab:own_reminder")
    assert client.get(address).status_code == 200
    assert ReminderSetting.objects.count() == 0
    assert client.post(address, {"is_wanted": "on", "hour": "17"}).status_code == 302
    assert ReminderSetting.objects.get().hour == 17


# -- by the own button of a mail program -------------------------------------------------------------------------------


def stop_address(mail):
    """Where the header of a sent mail leads."""
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return links(mail.extra_headers["List-Unsubscribe"].strip("<>"))[0]


def test_a_mail_program_unsubscribes_with_one_click_and_without_a_form_of_ours(viva, lidia):
    promise(viva, lidia)
    run(NOW)
    deliver_mail()
    address = stop_address(sent.outbox[0])
    client = Client(enforce_csrf_checks=True)
    page = reverse("collab:reminder_edit", args=[ReminderSetting.objects.get().token])
    assert [client.get(address).url, client.post(address, {"x": "y"}).url] == [page, page]
    assert ReminderSetting.objects.get().is_wanted
    for _n in range(2):
        assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not ReminderSetting.objects.get().is_wanted
    other = address.replace("/stop/", "x/stop/")
    assert client.post(other, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert run(NOW + timedelta(days=1)) == 0


def test_other_mails_offer_no_unsubscribing_and_a_sent_digest_keeps_no_link(viva, lidia):
    promise(viva, lidia)
    run(NOW)
    OutboxMail.put(key="x", to="a@example.org", subject="x", body="kept")
    deliver_mail()
    assert sorted("List-Unsubscribe" in one.extra_headers for one in sent.outbox) == [False, True]
    assert sorted(OutboxMail.objects.values_list("body", flat=True)) == ["", "kept"]
