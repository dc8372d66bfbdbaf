"""Personal links: a capability for one thing, never a sign-in."""

import hashlib
import secrets
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.models.collaborations import Collaboration

TOKEN_BYTES = 32  # 256 bits: beyond guessing, so a fast hash is enough to store


def token_hash(token: str) -> bytes:
    """What is stored of a token; the token itself is only in the mail."""
    return hashlib.sha256(token.encode()).digest()


class Link(models.Model):
    """A link that opens one thing to one person until it expires or is revoked. Each app has its own table."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    token_hash = models.BinaryField(unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True

    @classmethod
    def issue(cls, **values: Any) -> tuple[Self, str]:
        """A new link and its token, which is shown once and never stored."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        return cls.objects.create(token_hash=token_hash(token), **values), token  # type: ignore[attr-defined]

    @classmethod
    def find(cls, token: str, *, now: datetime) -> Self | None:
        """The link of a token, while it opens anything."""
        rows = cls.objects.filter(token_hash=token_hash(token), revoked_at=None, expires_at__gt=now)  # type: ignore[attr-defined]
        return rows.first()  # type: ignore[no-any-return]

    def revoke(self, *, at: datetime) -> None:
        """It opens nothing from now on."""
        self.revoked_at = at
        self.save(update_fields=["revoked_at"])
