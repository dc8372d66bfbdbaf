"""Every address of the product; each app's own stand in its urls module."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from collab.views import (
    accounts,
    audit,
    calendars,
    closings,
    collaborations,
    comments,
    commitments,
    decisions,
    demo,
    device,
    endorsements,
    leadership,
    meeting_notes,
    meetings,
    organizations,
    people,
    promises,
    search,
    seats,
    strategy,
)


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Whether the web process answers; asked by load balancers."""
    return HttpResponse("ok", content_type="text/plain")


in_a_collaboration: list[URLPattern] = [  # below /c/<slug>/
    path("settings/", collaborations.collaboration_edit, name="collaboration_edit"),
    path("seats/", seats.seat_list, name="seat_list"),
    path("seats/new/", seats.seat_create, name="seat_create"),
    path("seats/<int:pk>/", seats.seat_edit, name="seat_edit"),
    path("calendar/", calendars.calendar_detail, name="calendar_detail"),
    path("calendar/file/", calendars.calendar_upload, name="calendar_upload"),
    path("calendar/subscriptions/", calendars.subscription_create, name="subscription_create"),
    path("calendar/subscriptions/<uuid:pk>/delete/", calendars.subscription_delete, name="subscription_delete"),
    path("calendar/feed/", calendars.feed_create, name="feed_create"),
    path("calendar/feed/delete/", calendars.feed_delete, name="feed_delete"),
    path("search/", search.search_list, name="search_list"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/new/", meetings.meeting_create, name="meeting_create"),
    path("meetings/kept/", device.meeting_kept, name="meeting_kept"),
    path("meetings/<uuid:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("meetings/<uuid:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<uuid:pk>/delete/", meetings.meeting_delete, name="meeting_delete"),
    path("meetings/<uuid:pk>/note/", meeting_notes.meeting_note, name="meeting_note"),
    path("meetings/<uuid:pk>/note/edit/", meeting_notes.meeting_note_edit, name="meeting_note_edit"),
    path("organizations/", organizations.organization_list, name="organization_list"),
    path("organizations/new/", organizations.organization_create, name="organization_create"),
    path("organizations/<int:pk>/", organizations.organization_detail, name="organization_detail"),
    path("organizations/<int:pk>/edit/", organizations.organization_edit, name="organization_edit"),
    path("people/", people.person_list, name="person_list"),
    path("people/new/", people.person_create, name="person_create"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:person_pk>/affiliations/", people.affiliation_create, name="affiliation_create"),
    path("people/<int:person_pk>/affiliations/<int:pk>/end/", people.affiliation_end, name="affiliation_end"),
    path("commitments/", commitments.commitment_list, name="commitment_list"),
    path("commitments/register/", closings.commitment_register, name="commitment_register"),
    path("commitments/closing/", closings.closing_create, name="closing_create"),
    path("commitments/new/", commitments.commitment_create, name="commitment_create"),
    path("commitments/<uuid:pk>/", commitments.commitment_detail, name="commitment_detail"),
    path("commitments/<uuid:pk>/edit/", commitments.commitment_edit, name="commitment_edit"),
    path("commitments/<uuid:pk>/close/", commitments.commitment_close, name="commitment_close"),
    path("decisions/", decisions.decision_list, name="decision_list"),
    path("decisions/new/", decisions.decision_create, name="decision_create"),
    path("decisions/<uuid:pk>/", decisions.decision_detail, name="decision_detail"),
    path("decisions/<uuid:pk>/edit/", decisions.decision_edit, name="decision_edit"),
    path("strategy/", strategy.strategy_list, name="strategy_list"),
    path("strategy/new/", strategy.strategy_create, name="strategy_create"),
    path("strategy/<int:strategy>/", strategy.strategy_detail, name="strategy_detail"),
    path("strategy/<int:strategy>/edit/", strategy.strategy_edit, name="strategy_edit"),
    path("strategy/<int:strategy>/contribution/", strategy.contribution_create, name="contribution_create"),
    path("strategy/<int:strategy>/endorsement/", endorsements.endorsement_create, name="endorsement_create"),
    path("strategy/<int:strategy>/note/", endorsements.endorsement_note, name="endorsement_note"),
    path("strategy/<int:strategy>/link/", endorsements.endorsement_link_create, name="endorsement_link_create"),
    path("contributions/<int:contribution>/", strategy.contribution_edit, name="contribution_edit"),
    path("leadership/new/", leadership.leadership_create, name="leadership_create"),
    path("leadership/<int:leadership>/", leadership.leadership_edit, name="leadership_edit"),
    path("resources/new/", leadership.resource_create, name="resource_create"),
    path("resources/<int:resource>/", leadership.resource_edit, name="resource_edit"),
    path("comments/", comments.comment_list, name="comment_list"),
    path("comments/new/", comments.comment_create, name="comment_create"),
]

collab_patterns: list[URLPattern | URLResolver] = [
    path("profile/", accounts.profile_edit, name="profile_edit"),
    path("profile/sign-out-everywhere/", accounts.sign_out_everywhere, name="sign_out_everywhere"),
    path("profile/reminders/", promises.own_reminder, name="own_reminder"),
    path("administration/", collaborations.collaboration_list, name="collaboration_list"),
    path("administration/new/", collaborations.collaboration_create, name="collaboration_create"),
    path("administration/<slug:slug>/coordinator/", collaborations.coordinator_create, name="coordinator_create"),
    path("worker.js", device.worker, name="worker"),
    path("groundwork.webmanifest", device.manifest, name="manifest"),
    path("device/", device.device, name="device"),
    path("device/state/", device.device_state, name="device_state"),
    path("demo/", demo.demo_sign_in, name="demo_sign_in"),
    path("demo/mail/", demo.demo_mail_list, name="demo_mail_list"),
    path("demo/mail/<str:key>/", demo.demo_mail_detail, name="demo_mail_detail"),
    path("e/<str:token>/", endorsements.endorsement_answer, name="endorsement_answer"),
    path("calendar/<str:token>.ics", calendars.feed_detail, name="feed_detail"),
    path("promises/<str:token>/", promises.promise_edit, name="promise_edit"),
    path("reminders/<str:token>/", promises.reminder_edit, name="reminder_edit"),
    path("c/<slug:slug>/", include(in_a_collaboration)),
]

urlpatterns = [
    path("health/", health, name="health"),
    path("account/logout/", accounts.sign_out, name="account_logout"),
    path("account/email/", accounts.email, name="account_email"),
    path("account/password/set/", accounts.password_set, name="account_set_password"),
    path("account/2fa/totp/activate/", accounts.activate_totp, name="mfa_activate_totp"),
    path("account/2fa/webauthn/add/", accounts.add_webauthn, name="mfa_add_webauthn"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include((collab_patterns, "collab"))),
    path("", include("partners.urls")),
    path("", include("government.urls")),
    path("", include("metrics.urls")),
]

handler500 = "collab.http.server_error"
