"""Links that show the scores of one collaboration to whoever holds them, until they end or are withdrawn."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.models import Collaboration
from collab.models.links import Link

OPEN_DAYS = 30


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    """Which links."""

    def open(self, *, now: datetime) -> "ShareLinkQuerySet":
        """Those that open something."""
        return self.filter(revoked_at=None, expires_at__gt=now)


class ShareLink(Link):
    """Scores, bounds and bands of one collaboration; no component, no name, no evidence. The token is shown once."""

    label = models.CharField(_("for whom"), max_length=120)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ShareLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label

    @classmethod
    def give(
        cls, collaboration: Collaboration, *, label: str, by: models.Model, now: datetime
    ) -> tuple["ShareLink", str]:
        """A new link and its token, open for a month."""
        expires_at = now + timedelta(days=OPEN_DAYS)
        return cls.issue(collaboration=collaboration, label=label, created_by=by, expires_at=expires_at)
