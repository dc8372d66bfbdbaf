"""Invitations: one person is asked in one wave, by a link that opens this wave and nothing else."""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collab.history import tracked_but
from collab.models import Organization, OutboxMail, Person
from collab.models.links import TOKEN_BYTES, Link, token_hash
from partners.models.answers import ROSTER_ITEM, Answer
from partners.models.surveys import Survey

CODE_DIGITS, CODE_MINUTES, CODE_TRIES = 8, 10, 5
Said = Decimal | str | None  # a level, free text, or "cannot say"


class NotOpen(Exception):
    """The wave takes no answers through this invitation: closed, not open yet, finished, declined or withdrawn."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Which invitations."""

    def unfinished(self) -> "InvitationQuerySet":
        """Those who may still be reminded: neither finished, nor declined, nor withdrawn."""
        return self.filter(finished_at=None, declined_at=None, withdrawn_at=None, revoked_at=None)

    def for_list(self) -> "InvitationQuerySet":
        """With person, organisation and mail, by organisation."""
        return self.select_related("person", "organization", "mail").order_by(
            "organization__name", "person__name", "pk"
        )


@tracked_but("token_hash", "code_hash", "code_expires_at", "code_tries")
class Invitation(Link):
    """A capability of one wave: it reads and writes what was answered through it, until the wave closes."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    address = models.EmailField(_("invited address"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)  # no secret: stands in addresses
    mail = models.ForeignKey(OutboxMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    links_made = models.PositiveSmallIntegerField(default=0, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    consented_at = models.DateTimeField(_("agreed"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    cut_at = models.DateTimeField(null=True, blank=True, editable=False)  # browsers let in before it are let in no more
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    code_hash = models.BinaryField(null=True, blank=True, editable=False)
    code_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "person"], name="one_invitation_per_person_and_survey",
                violation_error_message=_("This person is invited already."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(consented_at__isnull=False),
                name="invitation_is_finished_after_consent",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(declined_at=None), name="invitation_is_finished_or_declined"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person}, {self.organization}"

    @property
    def state(self) -> str:
        """How far this person is."""
        marks = ("declined_at", "withdrawn_at", "finished_at", "consented_at")
        found = next((mark for mark in marks if getattr(self, mark)), "")
        return {"consented_at": "begun", "": "waiting"}.get(found, found.removesuffix("_at"))

    @property
    def answers(self) -> models.QuerySet[Answer]:
        """What was answered through it."""
        return Answer.objects.filter(survey_id=self.survey_id, rater_person_id=self.person_id)

    def agree(self, *, at: datetime, on: date) -> None:
        """Begin, or begin again after declining. Raises NotOpen."""
        with self._open_on(on, is_begun=False) as row:
            Invitation.objects.filter(pk=row.pk).update(
                consented_at=at, declined_at=None, withdrawn_at=None, reason="", used_at=row.used_at or at
            )

    def answer(self, said: Mapping[str, Said], *, subject: int | None, on: date) -> None:
        """Save answers on some items about one organisation, or about the collaboration; the newest stands.

        Sent twice, or by fifty windows at once, there is one answer an item: this invitation is locked meanwhile.
        Raises NotOpen.
        """
        with self._open_on(on):
            known = {one.item: one for one in self.answers.filter(subject_id=subject, item__in=said)}
            fresh = []
            for item, value in said.items():
                words = {"text": value, "value": None} if isinstance(value, str) else {"text": "", "value": value}
                values = words | {"language": self.language}
                if item in known:
                    Answer.objects.filter(pk=known[item].pk).update(**values)
                else:
                    fresh.append(self._new_answer(item, subject, **values))
            Answer.objects.bulk_create(fresh)

    def pick(self, picked: Collection[int], *, of: Collection[int], on: date) -> None:
        """Save which organisations (ids) this one works with; whom it rated already stays picked. Raises NotOpen."""
        with self._open_on(on):
            rated = set(self.answers.exclude(item=ROSTER_ITEM).values_list("subject_id", flat=True))
            picks = self.answers.filter(item=ROSTER_ITEM)
            known = set(picks.values_list("subject_id", flat=True))
            wanted = {one: one in picked or one in rated for one in of}
            for is_picked in (True, False):
                picks.filter(subject_id__in=[one for one in known if wanted.get(one) is is_picked]).update(
                    value=is_picked
                )
            Answer.objects.bulk_create(
                self._new_answer(ROSTER_ITEM, one, value=Decimal(is_picked), language=self.language)
                for one, is_picked in wanted.items()
                if one not in known
            )

    def finish(self, *, at: datetime, on: date) -> None:
        """All is said; from now on the link shows thanks only. Raises NotOpen."""
        with self._open_on(on) as row:
            Invitation.objects.filter(pk=row.pk).update(finished_at=at)

    def decline(self, *, reason: str, at: datetime, on: date) -> None:
        """Take no part, or withdraw: what was answered is deleted. Raises NotOpen once the wave is closed."""
        with self._open_on(on, is_begun=False, is_finished=True) as row:
            has_answered = bool(self.answers.delete()[0]) or row.finished_at is not None
            mark = "withdrawn_at" if has_answered else "declined_at"
            Invitation.objects.filter(pk=row.pk).update(finished_at=None, reason=reason[:400], **{mark: at})

    def make_code(self, *, at: datetime) -> str:
        """A code that shows earlier answers, to be mailed to the invited address; the one before is void."""
        code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
        self.code_hash, self.code_tries = self._hash_of(code), 0
        self.code_expires_at = at + timedelta(minutes=CODE_MINUTES)
        self.save(update_fields=["code_hash", "code_tries", "code_expires_at"])
        return code

    def accepts_code(self, code: str, *, at: datetime) -> bool:
        """Whether this is the code: once, within ten minutes, within five tries. A try is counted before it is made."""
        rows = Invitation.objects.filter(pk=self.pk, code_expires_at__gt=at, code_tries__lt=CODE_TRIES)
        if not rows.update(code_tries=F("code_tries") + 1):
            return False
        row = Invitation.objects.get(pk=self.pk)
        is_right = hmac.compare_digest(bytes(row.code_hash or b""), self._hash_of(code))
        # one statement takes the code, so that two windows cannot both use it
        return is_right and bool(Invitation.objects.filter(pk=self.pk, code_hash=row.code_hash).update(code_hash=None))

    def _hash_of(self, code: str) -> bytes:
        return hashlib.sha256(f"{self.public_id} {code}".encode()).digest()

    def _new_answer(self, item: str, subject: int | None, **values: Any) -> Answer:
        return Answer(
            collaboration_id=self.collaboration_id, survey_id=self.survey_id, rater_id=self.organization_id,
            rater_person_id=self.person_id, subject_id=subject, item=item, source=Answer.Source.SURVEY, **values,
        )  # fmt: skip

    @contextmanager
    def _open_on(self, on: date, *, is_begun: bool = True, is_finished: bool = False) -> Iterator["Invitation"]:
        """This invitation, locked, while its wave takes answers."""
        with transaction.atomic():
            row = Invitation.objects.select_for_update().get(pk=self.pk)
            survey = Survey.objects.get(pk=self.survey_id)  # after the lock: closing waits for it, or came first
            fits = row.state == "begun" or not is_begun
            if row.revoked_at or survey.state(on=on) != Survey.State.OPEN or not fits:
                raise NotOpen
            if row.finished_at and not is_finished:
                raise NotOpen
            yield row

    def renew(self, *, expires_at: datetime, **values: Any) -> str:
        """A new token; the one before opens nothing from now on. Shown once, never stored."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.token_hash, self.expires_at, self.revoked_at = token_hash(token), expires_at, None
        self.links_made += 1
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=["token_hash", "expires_at", "revoked_at", "links_made", *values])
        return token
