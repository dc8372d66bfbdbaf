"""Every address of the product; each app's own stand in its urls module."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Whether the web process answers; asked by load balancers."""
    return HttpResponse("ok", content_type="text/plain")


in_a_collaboration: list[URLPattern] = []  # below /c/<slug>/

collab_patterns = [
    path("c/<slug:slug>/", include(in_a_collaboration)),
]

urlpatterns = [
    path("health/", health, name="health"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include((collab_patterns, "collab"))),
]

handler500 = "collab.http.server_error"
