"""The addresses of the top floor."""

from django.urls import include, path

from metrics.views.collaboration import collaboration_detail
from metrics.views.network import network_csv, network_detail
from metrics.views.pairs import pair_detail, pair_list
from metrics.views.portfolio import portfolio
from metrics.views.score import relationship_csv, score_detail
from metrics.views.sheet import sheet_detail
from metrics.views.week import week_detail

app_name = "metrics"

in_a_collaboration = [
    path("", collaboration_detail, name="collaboration_detail"),
    path("since-we-last-met/", sheet_detail, name="sheet_detail"),
    path("week/", week_detail, name="week_detail"),
    path("relationship/", score_detail, name="score_detail"),
    path("relationship.csv", relationship_csv, name="relationship_csv"),
    path("pairs/", pair_list, name="pair_list"),
    path("pairs/<int:a>/<int:b>/", pair_detail, name="pair_detail"),
    path("network/", network_detail, name="network_detail"),
    path("network.csv", network_csv, name="network_csv"),
]
urlpatterns = [
    path("", portfolio, name="portfolio"),
    path("c/<slug:slug>/", include(in_a_collaboration)),
]
