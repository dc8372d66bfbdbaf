"""The addresses of the partners floor."""

from django.urls import include, path

from partners.views import investments, partners, ratings, readiness, reviews, ties

app_name = "partners"

of_partners = [  # below /c/<slug>/partners/
    path("", partners.partner_list, name="partner_list"),
    path("new/", partners.partner_create, name="partner_create"),
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
urlpatterns = [
    path("c/<slug:slug>/partners/", include(of_partners)),
    path("c/<slug:slug>/", include(of_the_whole)),
]
