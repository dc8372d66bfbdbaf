"""The bare page: the same middleware, one indexed query, as many bytes of constant HTML as the page beside it."""

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from collab.http import Request
from collab.urls import urlpatterns as ours
from metrics.models import Standing

PAGES: dict[str, bytes] = {}  # what the pages beside it answered, by name


@require_safe
def bare(request: Request, name: str, pk: int) -> HttpResponse:
    """One row by its index, and text that is ready."""
    if not Standing.objects.filter(collaboration_id=pk).values_list("generation").first():
        raise Http404
    return HttpResponse(PAGES[name])


urlpatterns = [path("bare/<slug:name>/<int:pk>/", bare), *ours]
