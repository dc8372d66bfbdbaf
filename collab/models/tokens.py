"""Tokens with which a program acts for a person, and the answers that are kept so that a request sent twice is one."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4
from zlib import crc32

from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.models.accounts import User
from collab.models.collaborations import Collaboration
from collab.models.links import TOKEN_BYTES, token_hash
from collab.sealed import seal, unseal

PREFIX = "groundwork_"  # what scanners of leaked secrets look for: this, 64 signs of chance and 8 that check them
CHECK_SIGNS = 8
LONGEST_DAYS = 366
MOST_TOKENS = 20  # a person can use at once
CALLS_A_MINUTE = 240
KEPT_HOURS = 48  # an answer is kept for at least a day (decision 76)

# One statement counts, notes the use and says how often: no two requests can both be the last that is allowed.
COUNT = """
UPDATE collab_apitoken SET used_at = %(now)s, minute = %(minute)s,
  calls = CASE WHEN minute = %(minute)s THEN least(calls, 1000000) + 1 ELSE 1 END
WHERE id = %(id)s RETURNING calls
"""
CLAIM = """
INSERT INTO collab_apianswer (id, token_id, key, asked, status, location, etag, body_sealed)
VALUES (%(id)s, %(token)s, %(key)s, %(asked)s, 0, '', '', ''::bytea) ON CONFLICT (token_id, key) DO NOTHING
"""


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Which tokens."""

    def open(self, *, now: datetime) -> "ApiTokenQuerySet":
        """Those that open something."""
        return self.filter(revoked_at=None, expires_at__gt=now)


class ApiToken(models.Model):
    """A program acts for a person: in one collaboration or in all of that person's, reading only or writing too.

    It opens nothing that the person's own seat does not open at that moment. Only its hash is stored.
    """

    class Scope(models.TextChoices):
        """What it may be used for."""

        READ = "read", _("Read only")
        WRITE = "write", _("Read and write")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens", editable=False)
    collaboration = models.ForeignKey(
        Collaboration, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("collaboration"),
    )  # fmt: skip
    label = models.CharField(_("what it is for"), max_length=80)
    scope = models.CharField(_("what it may do"), max_length=5, choices=Scope.choices, default=Scope.READ)
    token_hash = models.BinaryField(unique=True, editable=False)
    ending = models.CharField(max_length=4, editable=False)  # by which its owner tells it from others
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    minute = models.DateTimeField(null=True, editable=False)
    calls = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("created_at") + timedelta(days=LONGEST_DAYS)),
                name="api_token_lives_a_year_at_most",
            ),
            models.CheckConstraint(condition=Q(scope__in=["read", "write"]), name="api_token_reads_or_writes"),
        ]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def issue(cls, *, days: int, now: datetime, **values: object) -> tuple[Self, str]:
        """A new token and its secret, which is shown once and never stored."""
        chance = secrets.token_hex(TOKEN_BYTES)
        secret = f"{PREFIX}{chance}{_check(chance)}"
        made = cls.objects.create(
            token_hash=token_hash(secret), ending=secret[-4:], created_at=now, expires_at=now + timedelta(days=days),
            **values,
        )  # fmt: skip
        return made, secret

    @classmethod
    def find(cls, secret: str, *, now: datetime) -> "ApiToken | None":
        """The token of a secret, while it opens anything; a mistyped one is told without asking the database."""
        chance = secret.removeprefix(PREFIX)[:-CHECK_SIGNS]
        if not secret.isascii() or secret != f"{PREFIX}{chance}{_check(chance)}":
            return None
        rows = cls.objects.open(now=now).filter(token_hash=token_hash(secret), user__is_active=True)
        return rows.select_related("user").first()

    @property
    def may_write(self) -> bool:
        """Whether it changes anything."""
        return self.scope == self.Scope.WRITE

    def count(self, *, now: datetime) -> int:
        """How many calls of this minute are left, this one counted; below zero it is refused."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"id": self.pk, "now": now, "minute": now.replace(second=0, microsecond=0)})
            row = cursor.fetchone()
        return CALLS_A_MINUTE - row[0] if row else -1

    def revoke(self, *, at: datetime) -> None:
        """It opens nothing from now on; what it was answered is forgotten."""
        self.revoked_at = at
        self.save(update_fields=["revoked_at"])
        self.answers.all().delete()


def _check(chance: str) -> str:
    return f"{crc32(chance.encode(errors='replace')):0{CHECK_SIGNS}x}"


@dataclass(frozen=True)
class Reply:
    """What a request that writes is answered."""

    status: int
    body: str
    location: str = ""
    etag: str = ""


class ApiAnswer(models.Model):
    """The answer to a request that was sent with a key: the same request is answered the same way, another refused.

    The row is claimed first and filled last, in the transaction of what is written: a second request waits for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    asked = models.BinaryField()
    status = models.PositiveSmallIntegerField()
    location = models.CharField(max_length=300, blank=True)
    etag = models.CharField(max_length=40, blank=True)
    body_sealed = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="api_answer_by_age")]
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_api_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.status} {self.location}"

    @classmethod
    def claim(cls, token: ApiToken, key: str, asked: str) -> tuple["ApiAnswer", bool]:
        """The row of a key, and whether it is new. Waits for another request that holds it; within a transaction."""
        with connection.cursor() as cursor:
            digest = hashlib.sha256(asked.encode()).digest()
            cursor.execute(CLAIM, {"id": uuid4(), "token": token.pk, "key": key, "asked": digest})
            is_new = cursor.rowcount == 1
        return cls.objects.get(token=token, key=key), is_new

    def is_for(self, asked: str) -> bool:
        """Whether it answers this very request."""
        return bytes(self.asked) == hashlib.sha256(asked.encode()).digest()

    @property
    def reply(self) -> Reply:
        """What was answered."""
        return Reply(self.status, unseal(bytes(self.body_sealed), self.pk), self.location, self.etag)

    def keep(self, reply: Reply) -> None:
        """Write down the answer; its text at rest is for nobody."""
        self.status, self.location, self.etag = reply.status, reply.location, reply.etag
        self.body_sealed = seal(reply.body, self.pk)
        self.save(update_fields=["status", "location", "etag", "body_sealed"])
