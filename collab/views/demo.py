"""The demo on loopback: sign in by one click, and read the mail that would have been sent."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from collab.demo_mail import mails
from collab.forms.accounts import DemoUserForm
from collab.http import Request, page, safe_next
from collab.models import AuditEvent, Seat, User

View = Callable[..., HttpResponse]
MOST_SHOWN = 50


def only_in_the_demo(view: View) -> View:
    """Open to everybody in the demo; elsewhere, and for other machines, the page does not exist."""

    @login_not_required
    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO or not _is_loopback(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _is_loopback(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@only_in_the_demo
@require_http_methods(["GET", "POST"])
def demo_sign_in(request: Request) -> HttpResponse:
    """Everybody of the demo with a button each."""
    people = User.objects.filter(is_active=True)
    if request.method == "POST":
        chosen = DemoUserForm(request.POST)
        user = get_object_or_404(people, pk=chosen.cleaned_data["user"] if chosen.is_valid() else 0)
        get_adapter().login(request, user)
        AuditEvent.record(AuditEvent.Act.SIGNED_IN, user=user, subject="demo")
        return HttpResponseRedirect(safe_next(request, settings.LOGIN_REDIRECT_URL))
    held = Prefetch("seats", Seat.objects.filter(to_on=None).select_related("collaboration"), to_attr="held")
    people = people.prefetch_related(held).order_by("-is_administrator", "id")[:MOST_SHOWN]
    return page(request, "collab/demo_sign_in.html", {"people": people, "next": safe_next(request, "/")})


@only_in_the_demo
@require_safe
def demo_mail_list(request: Request) -> HttpResponse:
    """What was sent, newest first."""
    return page(request, "collab/demo_mail_list.html", {"mails": mails()})


@only_in_the_demo
@require_safe
def demo_mail_detail(request: Request, key: str) -> HttpResponse:
    """One mail."""
    mail = next((one for one in mails() if one.key == key), None)
    if mail is None:
        raise Http404
    return page(request, "collab/demo_mail_detail.html", {"mail": mail})
