"""The nouns of the top floor, one file each."""

from metrics.models.attempts import MOST_TRIES, Attempt
from metrics.models.exports import Export, ExportPart
from metrics.models.imports import Import, ImportPreset, ImportRow
from metrics.models.indicators import Indicator, IndicatorPeriod
from metrics.models.milestones import Milestone
from metrics.models.report_schedules import ReportSchedule
from metrics.models.report_templates import ReportTemplate
from metrics.models.reports import Report, ReportSection
from metrics.models.runs import Chunk, Difference, Run
from metrics.models.saved_views import SavedView
from metrics.models.share_links import ShareLink
from metrics.models.stale import Stale
from metrics.models.standings import Standing
from metrics.models.weights import WeightSet

__all__ = [
    "MOST_TRIES",
    "Attempt",
    "Chunk",
    "Difference",
    "Export",
    "ExportPart",
    "Import",
    "ImportPreset",
    "ImportRow",
    "Indicator",
    "IndicatorPeriod",
    "Milestone",
    "Report",
    "ReportSchedule",
    "ReportSection",
    "ReportTemplate",
    "Run",
    "SavedView",
    "ShareLink",
    "Stale",
    "Standing",
    "WeightSet",
]
