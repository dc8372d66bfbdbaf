"""A collaboration goes into one encrypted file and comes back to the last digit, elsewhere."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.db import connection

from collab.merging import merge, unmerge
from collab.models import Collaboration, Comment, GateState, Meeting, Organization, PartnerScore, Score, Seat, User
from metrics.exchange import archive
from metrics.exchange.passphrase import MARK, Lock, Locked, unlock
from metrics.scoring import score_collaboration
from tests import factories
from tests.collab.world import _rows

WORDS = "correct horse battery staple"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def full(db: None) -> Collaboration:
    """One of everything, scored; somebody of it is known elsewhere too."""
    collaboration = factories.collaboration()
    _rows(collaboration)
    score_collaboration(collaboration, today=collaboration.today())
    return collaboration


def written(collaboration: Collaboration) -> bytes:
    """Its archive."""
    out = io.BytesIO()
    archive.write(collaboration, out, passphrase=WORDS, made_at=NOW)
    return out.getvalue()


def rows_in(content: bytes) -> dict[str, list[dict]]:
    with unlock(io.BytesIO(content), WORDS) as clear, zipfile.ZipFile(clear) as files:
        return {
            name: [json.loads(line) for line in files.read(name).decode().splitlines()]
            for name in files.namelist()
            if name.startswith("rows/") and "audit" not in name
        }


def restored(content: bytes) -> archive.Restored:
    """Read it as the owner of the tables, as the command does."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    done = archive.read(io.BytesIO(content), passphrase=WORDS)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; SET ROLE groundwork")
    return done


def cells(collaboration: Collaboration) -> list[tuple]:
    """Every stored cell of scores, partners' readiness and gates."""
    mine = {"collaboration": collaboration}
    scores = Score.objects.filter(**mine).order_by("metric", "month")
    partners = PartnerScore.objects.filter(**mine).order_by("organization")
    gates = GateState.objects.filter(**mine).order_by("gate", "month")
    return [
        *scores.values_list("metric", "month", "as_of", "value", "low", "high", "coverage", "parts"),
        *((one.organization_id, one.series) for one in partners),
        *gates.values_list("gate", "month", "as_of", "state", "blockers"),
    ]


def forget(collaboration: Collaboration) -> None:
    """Take every row of it away, as if the installation were new."""
    last = [*reversed([one.name for one in archive.tables()]), "collab_collaboration"]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'collaboration_id'")
        first = sorted({table for (table,) in cursor.fetchall()} - set(last))
        for table in [*first, *last]:
            column = "id" if table == "collab_collaboration" else "collaboration_id"
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table} WHERE {column} = {collaboration.pk:d}")  # noqa: S608
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table in [*first, *last]:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SELECT setval('collab_organization_id_seq', 1)")
        cursor.execute("SET ROLE groundwork")


def test_every_row_note_and_score_comes_back_and_is_computed_alike(full: Collaboration):
    content = written(full)
    before = rows_in(content)
    notes = {one.pk: one.private_note for one in Meeting.objects.filter(collaboration=full)}
    assert "hidden" in notes.values()
    forget(full)
    done = restored(content)
    assert rows_in(written(done.collaboration)) == before
    assert {one.pk: one.private_note for one in Meeting.objects.filter(collaboration=full)} == notes
    assert Score.objects.filter(collaboration=full).exclude(value=None).exists()
    stored = cells(full)
    score_collaboration(done.collaboration, today=full.today())
    assert cells(full) == stored
    assert done.rows["collab_meeting"] == len(notes)
    factories.organization(collaboration=done.collaboration)  # is numbered after those that came


def test_a_merge_comes_back_and_can_be_taken_back_there(full: Collaboration):
    one, into = Organization.objects.filter(collaboration=full).order_by("pk")[1:3]
    comment = factories.comment(factories.commitment(one, into))
    score_collaboration(full, today=full.today())
    stored, email = cells(full), comment.author.email
    merge(one, into=into, by=None)
    content = written(full)
    forget(full)
    User.objects.filter(pk=comment.author_id).update(email="old@example.org")
    here = factories.user(email=email)
    restored(content)
    one.refresh_from_db()
    assert one.merged_into == into
    unmerge(one, by=None)
    assert Comment.objects.get(pk=comment.pk).author == here
    score_collaboration(full, today=full.today())
    assert cells(full) == stored


def test_users_are_led_to_those_of_the_new_place(full: Collaboration):
    seat = Seat.objects.filter(collaboration=full).first()
    content, email = written(full), seat.user.email
    forget(full)
    User.objects.filter(pk=seat.user_id).update(email="old@example.org")
    here = factories.user(email=email.upper())
    assert restored(content).people_added == []
    assert Seat.objects.get(pk=seat.pk).user == here


def test_who_is_not_known_gets_an_account_that_no_password_opens(full: Collaboration):
    seat = Seat.objects.filter(collaboration=full).first()
    content, email = written(full), seat.user.email
    forget(full)
    User.objects.filter(pk=seat.user_id).update(email="old@example.org")
    assert restored(content).people_added == [email]
    assert not User.objects.get(email=email).has_usable_password()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            lambda content: content[:-1] + bytes([content[-1] ^ 1]),
            "the passphrase is another one, or the file is damaged",
        ),
        (lambda content: b"PK" + content, "this is no archive"),
        (lambda content: content, "already"),
    ],
)
def test_a_file_that_cannot_be_restored_is_refused_and_nothing_is_written(full: Collaboration, change, why: str):
    content = written(full)
    count = Organization.objects.count()
    with pytest.raises(archive.ArchiveRefused, match=why):
        archive.read(io.BytesIO(change(content)), passphrase=WORDS)
    assert Organization.objects.count() == count


def locked(*pieces: bytes, words: str = WORDS) -> bytes:
    """Bytes under a passphrase."""
    out = io.BytesIO()
    lock = Lock(out, words)
    for piece in pieces:
        lock.write(piece)
    lock.end()
    return out.getvalue()


def opened(content: bytes, words: str = WORDS) -> bytes:
    """What was locked."""
    with unlock(io.BytesIO(content), words) as clear:
        return clear.read()


def test_another_passphrase_opens_nothing_and_a_short_one_is_refused():
    content = locked(b"sec", b"ret")
    assert b"secret" not in content
    assert opened(content) == b"secret"
    with pytest.raises(Locked, match="passphrase is another one"):
        opened(content, WORDS + "!")
    with pytest.raises(Locked, match="at least 12"):
        locked(b"secret", words="short")
    for broken in (content[:-1], content[:30], content[: len(MARK)], content + b"x"):
        with pytest.raises(Locked, match="damaged"):
            opened(broken)


def test_an_archive_of_the_first_days_opens_still():
    """As it was written whole: the same bytes, whatever their number."""
    salt, nonce, words = b"s" * 16, b"n" * 12, bytes(range(256)) * 9000
    key = Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(WORDS.encode())
    assert opened(MARK + salt + nonce + AESGCM(key).encrypt(nonce, words, MARK)) == words


def test_nothing_of_another_collaboration_is_in_the_file(full: Collaboration):
    other = factories.collaboration()
    _rows(other)
    content = written(full)
    found = {row["collaboration_id"] for rows in rows_in(content).values() for row in rows}
    assert found == {full.pk}
