"""Running a wave, as the facilitation team does: make, ask, remind, shut, print, close, read."""

import csv
import io
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from collab.models import Collaboration, OutboxMail, Seat
from collab.tasks import deliver_mail
from partners.models import ROSTER_ITEM, Answer, Survey
from partners.tasks import close_surveys
from tests import factories
from tests.partners.wave import ALL_SAID, Respondent, open_wave, organizations, respondent


def lines(answer: Any) -> list[list[str]]:
    """The lines of a file."""
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def test_from_making_to_reading(collaboration: Collaboration, facilitator: Seat, sign_in) -> None:
    for n in range(3):
        one = factories.organization(collaboration=collaboration, name=f"Partner {n}")
        factories.partner(one)
        factories.person(organization=one, name=f"Ana {n}", email="" if n == 2 else f"ana{n}@example.org")
    client: Client = sign_in(facilitator)
    today = collaboration.today()
    data = {
        "source": "file:relationship", "name": "Spring", "opens_on": today.isoformat(), "languages": ["en", "es"],
        "closes_on": (today + timedelta(days=9)).isoformat(), "least_respondents": "5", "consent": "",
    }  # fmt: skip
    home = f"/c/{collaboration.slug}/surveys/"
    assert client.post(home + "new/", data | {"closes_on": "2020-01-01"}).status_code == 422
    made = client.post(home + "new/", data)
    survey = Survey.objects.get()
    assert made.headers["Location"] == f"{home}{survey.pk}/respondents/"
    page = client.get(made.headers["Location"]).content.decode()
    assert page.count(" checked") == 2, "one person with an address of each organisation is ticked"
    people = [one for one in page.split('name="people" value="')[1:]]
    client.post(made.headers["Location"], {"people": [one.split('"')[0] for one in people]})
    assert survey.invitations.count() == 3
    assert survey.roster.count() == 3
    deliver_mail()
    assert set(OutboxMail.objects.values_list("body", flat=True)) == {""}, "a link is forgotten once it is sent"
    text = client.get(f"{home}{survey.pk}/").content.decode()
    assert "2 of 2 mails are sent" in text
    assert "0 of 3 people have finished" in text
    client.post(f"{home}{survey.pk}/remind/")
    assert OutboxMail.objects.count() == 4
    assert OutboxMail.objects.values("message_id").distinct().count() == 4
    again = client.post(f"{home}{survey.pk}/remind/", follow=True).content.decode()
    assert "Who was reminded within the last hour is not reminded again." in again
    assert OutboxMail.objects.count() == 4
    sheet = client.post(f"{home}{survey.pk}/sheet/").content.decode()
    assert (sheet.count('<section class="sheet"'), "Ana 2" in sheet, "<path" in sheet) == (1, True, True)
    client.post(f"{home}{survey.pk}/close/")
    survey.refresh_from_db()
    assert survey.closed_at is not None
    assert "Too few answers to show any" in client.get(f"{home}{survey.pk}/results/").content.decode()


def test_results_are_means_for_the_team_and_the_own_half_for_a_partner(
    collaboration: Collaboration, facilitator: Seat, sign_in
) -> None:
    survey = open_wave(collaboration, size=6)
    own, *others = organizations(survey)
    for one in (own, *others):
        who = respondent(survey, one).begin()
        who.pick(*[other for other in (own, *others) if other != one])
        for other in (own, *others):
            if other != one:
                who.rate(other, **ALL_SAID | {"trust_open": "2", "trust_reliable": "3"})
    address = f"/c/{collaboration.slug}/surveys/{survey.pk}/results/"
    assert "Nothing is shown before the survey closes" in sign_in(facilitator).get(address).content.decode()
    partner = sign_in(factories.seat(collaboration=collaboration, role="partner", organization=own))
    assert partner.get(address).status_code == 404
    survey.close(at=factories.datetime.now(factories.UTC), counted_on=collaboration.today())
    text = sign_in(facilitator).get(address).content.decode()
    assert "6 organisations answered" in text
    assert text.count("3.0") == 3
    half = partner.get(address).content.decode()
    assert "What your organisation said" in half
    assert "2.7" in half
    assert half.count("<tr>") == 1 + len(others)
    head, *rows = lines(partner.get(address, {"as": "csv"}))
    assert (head[0], [row[1:] for row in rows]) == ("Partner", [["3.0", "3.0", "2.7"]] * len(others))
    head, *rows = lines(sign_in(facilitator).get(address, {"as": "csv"}))
    assert [row[2:] for row in rows if row[2] == "all"] == [["all", "3.0", "exactly"]] * 3 + [["all", "2.0", "exactly"]]
    assert not any(str(one) in ",".join(map(",".join, rows)) for one in (own, *others)), "no organisation by name"


def test_a_wave_closes_by_itself_after_its_last_day(collaboration: Collaboration) -> None:
    today = collaboration.today()
    over = open_wave(collaboration, size=2, closes_on=today - timedelta(days=1))
    running = factories.survey(*organizations(over), opens_on=today, closes_on=today)
    close_surveys()
    close_surveys()
    over.refresh_from_db()
    running.refresh_from_db()
    assert (over.closed_at is not None, running.closed_at) == (True, None)


@pytest.mark.django_db(transaction=True)
def test_fifty_submissions_at_once_leave_one_set_of_answers(transactional_db: None) -> None:
    collaboration = factories.collaboration()
    survey = open_wave(collaboration, size=2)
    own, b = organizations(survey)
    ana = respondent(survey, own).begin()
    ana.pick(b)
    statuses: list[int] = []

    def send(level: int) -> None:
        again = Respondent(ana.invitation, ana.link)
        again.client.cookies = ana.client.cookies
        try:
            statuses.append(again.rate(b, **ALL_SAID | {"joint_work": str(level % 6)}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(n,)) for n in range(50)]
    for group in (threads[n : n + 10] for n in range(0, 50, 10)):
        for one in group:
            one.start()
        for one in group:
            one.join()
    assert statuses == [302] * 50
    assert Answer.objects.exclude(item=ROSTER_ITEM).count() == 4
