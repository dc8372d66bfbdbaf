"""Pages behind the links of a digest: opening one changes nothing, only its button does. They sign nobody in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from collab.forms.promises import PromiseForm, ReminderForm, settle
from collab.http import Request, page
from collab.models import AuditEvent, Commitment, PromiseLink, ReminderSetting

MOST_SHOWN = 50


@login_not_required
@require_http_methods(["GET", "POST"])
def promise_edit(request: Request, token: str) -> HttpResponse:
    """The own open promises of one person in one collaboration: what became of them?"""
    link = PromiseLink.find(token, now=timezone.now())
    if link is None:
        return page(request, "collab/promise_gone.html", status=404)
    person, place = link.person, link.collaboration
    with translation.override(person.language or translation.get_language()):
        open_ones = Commitment.objects.open().filter(person=person, collaboration=place).order_by("due_on", "pk")
        data = request.POST if request.method == "POST" else None
        forms = [PromiseForm(data, commitment=one) for one in open_ones.select_related("promisee")[:MOST_SHOWN]]
        if data is not None and all([form.is_valid() for form in forms]):
            by = _("said by %(person)s, by personal link") % {"person": person}
            closed = settle(forms, open_ones=open_ones, on=place.today(), by=by)
            AuditEvent.record(AuditEvent.Act.SETTLED, collaboration=place, subject=f"{closed} promises: {person.pk}")
            said = ngettext("Thank you. %(n)s promise is noted.", "Thank you. %(n)s promises are noted.", closed)
            messages.success(request, said % {"n": closed})
            return redirect("collab:promise_edit", token)
        context = {"collaboration": place, "person": person, "forms": forms, "today": place.today()}
        return page(request, "collab/promise_edit.html", context, status=200 if data is None else 422)


@require_http_methods(["GET", "POST"])
def own_reminder(request: Request) -> HttpResponse:
    """The same for the address of the reader who is signed in."""
    email = request.user.email
    setting = ReminderSetting.objects.filter(email__iexact=email).first() or ReminderSetting(email=email.lower())
    return _reminder(request, setting, layout="base.html")


@login_not_required
@require_http_methods(["GET", "POST"])
def reminder_edit(request: Request, token: str) -> HttpResponse:
    """Whether and when one address is reminded; every digest links here."""
    setting = ReminderSetting.find(token)
    if setting is None:
        raise Http404
    return _reminder(request, setting, layout="bare.html")


@csrf_exempt  # a mail program presses this button (RFC 8058): it has no form of ours, and the address is the secret
@login_not_required
@require_http_methods(["GET", "POST"])
def reminder_stop(request: Request, token: str) -> HttpResponse:
    """No reminder comes any more, by the own button of a mail program; looking leads to the page and changes none."""
    setting = ReminderSetting.find(token)
    if setting is None:
        raise Http404
    if request.POST.get("List-Unsubscribe") != "One-Click":
        return redirect("collab:reminder_edit", token)
    setting.is_wanted = False
    setting.save(update_fields=["is_wanted"])
    return HttpResponse(_("No reminder comes any more."), content_type="text/plain; charset=utf-8")


def _reminder(request: Request, setting: ReminderSetting, *, layout: str) -> HttpResponse:
    form = ReminderForm(request.POST if request.method == "POST" else None, instance=setting)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(request.path)
    context = {"form": form, "layout": layout}
    return page(request, "collab/reminder_edit.html", context, status=422 if form.is_bound else 200)
