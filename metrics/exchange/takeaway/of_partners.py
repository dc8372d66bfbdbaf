"""How organisations take part, as tables: partners, ratings of the whole, ties, decisions at gates, surveys."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from collab.models import Seat
from collab.roles import Action
from metrics.exchange.takeaway.table import PARTED, Column, Names, Table, columns_of
from metrics.formulas.shown import round_half_up
from partners.models import (
    CollaborationRating,
    Investment,
    Invitation,
    Partner,
    PartnerStage,
    ReadinessReview,
    Survey,
    Tie,
)
from partners.results import Results

PARTNER = (
    "id", "organization", "core_from_on", "core_to_on", "explained_on", "horizon_agreed_on", "activities", "resources",
    "contact", "owner", "tags",
)  # fmt: skip
REVIEW = (
    "id", "gate", "gate_state", "partner", "decision", "reason", "learned", "look_again_on", "organization", "signer",
    "decided_on",
)  # fmt: skip
MONEY = ("id", "partner", "funder", "purpose", "state", "amount", "currency", "on", "note")
ASKED = (
    "id", "survey", "person", "organization", "language", "reminded_at", "consented_at", "finished_at", "declined_at",
    "withdrawn_at", "revoked_at", "reason",
)  # fmt: skip
ALL = "all"


def partners(seat: Seat, names: Names) -> Table:
    """Who takes part and how ready; fields of one's own stand at the end."""
    collaboration, today = seat.collaboration, seat.collaboration.today()
    rows = Partner.objects.visible_to(seat).with_stage(on=today).with_readiness(collaboration.shown_month(on=today))
    rows = rows.order_by("pk")
    readiness = tuple(
        Column(f"readiness{end}", meaning, _readiness(name))
        for end, name, meaning in (
            ("", "value", _("Readiness of this month, 0 to 100; empty where there is not enough evidence")),
            ("_lowest", "low", _("Its lower bound")), ("_highest", "high", _("Its upper bound")),
        )
    )  # fmt: skip
    own = tuple(
        Column(f"field_{one.pk}", one.name, _field(str(one.pk)))
        for one in collaboration.partner_fields.in_use().order_by("pk")
    )
    stage = Column("stage", _("Stage today"), lambda row: row.stage, tuple(PartnerStage.Stage.choices))
    columns = (*columns_of(Partner, names, *PARTNER), stage, *readiness, *own)
    return Table("partners", _("Partners"), columns, rows)


def stages(seat: Seat, names: Names) -> Table:
    """How each partner came along."""
    rows = PartnerStage.objects.filter(partner__in=Partner.objects.visible_to(seat)).order_by("from_on", "pk")
    columns = columns_of(PartnerStage, names, "id", "partner", "stage", "from_on", "note")
    return Table("partner_stages", _("Stages of partners"), columns, rows)


def whole_ratings(seat: Seat, names: Names) -> Table:
    """What assessors said of the whole."""
    rows = CollaborationRating.objects.filter(collaboration=seat.collaboration).select_related("rated_by")
    if not seat.may_for_all(Action.RATE_PARTNERS):
        rows = rows.filter(assessor=seat.organization_id)
    wanted = ("id", "item", "assessor", "rated_by", "rated_on", "level", "evidence", "link")
    columns = columns_of(CollaborationRating, names, *wanted)
    return Table("collaboration_ratings", _("Ratings of the whole"), columns, rows.order_by("rated_on", "pk"))


def ties(seat: Seat, names: Names) -> Table:
    """Who needs whom, from when until when."""
    rows = Tie.objects.filter(collaboration=seat.collaboration).order_by("pk")
    wanted = ("id", "first", "second", "is_needed", "cadence_days", "from_on", "to_on")
    return Table("ties", _("Ties"), columns_of(Tie, names, *wanted), rows)


def reviews(seat: Seat, names: Names) -> Table:
    """Decisions at gates, with the partner's words."""
    rows = ReadinessReview.objects.visible_to(seat).with_parts().order_by("decided_on", "pk")
    reply = Column("reply", _("The partner’s words"), lambda row: row.reply.text if hasattr(row, "reply") else None)
    return Table("reviews", _("Decisions at gates"), (*columns_of(ReadinessReview, names, *REVIEW), reply), rows)


def money(seat: Seat, names: Names) -> Table:
    """What is planned and paid to partners."""
    rows = Investment.objects.visible_to(seat).order_by("on", "pk")
    return Table("money", _("Money for partners"), columns_of(Investment, names, *MONEY), rows)


def surveys(seat: Seat, names: Names) -> Table:
    """All waves."""
    rows = Survey.objects.filter(collaboration=seat.collaboration).order_by("opens_on", "pk")
    wanted = ("id", "name", "consent", "opens_on", "closes_on", "closed_at", "least_respondents")
    return Table("surveys", _("Surveys"), columns_of(Survey, names, *wanted), rows)


def asked(seat: Seat, names: Names) -> Table:
    """How far everybody is who was asked; never what anybody answered."""
    rows = Invitation.objects.filter(collaboration=seat.collaboration).order_by("survey_id", "pk")
    return Table("survey_tracking", _("Who has answered"), columns_of(Invitation, names, *ASKED), rows)


def results(seat: Seat, names: Names) -> Table:
    """Means of closed waves, cut as on the page."""
    columns = (
        Column("survey_id", _("The id of the survey"), lambda row: row[0]),
        Column("section", _("Section"), lambda row: row[1]),
        Column("statement", _("Statement"), lambda row: row[2]),
        Column("group", _("Of whom: all, or the sectors that may stand alone"), lambda row: row[3]),
        Column("mean", _("Mean; empty where too few answered to show it"), lambda row: row[4] and row[4].value),
        Column(
            "limit", _("“at least” or “at most” where the mean is only a limit"), lambda row: row[4] and row[4].edge
        ),
    )
    return Table("survey_results", _("Results of surveys"), columns, _results(seat))


def texts(seat: Seat, names: Names) -> Table:
    """What people wrote, in the order of the alphabet and without anybody's name, where enough wrote."""
    columns = (
        Column("survey_id", _("The id of the survey"), lambda row: row[0]),
        Column("text", _("What somebody wrote"), lambda row: row[1]),
    )
    return Table("survey_texts", _("Free answers to surveys"), columns, _texts(seat))


def _shown(seat: Seat) -> Iterator[Results]:
    """One closed wave after the other, as far as it may be shown to this reader."""
    for survey in seat.collaboration.surveys.closed().select_related("instrument", "collaboration"):
        found = Results(survey)
        if found.is_shown_to(seat):
            yield found


def _results(seat: Seat) -> Iterator[tuple[Any, ...]]:
    for found in _shown(seat):
        for section, topics in found.table():
            for one in topics:
                yield (found.survey.pk, section, one.text, ALL, one.row.total)
                for labels, mean in one.row.groups:
                    yield (found.survey.pk, section, one.text, PARTED.join(labels), mean)


def _texts(seat: Seat) -> Iterator[tuple[Any, ...]]:
    for found in _shown(seat):
        if found.table():
            yield from ((found.survey.pk, text) for text in found.texts())


def _readiness(name: str) -> Any:
    """As the list of partners rounds it."""

    def cell(partner: Any) -> Any:
        figure = partner.readiness
        return round_half_up(getattr(figure, name)) if figure and figure.has_enough_evidence else None

    return cell


def _field(key: str) -> Any:
    def cell(partner: Any) -> Any:
        said = partner.details.get(key)
        return said if said is None or isinstance(said, int | float) else str(said)

    return cell
