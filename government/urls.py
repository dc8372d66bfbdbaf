"""The addresses of the government floor."""

from django.urls import include, path

from government.views import (
    consultations,
    context,
    entries,
    erasures,
    influence,
    liaisons,
    mandates,
    officials,
    own_entry,
    ratings,
    stances,
)

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
    path("officials/<int:official>/edit/", officials.official_edit, name="official_edit"),
    path("officials/<int:official>/leave/", officials.official_leave, name="official_leave"),
    path("liaisons/<int:liaison>/edit/", liaisons.liaison_edit, name="liaison_edit"),
    path("liaisons/<int:liaison>/leave/", liaisons.liaison_leave, name="liaison_leave"),
    path("liaisons/<int:liaison>/rating/", ratings.rating_create, name="rating_create"),
    path("ratings/<int:rating>/edit/", ratings.rating_edit, name="rating_edit"),
    path("liaisons/<int:liaison>/link/", entries.own_entry_link_create, name="own_entry_link_create"),
    path("liaisons/<int:liaison>/own/", own_entry.own_entry_edit, name="own_entry_edit"),
    path("contacts.csv", mandates.contact_csv, name="contact_csv"),
    path("people/", entries.entry_list, name="entry_list"),
    path("people/<int:person>/", entries.entry_detail, name="entry_detail"),
    path("people/<int:person>/export/", entries.entry_export, name="entry_export"),
    path("people/<int:person>/told/", entries.privacy_notice_create, name="privacy_notice_create"),
    path("people/<int:person>/review/", entries.entry_review_create, name="entry_review_create"),
    path("people/<int:person>/erase/", erasures.erasure_create, name="erasure_create"),
    path("erasures/<int:erasure>/", erasures.erasure_detail, name="erasure_detail"),
    path("statements/<int:statement>/", entries.own_statement_edit, name="own_statement_edit"),
]
urlpatterns = [
    path("c/<slug:slug>/government/", include(in_a_collaboration)),
    path("own-entry/", own_entry.own_entry_detail, name="own_entry_detail"),
    path("own-entry/<str:token>/", own_entry.own_entry_open, name="own_entry_open"),
]
