"""The addresses of the partners floor."""

from django.urls import include, path

from partners.views import (
    answers,
    fields,
    instruments,
    investments,
    partners,
    ratings,
    readiness,
    results,
    reviews,
    surveys,
    ties,
)

app_name = "partners"

of_partners = [  # below /c/<slug>/partners/
    path("", partners.partner_list, name="partner_list"),
    path("new/", partners.partner_create, name="partner_create"),
    path("statements/", ratings.statement_list, name="statement_list"),
    path("fields/", fields.field_list, name="field_list"),
    path("fields/new/", fields.field_create, name="field_create"),
    path("fields/<int:field>/", fields.field_edit, name="field_edit"),
    path("<int:partner>/", partners.partner_detail, name="partner_detail"),
    path("<int:partner>/edit/", partners.partner_edit, name="partner_edit"),
    path("<int:partner>/stage/", partners.stage_create, name="stage_create"),
    path("<int:partner>/rating/", ratings.readiness_rating_create, name="readiness_rating_create"),
    path("<int:partner>/money/", investments.investment_create, name="investment_create"),
    path("money/<int:investment>/", investments.investment_edit, name="investment_edit"),
    path("ratings/<int:level>/reply/", ratings.rating_reply_edit, name="rating_reply_edit"),
]
of_the_whole = [  # below /c/<slug>/
    path("readiness/", readiness.readiness_detail, name="readiness_detail"),
    path("readiness/rating/", readiness.collaboration_rating_create, name="collaboration_rating_create"),
    path("reviews/", reviews.review_list, name="review_list"),
    path("reviews/new/", reviews.review_create, name="review_create"),
    path("reviews/<int:review>/", reviews.review_detail, name="review_detail"),
    path("reviews/<int:review>/reply/", reviews.review_reply_edit, name="review_reply_edit"),
    path("reviews/<int:review>/closing/", reviews.review_closing_create, name="review_closing_create"),
    path("ties/", ties.tie_list, name="tie_list"),
    path("ties/<int:a>/<int:b>/", ties.tie_edit, name="tie_edit"),
]
of_surveys = [  # below /c/<slug>/surveys/
    path("", surveys.survey_list, name="survey_list"),
    path("new/", surveys.survey_create, name="survey_create"),
    path("<int:survey>/", surveys.survey_detail, name="survey_detail"),
    path("<int:survey>/edit/", surveys.survey_edit, name="survey_edit"),
    path("<int:survey>/respondents/", surveys.survey_respondents, name="survey_respondents"),
    path("<int:survey>/remind/", surveys.survey_remind, name="survey_remind"),
    path("<int:survey>/sheet/", surveys.survey_sheet, name="survey_sheet"),
    path("<int:survey>/close/", surveys.survey_close, name="survey_close"),
    path("<int:survey>/results/", results.survey_results, name="survey_results"),
    path("instruments/", instruments.instrument_list, name="instrument_list"),
    path("instruments/new/", instruments.instrument_create, name="instrument_create"),
    path("instruments/shipped/<slug:shipped>/", instruments.instrument_file, name="instrument_file"),
    path("instruments/<int:instrument>/", instruments.instrument_detail, name="instrument_detail"),
    path("instruments/<int:instrument>/edit/", instruments.instrument_edit, name="instrument_edit"),
    path("instruments/<int:instrument>/publish/", instruments.instrument_publish, name="instrument_publish"),
    path("invitations/<int:invitation>/send/", surveys.invitation_send, name="invitation_send"),
    path("invitations/<int:invitation>/revoke/", surveys.invitation_revoke, name="invitation_revoke"),
]
of_a_respondent = [  # below /answer/<public_id>/; the id is no secret, the session of the browser holds the capability
    path("", answers.answer_start, name="answer_start"),
    path("pick/", answers.answer_pick, name="answer_pick"),
    path("review/", answers.answer_review, name="answer_review"),
    path("decline/", answers.answer_decline, name="answer_decline"),
    path("language/", answers.answer_language, name="answer_language"),
    path("earlier/", answers.answer_earlier, name="answer_earlier"),
    path("step/<slug:step>/", answers.answer_step, name="answer_step"),
]
urlpatterns = [
    path("a/<str:token>/", answers.answer_open, name="answer_open"),
    path("answer/<uuid:public_id>/", include(of_a_respondent)),
    path("c/<slug:slug>/surveys/", include(of_surveys)),
    path("c/<slug:slug>/partners/", include(of_partners)),
    path("c/<slug:slug>/", include(of_the_whole)),
]
