"""The lists of this floor as sheets, a function a list."""

from collections.abc import Iterable
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from collab.exports import Sheet, day_in, yes_or_no
from collab.models import Organization
from collab.tables import Cell
from partners.models import PartnerStage
from partners.results import OwnHalf, TopicRow
from partners.statements import StatementRow
from partners.suppression import Mean
from partners.tie_rows import TieRow

STATES = {
    "finished": _("finished"), "begun": _("begun"), "declined": _("declined"), "withdrawn": _("withdrawn"),
    "revoked": _("link shut"), "waiting": _("not begun"),
}  # fmt: skip
STAGES = dict(PartnerStage.Stage.choices)


def partners(found: Any) -> Sheet:
    """Who takes part and how ready; an empty cell where there is not enough evidence for a number."""
    columns = (
        (_("Partner"), lambda one: str(one.organization)),
        (_("Sector"), lambda one: one.organization.get_sector_display()),
        (_("Stage"), lambda one: str(STAGES.get(one.stage, ""))),
        (_("Core from"), lambda one: one.core_from_on),
        (_("Core until"), lambda one: one.core_to_on),
        (_("Model explained"), lambda one: one.explained_on),
        (_("Readiness"), lambda one: _ready(one, "value")),
        (_("Lowest"), lambda one: _ready(one, "low")),
        (_("Highest"), lambda one: _ready(one, "high")),
        (_("On our side"), lambda one: str(one.owner or "")),
    )
    return Sheet("partners", _("Partners"), columns, found)


def statements(rows: Iterable[StatementRow]) -> Sheet:
    """What assessors said of partners; the reply stands in the row of the level that it answers."""
    columns = (
        (_("Partner"), lambda row: str(row.rating.partner)),
        (_("Criterion"), lambda row: row.rating.get_criterion_display()),
        (_("Assessor"), lambda row: str(row.rating.assessor)),
        (_("Signed by"), lambda row: str(row.rating.rated_by or "")),
        (_("Judged on"), lambda row: row.rating.rated_on),
        (_("Level, 0 to 4"), lambda row: row.rating.level),
        (_("Meaning"), lambda row: str(row.meaning)),
        (_("Evidence"), lambda row: row.rating.evidence),
        (_("Link"), lambda row: row.rating.link),
        (_("Reply"), lambda row: row.reply.get_kind_display() if row.reply else ""),
        (_("The partner’s words"), lambda row: row.reply.text if row.reply else ""),
        (_("Replied on"), lambda row: row.reply.replied_on if row.reply else None),
    )
    return Sheet("statements", _("What assessors said"), columns, rows)


def ties(rows: Iterable[TieRow]) -> Sheet:
    """Who needs whom, and how long the two have been silent."""
    columns = (
        (_("First"), lambda row: str(row.tie.first)),
        (_("Second"), lambda row: str(row.tie.second)),
        (_("Needed"), lambda row: yes_or_no(row.tie.is_needed)),
        (_("Days between contacts"), lambda row: row.tie.cadence_days),
        (_("Agreed from"), lambda row: row.tie.from_on),
        (_("Last met"), lambda row: row.last_on),
        (_("Days over"), lambda row: row.quiet_days if row.is_quiet else None),
    )
    return Sheet("ties", _("Ties"), columns, rows)


def surveys(rows: Iterable[Any], *, may_run: bool) -> Sheet:
    """All waves; how many were asked and finished for those who run them."""
    counts = (
        (_("Asked"), lambda row: row[0].asked),
        (_("Finished"), lambda row: row[0].finished),
    )
    columns = (
        (_("Survey"), lambda row: str(row[0])),
        (_("Instrument"), lambda row: str(row[0].instrument)),
        (_("From"), lambda row: row[0].opens_on),
        (_("Last day"), lambda row: row[0].closes_on),
        (_("State"), lambda row: str(row[1].label)),
        *(counts if may_run else ()),
    )
    return Sheet("surveys", _("Surveys"), columns, rows)


