"""People who sign in, and the acts that change no row."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked_but


class UserManager(BaseUserManager["User"]):
    """Finds and makes users by their address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of an address, whatever its case."""
        return self.get(email__iexact=username)

    def invited(self, *, email: str, name: str = "", language: str = "en") -> "User":
        """The user of this address; a new one can sign in by a code sent to it and has no password yet."""
        known = self.filter(email__iexact=email).first()
        if known:
            return known
        user = self.model(email=email.strip(), name=name, language=language)
        user.set_unusable_password()
        user.save(using=self._db)
        # who wanted to change to this address and never confirmed it must not stand in the way of its owner
        EmailAddress.objects.filter(email__iexact=user.email, verified=False).delete()
        EmailAddress.objects.create(user=user, email=user.email.lower(), primary=True, verified=True)
        return user


@tracked_but("password", "last_login")
class User(AbstractBaseUser):
    """Somebody who can sign in. What they may do is said by their seats."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(
        default=False, help_text=_("Creates collaborations and invites people; reads no collaboration without a seat.")
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="one_user_per_address", violation_error_message=_("This address is known already.")
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email


class AuditEvent(models.Model):
    """One act that changes no row of evidence: who did what, when. Rows are added and read, never changed."""

    class Act(models.TextChoices):
        """What was done."""

        SIGNED_IN = "signed in", _("signed in")
        SIGN_IN_FAILED = "sign-in failed", _("failed to sign in")
        SIGNED_OUT = "signed out", _("signed out")
        REFUSED = "refused", _("was refused")
        NOTE_OPENED = "note opened", _("opened a private note")
        SEAT_GIVEN = "seat given", _("gave a seat")
        SEAT_ENDED = "seat ended", _("ended a seat")
        IMPORTED = "imported", _("imported a file")
        EXPORTED = "exported", _("exported data")
        GUARDRAIL = "guardrail", _("met the guardrail for population measures")
        MERGED = "merged", _("merged two records")
        UNMERGED = "unmerged", _("took a merge back")
        SETTLED = "settled", _("settled promises by personal link")
        TOKEN_MADE = "token made", _("made a token for programs")
        TOKEN_REVOKED = "token revoked", _("revoked a token for programs")

    collaboration = models.ForeignKey(
        "collab.Collaboration", on_delete=models.PROTECT, null=True, blank=True, related_name="audit_events"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    act = models.CharField(max_length=20, choices=Act.choices)
    subject = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["collaboration", "-at"])]

    def __str__(self) -> str:
        return f"{self.user} {self.get_act_display()} {self.subject}".strip()

    @classmethod
    def record(cls, act: "AuditEvent.Act", **values: Any) -> "AuditEvent":
        """Write down one act; `user`, `collaboration` and `subject` as far as they are known."""
        values["subject"] = str(values.get("subject", "")).replace("\r", " ").replace("\n", " ")[:200]
        return cls.objects.create(act=act, **values)
