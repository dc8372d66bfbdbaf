"""A person is erased: nothing of them is in a dump of the database outside the list for redaction; counts stand."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import DatabaseError, connection, transaction

from collab.merging import MergeRefused, merge, unmerge
from collab.models import Attendance, Meeting, MovedRow, OutboxMail, Person
from government.erasing import erase, mentions
from government.ladder import rungs_of
from government.models import EntryReview, Erasure, LiaisonRating, Mandate, OwnEntryLink, OwnStatement, PrivacyNotice
from ops.places import Place
from ops.postgres import programs_in
from ops.project import libpq
from tests import factories
from tests.government import story

ROOT = Path(__file__).resolve().parents[2]
# each is found nowhere else, so each trace can be counted
NAME, FORMER_NAME, TITLE, MAIL, PHONE = (
    "Nilo Xylophant",
    "Nilo Formerly",
    "Zwirbel adviser",
    "xy@zwirbel.org",
    "+5550123456",
)
EVIDENCE, BEFORE, STANCE, SAID, WHY = "quibblezed", "quibbleold", "quibblestance", "quibblesaid", "quibblewhy"
TRACES = ("xylophant", "formerly", "zwirbel", PHONE, "quibble")


@pytest.fixture
def told(db):
    """Somebody to erase, inside the test's own transaction."""
    return tell()


def tell():
    """Somebody who is an official, a liaison, rated, corrected, mailed, heard, and named in texts of others."""
    c = factories.collaboration()
    seat = factories.seat(collaboration=c, role="coordinator")
    mandate = story.mandate(c)
    person = factories.person(
        organization=mandate.body, name=FORMER_NAME, job_title=TITLE, email=MAIL, phone=PHONE, language="pt-br"
    )
    Person.objects.filter(pk=person.pk).update(name=NAME, version=2)
    person.refresh_from_db()
    liaison, _office = story.liaison(mandate, person=person), story.official(mandate, person=person)
    rating = story.rating(liaison, (4, 4, 4, 1, 3), ability_evidence=BEFORE, bandwidth_evidence=EVIDENCE)
    LiaisonRating.objects.filter(pk=rating.pk).update(ability_evidence=EVIDENCE)
    gone = story.rating(liaison, rated_on=story.FROM, trust_evidence=EVIDENCE)
    gone.delete()
    story.stance(mandate, 1, evidence=STANCE)
    here = {"collaboration": c}
    OwnStatement.objects.create(liaison=liaison, kind="objection", text=SAID, said_on=story.FROM, answer=SAID, **here)
    OwnStatement.objects.create(liaison=liaison, kind="bandwidth", bandwidth=2, said_on=story.FROM, **here)
    EntryReview.objects.create(person=person, reviewed_on=story.FROM, outcome="keep", reason=WHY, **here)
    PrivacyNotice.objects.create(person=person, told_on=story.FROM, how="talk", **here)
    OwnEntryLink.issue(liaison=liaison, expires_at="2099-01-01T00:00Z", **here)
    OutboxMail.put(key="account:own-entry:1", to=MAIL.upper(), subject=f"For {NAME}", body=SAID, collaboration=c)
    held = factories.meeting(mandate.body, people=(person,), summary=f"{NAME} agreed.", note=f"Dear Mr XYLOPHANT {WHY}")
    held.topics = "Talk with Xylophant"
    held.save()
    held.topics = "Talk"
    held.save()
    factories.comment(held, text=f"Write to {MAIL}", author=seat.user)
    factories.person(collaboration=c, name="Nilop Xylophants")  # another name that only begins alike
    return c, person, seat.user