def tracking(invitations: Iterable[Any], *, zone: ZoneInfo) -> Sheet:
    """How far everybody is; never what anybody answered."""
    columns = (
        (_("Organisation"), lambda one: str(one.organization)),
        (_("Person"), lambda one: str(one.person)),
        (_("State"), lambda one: str(STATES["revoked" if one.revoked_at else one.state])),
        (_("Finished"), lambda one: day_in(one.finished_at, zone)),
        (_("Reason"), lambda one: one.reason),
        (_("Mail sent"), lambda one: day_in(one.mail and one.mail.sent_at, zone)),
        (_("Reminded"), lambda one: day_in(one.reminded_at, zone)),
    )
    return Sheet("survey-tracking", _("Who has answered"), columns, invitations)


def results(table: Iterable[tuple[str, list[TopicRow]]]) -> Sheet:
    """Means of a closed wave, cut as on the page: of all, then of each group of sectors that may stand alone."""
    sectors = dict(Organization.Sector.choices)
    rows = [
        (title, one.text, words, mean)
        for title, topics in table
        for one in topics
        for words, mean in (
            (_("all"), one.row.total),
            *((", ".join(str(sectors[label]) for label in labels), mean) for labels, mean in one.row.groups),
        )
    ]
    columns = (
        (_("Section"), lambda row: row[0]),
        (_("Statement"), lambda row: row[1]),
        (_("Of whom"), lambda row: str(row[2])),
        (_("Mean"), lambda row: row[3] and row[3].value),
        (_("Exactly, or a limit"), lambda row: _edge(row[3])),
    )
    return Sheet("survey-results", _("Results of a survey"), columns, rows)


def own_half(own: OwnHalf) -> Sheet:
    """What the reader's organisation said of others, and how closely these say they work with it."""
    columns = (
        (_("Partner"), lambda one: str(one.subject)),
        (_("Joint work, you say"), lambda one: _tenths(one.joint)),
        (_("Joint work, they say"), lambda one: _tenths(one.joint_of_them)),
        (_("Trust, you say"), lambda one: _tenths(one.trust)),
    )
    return Sheet("survey-own-half", _("Your own half"), columns, own.halves)


def reviews(found: Any) -> Sheet:
    """Decisions at gates with their reasons."""
    columns = (
        (_("Day"), lambda one: one.decided_on),
        (_("Gate"), lambda one: one.gate),
        (_("Partner"), lambda one: str(one.partner or _("the whole collaboration"))),
        (_("Decision"), lambda one: one.get_decision_display()),
        (_("Reason"), lambda one: one.reason),
        (_("Signed by"), lambda one: f"{one.signer}, {one.organization}"),
    )
    return Sheet("reviews", _("Decisions at gates"), columns, found)


def _tenths(level: float | None) -> Cell:
    """As on the page."""
    return None if level is None else round(level, 1)


def _edge(mean: Mean | None) -> str:
    if mean is None:
        return str(_("too few to show"))
    return str({"at least": _("at least"), "at most": _("at most")}.get(mean.edge, _("exactly")))


def money(found: Any) -> Sheet:
    """What is planned and paid to partners."""
    columns = (
        (_("Partner"), lambda one: str(one.partner)),
        (_("What for"), lambda one: one.note or one.get_purpose_display()),
        (_("From"), lambda one: str(one.funder)),
        (_("On"), lambda one: one.on),
        (_("State"), lambda one: one.get_state_display()),
        (_("Currency"), lambda one: one.currency),
        (_("Amount"), lambda one: one.amount),
    )
    return Sheet("money", _("Money for partners"), columns, found)


def _ready(partner: Any, name: str) -> Cell:
    figure = partner.readiness
    return floor(getattr(figure, name) + 0.5) if figure and figure.has_enough_evidence else None
