"""What the group does together, as tables: who acts for whom, who was there, decisions, the strategy, comments."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from collab.models import (
    Affiliation,
    Attendance,
    Comment,
    Decision,
    DecisionPart,
    Endorsement,
    LeadershipRole,
    Meeting,
    Organization,
    Person,
    Seat,
    StrategyContribution,
    StrategyVersion,
)
from collab.roles import Action
from collab.tables import Cell
from metrics.exchange.takeaway.table import Column, Names, Table, columns_of


def affiliations(seat: Seat, names: Names) -> Table:
    """Who acts for whom, and who did."""
    rows = Affiliation.objects.filter(
        person__in=Person.objects.visible_to(seat), organization__in=Organization.objects.visible_to(seat)
    )
    columns = columns_of(Affiliation, names, "id", "person", "organization", "from_on", "to_on")
    return Table("affiliations", _("Who acts for whom"), columns, rows.order_by("pk"))


def attendance(seat: Seat, names: Names) -> Table:
    """Who was there; the person as far as the reader may see them."""
    rows = Attendance.objects.filter(meeting__in=Meeting.objects.visible_to(seat)).order_by("pk")
    columns = columns_of(Attendance, names, "id", "meeting", "organization", "person")
    return Table("attendance", _("Who was there"), columns, rows)


def decisions(seat: Seat, names: Names) -> Table:
    """What the group decided."""
    own = columns_of(Decision, names, "id", "text", "subject", "how", "is_carried", "decided_on", "meeting")
    parts = tuple(
        Column(f"{part}_by", meaning, _parts(names, part))
        for part, meaning in (
            (DecisionPart.Part.PROPOSED, _("Proposed by")), (DecisionPart.Part.APPROVED, _("Approved by")),
        )
    )  # fmt: skip
    rows = Decision.objects.visible_to(seat).order_by("decided_on", "pk").prefetch_related("parts")
    return Table("decisions", _("Decisions"), (*own, *parts), rows)


def comments(seat: Seat, names: Names) -> Table:
    """What colleagues say beside a record."""
    rows: QuerySet[Any] = Comment.objects.filter(collaboration=seat.collaboration).select_related("author")
    if not (seat.may(Action.COMMENT) and seat.may_for_all(Action.SEE_EVIDENCE)):
        rows = rows.none()
    wanted = ("id", "meeting", "decision", "commitment", "organization", "author", "text", "created_at")
    return Table("comments", _("Comments"), columns_of(Comment, names, *wanted), rows.order_by("created_at", "pk"))


def strategy_versions(seat: Seat, names: Names) -> Table:
    """Each text, drafts too."""
    rows = StrategyVersion.objects.visible_to(seat).order_by("drafted_on", "pk")
    wanted = ("id", "title", "text", "drafted_on", "approved_on", "decision")
    return Table("strategy_versions", _("Versions of the strategy"), columns_of(StrategyVersion, names, *wanted), rows)


def contributions(seat: Seat, names: Names) -> Table:
    """Who wrote what into the strategy."""
    rows = StrategyContribution.objects.visible_to(seat).order_by("proposed_on", "pk")
    wanted = ("id", "strategy", "organization", "text", "points", "proposed_on", "accepted_on", "declined_on")
    columns = columns_of(StrategyContribution, names, *wanted)
    return Table("strategy_contributions", _("What was written into the strategy"), columns, rows)


def endorsements(seat: Seat, names: Names) -> Table:
    """Who stands behind which version, as each organisation said last."""
    rows = Endorsement.objects.newest(on=seat.collaboration.today()).visible_to(seat)
    wanted = ("id", "strategy", "organization", "stance", "reason", "signed_by", "given_on")
    return Table("endorsements", _("Who stands behind the strategy"), columns_of(Endorsement, names, *wanted), rows)


def leadership(seat: Seat, names: Names) -> Table:
    """Who chairs and leads, and who did."""
    rows = LeadershipRole.objects.visible_to(seat).order_by("from_on", "pk")
    wanted = ("id", "organization", "role", "group", "from_on", "to_on")
    return Table("leadership_roles", _("Who leads"), columns_of(LeadershipRole, names, *wanted), rows)


def _parts(names: Names, part: str) -> Any:
    def cell(decision: Decision) -> Cell:
        return names.joined(one.organization_id for one in decision.parts.all() if one.part == part)

    return cell
