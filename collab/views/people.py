"""People: the list, one person with affiliations and meetings, adding and changing one."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab import list_sheets
from collab.exports import file_asked, sheet_file
from collab.forms.directory import (
    LANGUAGES,
    AffiliationEndForm,
    AffiliationForm,
    NewPersonForm,
    PersonFilter,
    PersonForm,
)
from collab.http import Request, page
from collab.merging import absorbed, looking_alike
from collab.models import Affiliation, Collaboration, Meeting, Organization, Person, Seat
from collab.permissions import Action, collaboration_for

PER_PAGE = 30
SHOWN = 5  # latest meetings; the list holds them all


@require_safe
def person_list(request: Request, slug: str) -> HttpResponseBase:
    """Who acts for whom."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    today = collaboration.today()
    visible = _visible(request.seat)
    organizations = Organization.objects.visible_to(request.seat).order_by("name")
    asked = PersonFilter(request.GET, organizations=organizations, today=today)
    acting = Affiliation.objects.current(on=today).select_related("organization").order_by("organization__name")
    found = asked.apply(visible).prefetch_related(Prefetch("affiliations", acting, to_attr="acting_for"))
    if file_asked(request):
        return sheet_file(request, list_sheets.people(found), collaboration)
    context = {
        "collaboration": collaboration,
        "form": asked,
        "people": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "total": visible.count(),
        "not_informed": visible.filter(informed_on=None).count(),
        "may_log": request.seat.may(Action.LOG),
        "alike": looking_alike(visible, request.seat) if not asked.is_narrowing else [],
    }
    return page(request, "collab/person_list.html", context, partial="rows")


@require_safe
def person_detail(request: Request, slug: str, pk: int) -> HttpResponse:
    """One person: for whom they act, and what they attended."""
    collaboration_for(request, slug, Action.SEE_EVIDENCE)
    return _detail(request, _person(request, pk))


@require_http_methods(["GET", "POST"])
def person_create(request: Request, slug: str) -> HttpResponse:
    """Add a person."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    form = NewPersonForm(
        request.POST if request.method == "POST" else None,
        collaboration=collaboration,
        shows_contacts=request.seat.may(Action.SEE_CONTACTS),
        initial={"organization": request.GET.get("organization")},
    )
    if form.store():
        messages.success(request, _("The person is saved."))
        return redirect("collab:person_detail", slug, form.instance.pk)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "collab/person_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def person_edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Change a person."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    person = _person(request, pk)
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        instance=copy(person),  # what is typed must not change the name above the form
        collaboration=collaboration,
        shows_contacts=_sees_contacts(request.seat, person),
    )
    if form.store():
        messages.success(request, _("The person is saved."))
        return redirect("collab:person_detail", slug, pk)
    context = {"collaboration": collaboration, "form": form, "person": person}
    return page(request, "collab/person_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def affiliation_create(request: Request, slug: str, person_pk: int) -> HttpResponse:
    """Say for whom a person acts."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    person = _person(request, person_pk)
    form = AffiliationForm(request.POST, person=person, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The affiliation is saved."))
        return redirect("collab:person_detail", slug, person_pk)
    return _detail(request, person, adding=form, status=422)


@require_POST
def affiliation_end(request: Request, slug: str, person_pk: int, pk: int) -> HttpResponse:
    """Say until when a person acted for an organisation. It stays as history."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    person = _person(request, person_pk)
    affiliation = get_object_or_404(person.affiliations, pk=pk)
    form = AffiliationEndForm(request.POST, instance=affiliation, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The affiliation is saved."))
        return redirect("collab:person_detail", slug, person_pk)
    return _detail(request, person, ending=form, status=422)


def _visible(seat: Seat) -> Any:
    """The people whom the reader may see, each once however many affiliations they have."""
    return Person.objects.filter(pk__in=Person.objects.visible_to(seat).order_by().values("pk"))


def _person(request: Request, pk: int) -> Person:
    """The person, when the reader may see them."""
    person: Person = get_object_or_404(_visible(request.seat).select_related("collaboration"), pk=pk)
    return person


def _sees_contacts(seat: Seat, person: Person) -> bool:
    """Whether contact data of this person is shown to the reader."""
    if seat.may_for_all(Action.SEE_CONTACTS):
        return True
    shown = Person.objects.filter(pk=person.pk).with_contacts_for(seat, on=seat.collaboration.today())
    return seat.may(Action.SEE_CONTACTS) and shown.exists()


def _detail(
    request: Request,
    person: Person,
    *,
    adding: AffiliationForm | None = None,
    ending: AffiliationEndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a person, with the form that was sent where something is to correct."""
    seat, collaboration = request.seat, person.collaboration
    meetings = Meeting.objects.visible_to(seat).held().with_person(person).defer("summary", "private_note_sealed")
    may_log = seat.may(Action.LOG)
    context = {
        "collaboration": collaboration,
        "person": person,
        "sees_contacts": _sees_contacts(seat, person),
        "spoken": dict(LANGUAGES).get(person.language, person.language),
        "affiliations": _affiliations(person, collaboration, ending if may_log else None),
        "today": collaboration.today(),
        "form": adding or AffiliationForm(person=person, collaboration=collaboration),
        "ending": ending,
        "meetings": meetings[:SHOWN],
        "meeting_count": meetings.count(),
        "may_log": may_log,
        "may_merge": seat.may(Action.MERGE),
        "absorbed": absorbed(person),
    }
    return page(request, "collab/person_detail.html", context, status=status)


def _affiliations(
    person: Person, collaboration: Collaboration, ending: AffiliationEndForm | None
) -> list[tuple[Affiliation, AffiliationEndForm]]:
    """Each affiliation with the form that ends it."""
    rows = person.affiliations.select_related("organization")
    sent = {ending.instance.pk: ending} if ending else {}
    return [(one, sent.get(one.pk) or AffiliationEndForm(instance=one, collaboration=collaboration)) for one in rows]
