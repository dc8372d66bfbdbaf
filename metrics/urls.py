"""The addresses of the top floor."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from metrics.reports.files import FORMATS
from metrics.views.activity import activity_file
from metrics.views.collaboration import collaboration_detail
from metrics.views.comparison import comparison_detail
from metrics.views.definitions import definition_list, rule_list
from metrics.views.exports import export_file, export_list
from metrics.views.imports import (
    import_decide,
    import_delete,
    import_detail,
    import_edit,
    import_list,
    import_preset,
    import_refused,
    import_undo,
    import_write,
)
from metrics.views.indicators import (
    indicator_confirm,
    indicator_create,
    indicator_detail,
    indicator_edit,
    indicator_list,
    period_create,
    period_edit,
)
from metrics.views.mandate_score import mandate_score_chart, mandate_score_csv, mandate_score_detail
from metrics.views.network import network_csv, network_detail, network_file
from metrics.views.pairs import pair_detail, pair_list
from metrics.views.panels import gate_list, ownership_panel
from metrics.views.partner_score import partner_score_chart, partner_score_csv, partner_score_detail
from metrics.views.portfolio import portfolio, saved_view_create, saved_view_delete
from metrics.views.reached import milestone_edit
from metrics.views.report_sections import report_section_create, report_section_delete, report_section_move
from metrics.views.report_writing import (
    report_create,
    report_edit,
    report_schedule_create,
    report_schedule_delete,
    report_section_edit,
    report_template_create,
    report_write,
)
from metrics.views.reports import (
    report_compare,
    report_detail,
    report_file,
    report_list,
    report_lock,
    report_return,
    report_revise,
    report_submit,
)
from metrics.views.rules import weight_set_create
from metrics.views.score import score_chart, score_detail
from metrics.views.score_sheets import score_csv
from metrics.views.sharing import share_delete, share_detail, share_list
from metrics.views.sheet import sheet_detail
from metrics.views.week import week_detail

app_name = "metrics"


class Ending(StringConverter):
    """The ending of a report's file."""

    regex = "|".join(FORMATS)


class NetworkEnding(StringConverter):
    """The ending of a network's file, such as `kumu.xlsx`."""

    regex = "[a-z]+([.][a-z]+)?"


register_converter(Ending, "ending")
register_converter(NetworkEnding, "network_ending")

in_a_collaboration = [
    path("", collaboration_detail, name="collaboration_detail"),
    path("since-we-last-met/", sheet_detail, name="sheet_detail"),
    path("gates/", gate_list, name="gate_list"),
    path("definitions/", rule_list, name="rule_list"),
    path("strategy/ownership/", ownership_panel, name="ownership_panel"),
    path("week/", week_detail, name="week_detail"),
    path("scores/<slug:metric>/", score_detail, name="score_detail"),
    path("scores/<slug:metric>.csv", score_csv, name="score_csv"),
    path("scores/<slug:metric>.json", score_chart, name="score_chart"),
    path("partners/<int:partner>/score/", partner_score_detail, name="partner_score_detail"),
    path("partners/<int:partner>/score.csv", partner_score_csv, name="partner_score_csv"),
    path("partners/<int:partner>/score.json", partner_score_chart, name="partner_score_chart"),
    path("government/mandates/<int:mandate>/score/", mandate_score_detail, name="mandate_score_detail"),
    path("government/mandates/<int:mandate>/score.csv", mandate_score_csv, name="mandate_score_csv"),
    path("government/mandates/<int:mandate>/score.json", mandate_score_chart, name="mandate_score_chart"),
    path("share/", share_list, name="share_list"),
    path("share/<int:pk>/withdraw/", share_delete, name="share_delete"),
    path("pairs/", pair_list, name="pair_list"),
    path("pairs/<int:a>/<int:b>/", pair_detail, name="pair_detail"),
    path("indicators/", indicator_list, name="indicator_list"),
    path("indicators/new/", indicator_create, name="indicator_create"),
    path("indicators/<int:pk>/", indicator_detail, name="indicator_detail"),
    path("indicators/<int:pk>/edit/", indicator_edit, name="indicator_edit"),
    path("indicators/<int:pk>/confirm/", indicator_confirm, name="indicator_confirm"),
    path("indicators/<int:indicator>/periods/new/", period_create, name="period_create"),
    path("indicators/periods/<int:pk>/edit/", period_edit, name="period_edit"),
    path("imports/", import_list, name="import_list"),
    path("imports/<uuid:imported>/", import_detail, name="import_detail"),
    path("imports/<uuid:imported>/columns/", import_edit, name="import_edit"),
    path("imports/<uuid:imported>/preset/", import_preset, name="import_preset"),
    path("imports/<uuid:imported>/decide/", import_decide, name="import_decide"),
    path("imports/<uuid:imported>/write/", import_write, name="import_write"),
    path("imports/<uuid:imported>/undo/", import_undo, name="import_undo"),
    path("imports/<uuid:imported>/forget/", import_delete, name="import_delete"),
    path("imports/<uuid:imported>/refused.csv", import_refused, name="import_refused"),
    path("exports/", export_list, name="export_list"),
    path("exports/<uuid:export>/everything.zip", export_file, name="export_file"),
    path("network/", network_detail, name="network_detail"),
    path("activity-file/", activity_file, name="activity_file"),
    path("network.csv", network_csv, name="network_csv"),
    path("network.<network_ending:wanted>", network_file, name="network_file"),
    path("settings/weights/", weight_set_create, name="weight_set_create"),
    path("milestones/<slug:milestone>/", milestone_edit, name="milestone_edit"),
    path("reports/", report_list, name="report_list"),
    path("reports/new/", report_create, name="report_create"),
    path("reports/due/new/", report_schedule_create, name="report_schedule_create"),
    path("reports/due/<int:schedule>/delete/", report_schedule_delete, name="report_schedule_delete"),
    path("reports/<uuid:pk>/", report_detail, name="report_detail"),
    path("reports/<uuid:pk>/write/", report_write, name="report_write"),
    path("reports/<uuid:pk>/edit/", report_edit, name="report_edit"),
    path("reports/<uuid:pk>/sections/<int:section>/", report_section_edit, name="report_section_edit"),
    path("reports/<uuid:pk>/sections/new/", report_section_create, name="report_section_create"),
    path("reports/<uuid:pk>/sections/<int:section>/delete/", report_section_delete, name="report_section_delete"),
    path("reports/<uuid:pk>/sections/<int:section>/up/", report_section_move, name="report_section_move"),
    path("reports/<uuid:pk>/template/", report_template_create, name="report_template_create"),
    path("reports/<uuid:pk>/submit/", report_submit, name="report_submit"),
    path("reports/<uuid:pk>/return/", report_return, name="report_return"),
    path("reports/<uuid:pk>/lock/", report_lock, name="report_lock"),
    path("reports/<uuid:pk>/revise/", report_revise, name="report_revise"),
    path("reports/<uuid:pk>/compare/", report_compare, name="report_compare"),
    path("reports/<uuid:pk>/report.<ending:kind>", report_file, name="report_file"),
]
urlpatterns = [
    path("", portfolio, name="portfolio"),
    path("definitions/", definition_list, name="definition_list"),
    path("s/<str:token>/", share_detail, name="share_detail"),
    path("compare/", comparison_detail, name="comparison_detail"),
    path("views/new/", saved_view_create, name="saved_view_create"),
    path("views/<int:pk>/remove/", saved_view_delete, name="saved_view_delete"),
    path("c/<slug:slug>/", include(in_a_collaboration)),
]
