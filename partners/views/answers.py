"""The answer page: open by a personal link, without an account; one capability of one wave, kept in the session."""

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.http import Request, page, wants_part
from partners.asking import Way, earlier
from partners.forms.answers import CodeForm, DeclineForm, PickForm, StepForm
from partners.mailing import send_code
from partners.models import Invitation, Survey
from partners.models.invitations import NotOpen
from partners.own_map import own_map

LET_IN, SHOWN_EARLIER = "answering", "earlier_answers"  # of the session: invitation -> when it was opened here


@login_not_required
@require_safe
def answer_open(request: Request, token: str) -> HttpResponse:
    """Exchange the link for a capability of this browser, and go to an address that holds no secret.

    Opening it consumes nothing, so that a scanner of mail does no harm.
    """
    invitation = Invitation.find(token, now=timezone.now())
    if invitation is None:
        return unknown(request)
    opened = request.session.get(LET_IN, {})
    request.session[LET_IN] = opened | {str(invitation.public_id): timezone.now().isoformat()}
    return redirect("partners:answer_start", invitation.public_id)


def answering(view: Callable[..., HttpResponse]) -> Any:
    """Only for a browser that opened the link of this very invitation; everybody else learns nothing."""

    @login_not_required
    @wraps(view)
    def guarded(request: Request, public_id: uuid.UUID, **kwargs: Any) -> HttpResponse:
        invitation = let_in(request, public_id)
        if invitation is None:
            return unknown(request)
        with translation.override(invitation.language):
            try:
                return view(request, invitation, **kwargs)
            except NotOpen:
                return not_open(request, invitation, status=409)

    return guarded


def let_in(request: Request, public_id: uuid.UUID) -> Invitation | None:
    """The invitation that this browser opened, unless it was revoked or cut off since."""
    opened = parse_datetime(request.session.get(LET_IN, {}).get(str(public_id), ""))
    rows = Invitation.objects.filter(public_id=public_id, revoked_at=None, expires_at__gt=timezone.now())
    one = rows.select_related("survey__collaboration", "survey__instrument", "organization", "person").first()
    if opened is None or one is None or (one.cut_at and opened < one.cut_at):
        return None
    return one


@answering
@require_http_methods(["GET", "POST"])
def answer_start(request: Request, invitation: Invitation) -> HttpResponse:
    """Who asks, what for, who sees it, until when; agreeing begins."""
    today = invitation.survey.collaboration.today()
    if request.method == "POST":
        invitation.agree(at=timezone.now(), on=today)
        return onward(invitation)
    if invitation.state == "finished" or invitation.survey.state(on=today) != Survey.State.OPEN:
        return not_open(request, invitation)
    way = Way(invitation)
    context = facts(invitation, way=way, minutes=way.minutes_at_first)
    return page(request, "partners/answer_start.html", context)


@answering
@require_http_methods(["GET", "POST"])
def answer_pick(request: Request, invitation: Invitation) -> HttpResponse:
    """Whom one works with."""
    today = require_begun(invitation)
    way = Way(invitation)
    if not way.asks_to_pick:
        return onward(invitation)
    form = PickForm(request.POST if request.method == "POST" else None, way=way)
    if form.is_bound and form.is_valid():
        invitation.pick(form.cleaned_data["picked"], of=[one.pk for one in way.roster], on=today)
        return onward(invitation, past_roster=True)
    context = facts(invitation, way=way, form=form)
    return page(request, "partners/answer_pick.html", context, status=422 if form.is_bound else 200)


@answering
@require_http_methods(["GET", "POST"])
def answer_step(request: Request, invitation: Invitation, step: str) -> HttpResponse:
    """One partner, or a few questions about the collaboration; what is sent is saved at once."""
    today = require_begun(invitation)
    way = Way(invitation)
    here = way.step(step)
    if here is None:
        return no_such_step(request, invitation, way=way, step=step)
    form = StepForm(request.POST if request.method == "POST" else None, step=here, way=way)
    if form.is_bound and form.is_valid():
        invitation.answer(form.said, subject=here.subject.pk if here.subject else None, on=today)
        if not wants_part(request):
            return redirect(*address(invitation, way.after(here)))
    context = facts(invitation, way=way, form=form, step=here, place=way.steps.index(here) + 1)
    context |= {"saved_at": timezone.now() if form.is_bound and form.is_valid() else None}
    context |= {"earlier": _earlier_of(request, invitation, here.subject.pk if here.subject else None)}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return page(request, "partners/answer_step.html", context, partial="saved", status=status)


@answering
@require_http_methods(["GET", "POST"])
def answer_review(request: Request, invitation: Invitation) -> HttpResponse:
    """The own map, and what is still open; finishing ends it."""
    today = require_begun(invitation)
    if request.method == "POST":
        invitation.finish(at=timezone.now(), on=today)
        return redirect("partners:answer_start", invitation.public_id)
    way = Way(invitation)
    context = facts(invitation, way=way, missing=[one for one in way.steps if not way.is_done(one)], map=own_map(way))
    return page(request, "partners/answer_review.html", context)


