"""Reminders: one mail a day at most to one address, at the hour its owner chose, and links that settle a promise."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.signing import BadSignature, Signer
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from collab.models.directory import Person
from collab.models.links import Link

USUAL_HOUR = 8
LAST_HOUR = 23
HOURS_OF_GRACE = 4  # a worker that was away catches up for so long; later the day's reminder is left out
LEAST_PAUSE = timedelta(hours=20)  # between two mails, also where somebody lives by two time zones
_signer = Signer(salt="collab.reminders")


class ReminderSetting(models.Model):
    """Whether and when an address is reminded. An address is one, in however many collaborations it stands."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    is_wanted = models.BooleanField(_("remind me of promises by mail"), default=True)
    hour = models.PositiveSmallIntegerField(
        _("at about"), default=USUAL_HOUR, validators=[MaxValueValidator(LAST_HOUR)]
    )
    last_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_reminder_setting_per_address"),
            models.CheckConstraint(condition=Q(hour__gte=0, hour__lte=LAST_HOUR), name="reminder_hour_is_on_the_clock"),
        ]

    def __str__(self) -> str:
        return self.email

    @classmethod
    def of(cls, email: str) -> "ReminderSetting":
        """The setting of an address; the usual one where nothing was chosen."""
        found = cls.objects.filter(email__iexact=email).first()
        return found or cls.objects.get_or_create(email=email.lower())[0]

    @property
    def token(self) -> str:
        """What the link in every mail carries to change or stop reminders: a signature, so that it never expires."""
        return _signer.sign(str(self.pk))

    @classmethod
    def find(cls, token: str) -> "ReminderSetting | None":
        """The setting that a link means; None when the signature is not ours."""
        try:
            return cls.objects.filter(pk=int(_signer.unsign(token))).first()
        except (BadSignature, ValueError):
            return None

    def is_due(self, *, now: datetime, zone: ZoneInfo) -> bool:
        """Whether the hour has come, in a time zone, and no mail went out today.

        Where the clock jumps over the hour it has come as soon as the clock is past it; where the hour comes twice,
        the first one counts.
        """
        local = now.astimezone(zone)
        if not self.is_wanted or not self.hour <= local.hour < self.hour + HOURS_OF_GRACE:
            return False
        if self.last_at is None:
            return True
        return self.last_at.astimezone(zone).date() < local.date() and now - self.last_at >= LEAST_PAUSE


class PromiseLink(Link):
    """Lets a person see the own open promises of one collaboration and say what became of them; nothing else."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"promises of person {self.person_id}"
