"""What a device needs to log meetings without a signal: its worker, its page, who is signed in, the form to keep."""

import hashlib
import json
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.forms.log import LogForm
from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from collab.sheets import sheets

# all that the page of a device loads; nothing here says anything about anybody
SHELL = ("js/app.js", "js/offline.js", "js/kept.js")


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its bytes change with the release, which is how a browser learns of a new one."""
    return HttpResponse(_worker(), content_type="text/javascript")


@cache
def _worker() -> str:
    shell = [reverse("collab:device"), *sheets(), *map(static, SHELL)]
    seen = render_to_string("collab/device.html") + "".join(shell)
    release = hashlib.sha256(seen.encode()).hexdigest()[:12]
    code = json.dumps(static("js/worker.js"))
    return f'self.RELEASE = "{release}";\nself.SHELL = {json.dumps(shell)};\nimportScripts({code});\n'


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put us on its first screen."""
    icons = [
        {
            "src": static(f"img/groundwork-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    about = {
        "name": "Groundwork", "short_name": "Groundwork", "description": _("Collaborations in their first 24 months"),
        "start_url": "/", "scope": "/", "display": "standalone", "background_color": "#fdfcf8",
        "theme_color": "#fdfcf8", "icons": icons,
    }  # fmt: skip
    return JsonResponse(about, content_type="application/manifest+json")


@login_not_required
@require_safe
def device(request: HttpRequest) -> HttpResponse:
    """The page that also opens without a signal. It is the same for everybody; the device fills it."""
    return page(request, "collab/device.html")


@login_not_required
@require_safe
def device_state(request: Request) -> HttpResponse:
    """Who is signed in, and the token that forms of this session carry."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse({"reader": str(request.user.pk), "token": get_token(request)})


@require_safe
def meeting_kept(request: Request, slug: str) -> HttpResponse:
    """The empty quick log for a device to keep: usual attendees, no private note, nothing that was said."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    form = LogForm(collaboration=collaboration, seat=request.seat, is_kept=True)
    context = {"collaboration": collaboration, "form": form, "is_kept": True, "reader": request.user.pk}
    return page(request, "collab/meeting_create.html#log", context)
