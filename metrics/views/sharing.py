"""Links to the scores: giving and withdrawing them, and the page they open. Scores, bounds and bands only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.http import Request, page
from collab.models import AuditEvent
from collab.permissions import Action, collaboration_for
from metrics.charts.findings import finding
from metrics.charts.month_line import month_line
from metrics.forms.sharing import ShareLinkForm
from metrics.models import ShareLink
from metrics.models.share_links import OPEN_DAYS
from metrics.series import all_series
from metrics.state import state_of
from metrics.views.strips import strip


@require_http_methods(["GET", "POST"])
def share_list(request: Request, slug: str) -> HttpResponse:
    """The links that are open, and a form for a new one, whose address is shown once."""
    collaboration = collaboration_for(request, slug, Action.CHANGE_SETTINGS)
    form, given = ShareLinkForm(request.POST or None), ""
    now = timezone.now()
    if form.is_valid():
        link, token = ShareLink.give(collaboration, label=form.cleaned_data["label"], by=request.user, now=now)
        AuditEvent.record(
            AuditEvent.Act.EXPORTED, user=request.user, collaboration=collaboration, subject=f"share link {link.pk}"
        )
        given = request.build_absolute_uri(reverse("metrics:share_detail", args=[token]))
        form = ShareLinkForm()
    links = ShareLink.objects.filter(collaboration=collaboration).open(now=now).select_related("created_by")
    context = {
        "collaboration": collaboration, "form": form, "given": given, "links": links.order_by("-created_at"),
        "days": OPEN_DAYS,
    }  # fmt: skip
    return page(request, "metrics/share_list.html", context, status=422 if form.is_bound else 200)


@require_POST
def share_delete(request: Request, slug: str, pk: int) -> HttpResponse:
    """Withdraw a link: it opens nothing from now on."""
    collaboration = collaboration_for(request, slug, Action.CHANGE_SETTINGS)
    link = get_object_or_404(ShareLink.objects.filter(collaboration=collaboration), pk=pk)
    link.revoke(at=timezone.now())
    AuditEvent.record(
        AuditEvent.Act.EXPORTED,
        user=request.user,
        collaboration=collaboration,
        subject=f"withdrew share link {link.pk}",
    )
    messages.success(request, _("The link opens nothing any more."))
    return redirect("metrics:share_list", slug)


@login_not_required
@require_safe
def share_detail(request: Request, token: str) -> HttpResponse:
    """Where a collaboration stands, for whoever holds the link."""
    link = ShareLink.find(token, now=timezone.now())
    if link is None:
        return page(request, "metrics/share_gone.html", status=404)
    collaboration = link.collaboration
    state = state_of(collaboration)
    series, today = all_series(state.standing), collaboration.today()
    end = min(today, collaboration.ended_on or today)
    context = {
        "collaboration": collaboration,
        "finding": finding(series),
        "line": month_line(collaboration.started_on, end, uid="way", is_past=end < today),
        "strips": [strip(one.name, one.latest, series=one) for one in series.values()],
        "as_of": state.standing.as_of,
        "until": link.expires_at,
    }
    answer = page(request, "metrics/share_detail.html", context)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
