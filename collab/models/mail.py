"""Outgoing mail: written in the same transaction as what it tells, sent by a job until it is gone."""

from datetime import timedelta
from email.utils import make_msgid

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from collab.models.collaborations import Collaboration

# Mails with these keys hold codes and links that open something: their text is forgotten once they are sent.
ACCOUNT_MAIL, LINK_MAIL, DIGEST_MAIL = "account:", "link:", "digest:"
FORGOTTEN = (ACCOUNT_MAIL, LINK_MAIL, DIGEST_MAIL)
MAX_ATTEMPTS = 8  # with doubling pauses from one minute this is about four hours


class OutboxMailQuerySet(models.QuerySet["OutboxMail"]):
    """Which mails."""

    def waiting(self) -> "OutboxMailQuerySet":
        """Those to be sent now."""
        return self.filter(sent_at=None, attempts__lt=MAX_ATTEMPTS, not_before__lte=Now())


class OutboxMail(models.Model):
    """One mail to one address. The key makes it one, the message id lets a server drop a second copy."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    stop_url = models.CharField(max_length=300, blank=True)  # where the mail program's own button to unsubscribe leads
    message_id = models.CharField(max_length=200)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    not_before = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["not_before"], condition=models.Q(sent_at=None), name="outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.key} to {self.to}"

    @classmethod
    def put(
        cls,
        *,
        key: str,
        to: str,
        subject: str,
        body: str,
        collaboration: Collaboration | None = None,
        stop_url: str = "",
    ) -> "OutboxMail":
        """Queue a mail; the same key again is the same mail."""
        values = {
            "to": to, "subject": " ".join(subject.split())[:200], "body": body, "collaboration": collaboration,
            "message_id": make_msgid(domain="groundwork"), "stop_url": stop_url,
        }  # fmt: skip
        return cls.objects.get_or_create(key=key, defaults=values)[0]

    @classmethod
    def send_one(cls) -> bool:
        """Send the oldest waiting mail, codes first; False when none waits. Two workers never take the same one."""
        codes_first = models.Case(models.When(key__startswith=ACCOUNT_MAIL, then=0), default=1)
        with transaction.atomic():
            mail = cls.objects.waiting().order_by(codes_first, "id").select_for_update(skip_locked=True).first()
            if mail is None:
                return False
            mail.deliver()
            return True

    @property
    def headers(self) -> dict[str, str]:
        """What mail programs read: one id for all copies, and how to unsubscribe by one click (RFC 8058)."""
        found = {"Message-ID": self.message_id}
        if self.stop_url:
            found |= {"List-Unsubscribe": f"<{self.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        return found

    def deliver(self) -> None:
        """Hand it to the mail server; a failure is written down and tried again later."""
        self.attempts += 1
        try:
            EmailMessage(self.subject, self.body, to=[self.to], headers=self.headers).send()
        except OSError as error:  # smtplib's errors are OSErrors
            self.last_error = str(error)[:200]
            self.not_before = timezone.now() + timedelta(minutes=2 ** (self.attempts - 1))
        else:
            self.sent_at, self.last_error = timezone.now(), ""
            self.body = "" if self.key.startswith(FORGOTTEN) else self.body
        self.save(update_fields=["attempts", "last_error", "not_before", "sent_at", "body"])
