"""People whom these records name: what is held of each, that they were told, looked at again, heard and answered."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.forms.editing import RecordForm
from collab.http import Request, page
from collab.invitations import origin_of
from collab.models import AuditEvent, Collaboration, OutboxMail, Person
from collab.models.mail import ACCOUNT_MAIL
from collab.permissions import Action, collaboration_for
from collab.tasks import deliver_soon
from government.entries import as_data, entries, held_of, lines_of
from government.forms.privacy import AnswerForm, EntryReviewForm, PrivacyNoticeForm, told
from government.models import OwnEntryLink, OwnStatement, PrivacyNotice
from government.views.liaisons import liaison_of

LINK_DAYS = 30


@require_safe
def entry_list(request: Request, slug: str) -> HttpResponse:
    """Everybody named here, those to whom we owe something first."""
    collaboration = collaboration_for(request, slug, Action.SEE_PAIR_TRUST, whole=True)
    rows = entries(collaboration, on=collaboration.today())
    context = {
        "collaboration": collaboration, "rows": rows, "owed": sum(one.needs_us for one in rows),
        "may_erase": request.seat.may(Action.ERASE),
    }  # fmt: skip
    return page(request, "government/entry_list.html", context)


@require_safe
def entry_detail(request: Request, slug: str, person: int) -> HttpResponse:
    """What is held of one person."""
    collaboration = collaboration_for(request, slug, Action.SEE_CONTACTS, whole=True)
    held = held_of(visible_person(request, person))
    context = {
        "collaboration": collaboration, "held": held, "ratings": [(one, lines_of(one)) for one in held.ratings],
        "today": collaboration.today(), "may_erase": request.seat.may(Action.ERASE),
    }  # fmt: skip
    return page(request, "government/entry_detail.html", context)


@require_POST
def entry_export(request: Request, slug: str, person: int) -> HttpResponse:
    """Everything about one person as a file, for the person who asks for it."""
    collaboration = collaboration_for(request, slug, Action.SEE_CONTACTS, whole=True)
    row = visible_person(request, person)
    AuditEvent.record(
        AuditEvent.Act.EXPORTED, user=request.user, collaboration=collaboration, subject=f"entry of person {row.pk}"
    )
    answer = JsonResponse(as_data(held_of(row)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = slugify(f"entry-{collaboration.slug}-{row.pk}")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


@require_http_methods(["GET", "POST"])
def privacy_notice_create(request: Request, slug: str, person: int) -> HttpResponse:
    """Note that somebody was told."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_person(request, person)
    data = request.POST if request.method == "POST" else None
    return _saved(
        request, PrivacyNoticeForm(data, person=row, collaboration=collaboration), row, "privacy_notice_create"
    )


@require_http_methods(["GET", "POST"])
def entry_review_create(request: Request, slug: str, person: int) -> HttpResponse:
    """Look at an entry again."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_person(request, person)
    data = request.POST if request.method == "POST" else None
    return _saved(request, EntryReviewForm(data, person=row, collaboration=collaboration), row, "entry_review_create")


@require_http_methods(["GET", "POST"])
def own_statement_edit(request: Request, slug: str, statement: int) -> HttpResponse:
    """Answer what somebody said about the own entry."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    rows = OwnStatement.objects.filter(collaboration=collaboration).select_related("liaison__person__collaboration")
    row = get_object_or_404(rows, pk=statement)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, instance=row, collaboration=collaboration)
    return _saved(request, form, row.liaison.person, "own_statement_edit")


@require_POST
def own_entry_link_create(request: Request, slug: str, liaison: int) -> HttpResponse:
    """Mail a liaison the link to the own entry; older links end, and with the mail the person is told."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = liaison_of(collaboration, liaison)
    if not row.person.email:
        messages.error(request, _("No e-mail address is known of this person. Add it first."))
        return redirect("collab:person_edit", slug, row.person_id)
    with transaction.atomic():
        row.links.filter(revoked_at=None).update(revoked_at=timezone.now())
        until = timezone.now() + timedelta(days=LINK_DAYS)
        link, token = OwnEntryLink.issue(collaboration=collaboration, liaison=row, expires_at=until)
        _mail(link, collaboration, origin_of(request) + reverse("government:own_entry_open", args=[token]))
        key: dict[str, Any] = {"person": row.person, "told_on": collaboration.today(), "how": PrivacyNotice.How.LINK}
        told(PrivacyNotice.objects.get_or_create(collaboration=collaboration, **key)[0])
    messages.success(request, _("The link is on its way. It opens for 30 days."))
    return redirect("government:entry_detail", slug, row.person_id)


def visible_person(request: Request, pk: int) -> Person:
    """The person, when the reader may see them."""
    rows = Person.objects.filter(pk__in=Person.objects.visible_to(request.seat).order_by().values("pk"))
    return get_object_or_404(rows.select_related("collaboration"), pk=pk)


def _mail(link: OwnEntryLink, collaboration: Collaboration, address: str) -> None:
    """Queue the mail in the person's language; its text is forgotten once it is sent."""
    person = link.liaison.person
    with translation.override(person.language or "en"):
        facts = {"place": collaboration.name, "address": address, "days": LINK_DAYS}
        OutboxMail.put(
            key=f"{ACCOUNT_MAIL}own-entry:{link.pk}", to=person.email, collaboration=collaboration,
            subject=_("What %(place)s has written down about you") % {"place": collaboration.name},
            body=render_to_string("government/own_entry_mail.txt", facts),
        )  # fmt: skip
    deliver_soon()


def _saved(request: Request, form: RecordForm, person: Person, name: str) -> HttpResponse:
    """Store the form and go back to the entry, or show it again."""
    collaboration = form.collaboration
    if form.store():
        messages.success(request, _("Saved."))
        return redirect("government:entry_detail", collaboration.slug, person.pk)
    context = {"collaboration": collaboration, "form": form, "person": person, "statement": form.instance}
    return page(request, f"government/{name}.html", context, status=422 if form.is_bound else 200)
