"""The addresses of the government floor."""

from django.urls import include, path

from government.views import consultations, context, influence, liaisons, mandates, officials, ratings, stances

app_name = "government"

in_a_collaboration = [  # below /c/<slug>/government/
    path("", mandates.mandate_list, name="mandate_list"),
    path("state/", context.state_role_create, name="state_role_create"),
    path("influence/", influence.influence_list, name="influence_list"),
    path("influence/<int:organization>/", influence.influence_create, name="influence_create"),
    path("stance-panel/", consultations.stance_panel, name="stance_panel"),
    path("meetings/<uuid:meeting>/", consultations.consultation_create, name="consultation_create"),
    path("mandates/new/", mandates.mandate_create, name="mandate_create"),
    path("mandates/<int:mandate>/", mandates.mandate_detail, name="mandate_detail"),
    path("mandates/<int:mandate>/edit/", mandates.mandate_edit, name="mandate_edit"),
    path("mandates/<int:mandate>/none-found/", mandates.none_found_create, name="none_found_create"),
    path("mandates/<int:mandate>/compare/", mandates.mandate_compare, name="mandate_compare"),
    path("mandates/<int:mandate>/official/", officials.official_create, name="official_create"),
    path("mandates/<int:mandate>/liaison/", liaisons.liaison_create, name="liaison_create"),
    path("mandates/<int:mandate>/stance/", stances.stance_create, name="stance_create"),
    path("officials/<int:official>/leave/", officials.official_leave, name="official_leave"),
    path("liaisons/<int:liaison>/edit/", liaisons.liaison_edit, name="liaison_edit"),
    path("liaisons/<int:liaison>/leave/", liaisons.liaison_leave, name="liaison_leave"),
    path("liaisons/<int:liaison>/rating/", ratings.rating_create, name="rating_create"),
]
urlpatterns = [path("c/<slug:slug>/government/", include(in_a_collaboration))]