def dump() -> str:
    """The whole database as pg_dump writes it, by the owner."""
    url = urlsplit(os.environ["DATABASE_OWNER_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    venv = Path(os.environ.get("GROUNDWORK_VENV") or sys.prefix)
    program = programs_in(Place(ROOT, ROOT / "var", venv)) / "pg_dump"
    done = subprocess.run([program], env=libpq(urlunsplit(url)), capture_output=True, text=True, check=True)
    return done.stdout


def traces(text: str) -> Counter[str]:
    """In which tables of a dump the person is found, and how often."""
    found: Counter[str] = Counter()
    table = ""
    for line in text.splitlines():
        if line.startswith("COPY "):
            table = line.split()[1].removeprefix("public.")
        if "xylophants" not in line.lower() and any(one in line.lower() for one in TRACES):
            found[table] += 1
    return found


def counts(collaboration) -> dict[str, object]:
    """What a report would count."""
    (rung,) = rungs_of(collaboration, Mandate.objects.all(), on=collaboration.today())
    return {
        "people": Person.objects.count(), "attendances": Attendance.objects.count(),
        "ratings": LiaisonRating.objects.count(),
        "contacts": len(rung.contacts), "fitness": rung.coverage.fitness, "state": rung.coverage.state,
        "stance": rung.stance.level, "trust": rung.carriers[0].trust, "mails": OutboxMail.objects.count(),
        "statements": OwnStatement.objects.count(), "notices": PrivacyNotice.objects.count(),
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_outside_the_list_for_redaction():
    c, person, user = tell()
    before, found = counts(c), traces(dump())
    assert set(found) >= {"collab_person", "collab_personevent", "government_liaisonratingevent", "collab_outboxmail"}
    erasure = erase(person, by=user)
    listed = {one["table"] for one in erasure.left}
    assert listed == {"collab_meeting", "collab_comment"}
    assert {one["column"] for one in erasure.left} == {"summary", "topics", "private_note_sealed", "text"}
    kept = traces(dump())
    assert set(kept) == {"collab_meeting", "collab_meetingevent", "collab_comment", "collab_commentevent"}
    assert counts(c) == before
    assert Person.objects.get(pk=person.pk).name == f"Erased person {person.pk}"
    assert not OutboxMail.objects.waiting().exists()
    assert OwnEntryLink.objects.get().revoked_at is not None


@pytest.mark.django_db(transaction=True)
def test_nothing_at_all_is_left_where_every_mention_is_replaced():
    c, person, user = tell()
    before = counts(c)
    every = mentions(person)
    erasure = erase(person, by=user, redact=[one.key for one in every])
    assert (erasure.left, traces(dump())) == ([], Counter())
    assert counts(c) == before
    meeting = Meeting.objects.get(topics="Talk")
    assert (meeting.summary, meeting.private_note) == ("[…] agreed.", "Dear Mr […] quibblewhy")
    history = Meeting.pgh_event_model.objects.filter(pgh_obj_id=meeting.pk)
    assert "Talk with […]" in history.values_list("topics", flat=True)
    assert Person.objects.filter(name="Nilop Xylophants").exists()
    assert mentions(person) == []


def test_an_erasure_is_final_and_writes_itself_down(told):
    _c, person, user = told
    erasure = erase(person, by=user)
    assert (erasure.erased_by, erasure.person_id) == (user, person.pk)
    assert erasure.cleared["government_liaisonratingevent"] == 5
    with pytest.raises(DatabaseError, match="erased already"), transaction.atomic():
        erase(person, by=user)
    for statement in ("DELETE FROM government_erasure", "UPDATE government_erasureevent SET cleared = '{}'"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize(
    "place",
    [
        {"table": "collab_user", "column": "email", "row": "1"},
        {"table": "pg_authid", "column": "rolname", "row": "1"},
        {"table": "collab_meeting", "column": "held_at", "row": "1"},
        {"table": "collab_meeting; DROP TABLE x", "column": "topics", "row": "1"},
    ],
)  # fmt: skip
def test_the_function_rewrites_free_text_of_a_collaboration_only(told, place):
    _c, person, _user = told
    call = ["SELECT erase_person(%s, NULL, 'x', %s, '[]', '[]')", [person.pk, json.dumps([place])]]
    with pytest.raises(DatabaseError, match="no free text"), transaction.atomic():
        connection.cursor().execute(*call)
    assert Person.objects.get(pk=person.pk).name == NAME


def test_texts_of_another_collaboration_are_not_touched(told):
    _c, person, user = told
    other = factories.meeting(factories.organization(), summary=f"{NAME} elsewhere")
    erase(person, by=user, redact=[f"collab_meeting|{other.pk}|summary"])
    assert Meeting.objects.get(pk=other.pk).summary == f"{NAME} elsewhere"


@pytest.mark.parametrize("is_survivor", [True, False])
@pytest.mark.django_db(transaction=True)
def test_whoever_was_merged_is_erased_as_well_with_what_was_put_away(is_survivor):
    c, person, user = tell()
    double = factories.person(collaboration=c, name="Xylophant, N.", phone=PHONE, job_title=TITLE)
    again = factories.person(collaboration=c, name="Nilo Zwirbel")
    mandate = Mandate.objects.get()
    entry = story.liaison(mandate, person=double)
    story.rating(entry, (1, 1, 1, 1, 1), ability_evidence=EVIDENCE)
    merge(again, into=double, by=user)
    one, into = (double, person) if is_survivor else (person, double)
    merge(one, into=into, by=user)
    assert MovedRow.objects.filter(of_table="government_liaisonrating", became__isnull=True).exists()
    assert {"collab_person", "collab_movedrow"} <= set(traces(dump()))
    into.refresh_from_db()
    erasure = erase(into, by=user, redact=[one.key for one in mentions(into)])
    assert (erasure.left, traces(dump())) == ([], Counter())
    assert set(Erasure.objects.values_list("person", flat=True)) == {person.pk, double.pk, again.pk}
    assert not MovedRow.objects.exists()
    for each in (one, again):
        each.refresh_from_db()
        with pytest.raises(MergeRefused, match="erased"):
            unmerge(each, by=user)


def test_erasing_by_the_number_of_a_merged_record_erases_the_one_that_stands(told):
    c, person, user = told
    double = factories.person(collaboration=c, name="Xylophant, N.")
    merge(double, into=person, by=user)
    assert erase(double, by=user).person_id == person.pk
    assert set(Person.everyone.filter(pk__in=(person.pk, double.pk)).values_list("name", flat=True)) == {
        f"Erased person {person.pk}", f"Erased person {double.pk}",
    }  # fmt: skip


def test_nobody_is_merged_with_somebody_erased(told):
    c, person, user = told
    other = factories.person(collaboration=c)
    erase(person, by=user)
    for one, into in ((person, other), (other, person)):
        with pytest.raises(MergeRefused, match="erased"):
            merge(one, into=into, by=user)
