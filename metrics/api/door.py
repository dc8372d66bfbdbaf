"""Who calls, and may they: a token stands for a person, and that person's seat says the rest, as on the pages."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from collab.http import Request
from collab.models import ApiToken, Collaboration
from collab.models.tokens import CALLS_A_MINUTE
from collab.permissions import Action, collaboration_for
from collab.second_factor import lacks_second_factor
from metrics.api.problems import Problem

HERE = "/collaborations/{slug:slug}"  # where the records of one collaboration stand


class ApiRequest(Request):
    """A request of a program that acts for a person."""

    auth: ApiToken
    left: int  # calls of this minute


class Bearer(HttpBearer):
    """The only way in: no cookie is read, so no page elsewhere can act for somebody who is signed in."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The token, while it is in force and its person could open the pages; None otherwise."""
        now = timezone.now()
        found = ApiToken.find(token, now=now)
        if found is None or (not settings.DEMO and lacks_second_factor(found.user)):
            return None
        left = found.count(now=now)
        request.user = found.user
        if left < 0:
            raise Problem(
                429, "too-many", _("This token was used too often in this minute. Wait, then go on."),
                headers={"Retry-After": str(60 - now.second), "RateLimit": f"limit={CALLS_A_MINUTE}, remaining=0"},
            )  # fmt: skip
        return found


def door(request: HttpRequest, slug: str, action: Action, *, whole: bool = False) -> Collaboration:
    """The collaboration, by the same door as every page; for others than the token's own there is none."""
    asked: Any = request
    collaboration = collaboration_for(asked, slug, action, whole=whole)
    if asked.auth.collaboration_id not in (None, collaboration.pk):
        raise Http404
    return collaboration


def door_to_write(request: HttpRequest, slug: str, action: Action) -> Collaboration:
    """The same for what changes something: the token must say so too."""
    collaboration = door(request, slug, action)
    asked: Any = request
    if not asked.auth.may_write:
        raise Problem(403, "read-only", _("This token may read only. Make one that may write."))
    return collaboration
