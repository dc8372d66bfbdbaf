"""Instruments: what is shipped and what is one's own, read in words; a coordinator copies, changes and publishes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from partners.forms.instruments import ASKED, FILE, InstrumentCopyForm, InstrumentForm, spoken
from partners.models import Instrument
from partners.questionnaire import LANGUAGES, SCORED, SOURCE_LANGUAGE, Questionnaire
from partners.questionnaire import shipped as files


@require_safe
def instrument_list(request: Request, slug: str) -> HttpResponse:
    """What can be asked: shipped questionnaires, and the versions of one's own."""
    collaboration = collaboration_for(request, slug, Action.RUN_SURVEYS)
    own = Instrument.objects.filter(collaboration=collaboration, is_shipped=False).newest_first()
    context = {
        "collaboration": collaboration, "own": own, "may_change": request.seat.may(Action.CHANGE_SETTINGS),
        "files": [one for one in files().values() if one.scored_as in ASKED], "FILE": FILE,
    }  # fmt: skip
    return page(request, "partners/instrument_list.html", context)


@require_safe
def instrument_file(request: Request, slug: str, shipped: str) -> HttpResponse:
    """A shipped questionnaire in words."""
    collaboration = collaboration_for(request, slug, Action.RUN_SURVEYS)
    if shipped not in files():
        raise Http404
    context = shown(request, files()[shipped]) | {"collaboration": collaboration, "source": FILE + shipped}
    return page(request, "partners/instrument_detail.html", context)


@require_safe
def instrument_detail(request: Request, slug: str, instrument: int) -> HttpResponse:
    """One version in words; a draft can be changed and published from here."""
    row = instrument_for(request, slug, instrument, Action.RUN_SURVEYS)
    context = shown(request, row.questionnaire) | {
        "collaboration": row.collaboration, "instrument": row, "source": row.pk, "waves": row.surveys.count(),
    }  # fmt: skip
    return page(request, "partners/instrument_detail.html", context)


@require_http_methods(["GET", "POST"])
def instrument_create(request: Request, slug: str) -> HttpResponse:
    """Copy one, to be changed."""
    collaboration = collaboration_for(request, slug, Action.CHANGE_SETTINGS)
    data = request.POST if request.method == "POST" else None
    form = InstrumentCopyForm(data, collaboration=collaboration, initial={"source": request.GET.get("source")})
    if form.is_bound and form.is_valid():
        return redirect("partners:instrument_edit", slug, form.draft().pk)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "partners/instrument_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def instrument_edit(request: Request, slug: str, instrument: int) -> HttpResponse:
    """Change a draft, one language at a time."""
    row = instrument_for(request, slug, instrument, Action.CHANGE_SETTINGS)
    if not row.is_draft:
        messages.warning(request, _("What is published is not changed any more. Begin its next version instead."))
        return redirect("partners:instrument_detail", slug, row.pk)
    language = asked_language(request, list(LANGUAGES))
    form = InstrumentForm(request.POST if request.method == "POST" else None, instrument=row, language=language)
    if form.is_bound and form.is_valid() and row.rewrite(form.questionnaire):
        messages.success(request, _("The draft is saved."))
        return redirect(f"{request.path}?language={language}")
    context = {
        "collaboration": row.collaboration, "instrument": row, "form": form, "language": language,
        "languages": spoken(), "is_source": language == SOURCE_LANGUAGE,
    }  # fmt: skip
    return page(request, "partners/instrument_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def instrument_publish(request: Request, slug: str, instrument: int) -> HttpResponse:
    """From now on waves may use it and nobody changes it."""
    row = instrument_for(request, slug, instrument, Action.CHANGE_SETTINGS)
    if row.publish(at=timezone.now()):
        messages.success(request, _("The instrument is published. The next survey can use it."))
    return redirect("partners:instrument_detail", slug, row.pk)


def instrument_for(request: Request, slug: str, pk: int, action: Action) -> Instrument:
    """An instrument of this collaboration, for who may do this."""
    collaboration = collaboration_for(request, slug, action)
    return get_object_or_404(Instrument.objects.select_related("collaboration"), pk=pk, collaboration=collaboration)


def asked_language(request: Request, offered: list[str]) -> str:
    """The language that the address asks for, else English."""
    asked = request.GET.get("language", "")
    return asked if asked in offered else SOURCE_LANGUAGE


def shown(request: Request, words: Questionnaire) -> dict[str, Any]:
    """A questionnaire as a page shows it, in one of its languages."""
    language = asked_language(request, words.languages)
    names = dict(spoken())
    scales = {scale.key: scale for scale in words.scales}
    return {
        "words": words,
        "title": words.title[language],
        "intro": words.intro[language],
        "pick": words.pick.get(language),
        "language": language,
        "languages": [(one, names[one]) for one in words.languages if one in names],
        "lacking": [name for one, name in spoken() if one not in words.languages],
        "is_tested": language in words.tested,
        "sections": [
            {
                "title": section.title[language], "hint": section.hint.get(language, ""), "about": section.about,
                "items": [
                    (item.text[language], list(_anchors(scales[item.scale], language)), item.key in SCORED)
                    for item in section.items
                ],
            }
            for section in words.sections
        ],
        "may_change": request.seat.may(Action.CHANGE_SETTINGS),
    }  # fmt: skip


def _anchors(scale: Any, language: str) -> Any:
    return zip(scale.levels, scale.anchors.get(language) or [str(level) for level in scale.levels], strict=True)