@answering
@require_http_methods(["GET", "POST"])
def answer_decline(request: Request, invitation: Invitation) -> HttpResponse:
    """Take no part, or take everything back."""
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        today = invitation.survey.collaboration.today()
        invitation.decline(reason=form.cleaned_data["reason"], at=timezone.now(), on=today)
        return redirect("partners:answer_start", invitation.public_id)
    context = facts(invitation, form=form)
    return page(request, "partners/answer_decline.html", context, status=422 if form.is_bound else 200)


@answering
@require_POST
def answer_language(request: Request, invitation: Invitation) -> HttpResponse:
    """Another language; what was answered stays."""
    chosen = request.POST.get("language", "")
    if chosen in invitation.survey.languages:
        Invitation.objects.filter(pk=invitation.pk).update(language=chosen)
    step = Way(invitation).step(request.POST.get("step", "")) if invitation.state == "begun" else None
    return redirect(*address(invitation, step) if step else ("partners:answer_start", invitation.public_id))


@answering
@require_http_methods(["GET", "POST"])
def answer_earlier(request: Request, invitation: Invitation) -> HttpResponse:
    """Show what was answered in the wave before, once a code proves that the reader owns the invited address."""
    require_begun(invitation)
    now = timezone.now()
    if "send" in request.POST and invitation.address and _may_ask_for_a_code(invitation, now=now):
        send_code(invitation, at=now)
        messages.info(request, _("A code is on its way to the address that was invited."))
        return redirect("partners:answer_earlier", invitation.public_id)
    form = CodeForm(request.POST if request.method == "POST" and "send" not in request.POST else None)
    if form.is_bound and form.is_valid():
        if invitation.accepts_code(form.cleaned_data["code"], at=now):
            shown = request.session.get(SHOWN_EARLIER, [])
            request.session[SHOWN_EARLIER] = [*shown, str(invitation.public_id)]
            return onward(invitation)
        form.add_error("code", _("This code is not right, or no longer. Ask for a new one."))
    context = facts(invitation, form=form, is_sent=bool(invitation.code_hash))
    return page(request, "partners/answer_earlier.html", context, status=422 if form.is_bound else 200)


def require_begun(invitation: Invitation) -> Any:
    """Today, when this invitation takes answers. Raises NotOpen."""
    today = invitation.survey.collaboration.today()
    if invitation.state != "begun" or invitation.survey.state(on=today) != Survey.State.OPEN:
        raise NotOpen
    return today


def onward(invitation: Invitation, *, past_roster: bool = False) -> HttpResponseRedirect:
    """To the roster, then to the first step that is not done, in the end to the own map."""
    way = Way(invitation)
    if way.asks_to_pick and not way.has_picked and not past_roster:
        return redirect("partners:answer_pick", invitation.public_id)
    return redirect(*address(invitation, way.after(None)))


def address(invitation: Invitation, step: Any) -> tuple[Any, ...]:
    """Where a step stands; the own map where there is none."""
    if step is None:
        return "partners:answer_review", invitation.public_id
    return "partners:answer_step", invitation.public_id, step.key


def facts(invitation: Invitation, **more: Any) -> dict[str, Any]:
    """What every page of a respondent shows around its own matter."""
    names = {code: translation.get_language_info(code)["name_local"] for code in invitation.survey.languages}
    return {
        "invitation": invitation, "survey": invitation.survey, "collaboration": invitation.survey.collaboration,
        "languages": names if len(names) > 1 else {},
    } | more  # fmt: skip


def unknown(request: Request) -> HttpResponse:
    """One answer for a link that never was, was revoked, replaced or opened in another browser."""
    return page(request, "partners/answer_unknown.html", status=404)


def not_open(request: Request, invitation: Invitation, *, status: int = 200) -> HttpResponse:
    """Thanks, or why nothing is taken any more; and what became of what was written."""
    state = invitation.survey.state(on=invitation.survey.collaboration.today())
    fresh = Invitation.objects.get(pk=invitation.pk)
    context = facts(invitation, state=state, respondent=fresh.state)
    return page(request, "partners/answer_end.html", context, partial="end", status=status)


def no_such_step(request: Request, invitation: Invitation, *, way: Way, step: str) -> HttpResponse:
    """An organisation that is not on the list, or oneself."""
    is_own = step == f"o{invitation.organization_id}"
    return page(request, "partners/answer_no_step.html", facts(invitation, way=way, is_own=is_own), status=404)


def _earlier_of(request: Request, invitation: Invitation, subject: int | None) -> dict[str, str]:
    """Earlier levels of this step by item, once the code was entered in this browser."""
    if str(invitation.public_id) not in request.session.get(SHOWN_EARLIER, []):
        return {}
    return {item: str(value).split(".")[0] for (about, item), value in earlier(invitation).items() if about == subject}


def _may_ask_for_a_code(invitation: Invitation, *, now: datetime) -> bool:
    """One code in a minute."""
    made = invitation.code_expires_at
    return made is None or (made - now).total_seconds() < 9 * 60
