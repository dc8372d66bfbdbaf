"""All tables of the file, in the order in which the read-me tells of them."""

from collections.abc import Callable, Iterator

from collab.models import Seat
from metrics.exchange.takeaway import of_figures, of_government, of_partners, of_the_group, read_back
from metrics.exchange.takeaway.table import Names, Table

TABLES: tuple[Callable[[Seat, Names], Table], ...] = (
    read_back.organizations, read_back.people, of_the_group.affiliations, read_back.meetings, of_the_group.attendance,
    of_the_group.decisions, read_back.commitments, read_back.resources, of_the_group.comments,
    of_the_group.strategy_versions, of_the_group.contributions, of_the_group.endorsements, of_the_group.leadership,
    of_partners.partners, of_partners.stages, read_back.ratings, of_partners.whole_ratings, of_partners.ties,
    of_partners.reviews, of_partners.money, of_partners.surveys, of_partners.asked, of_partners.results,
    of_partners.texts, read_back.mandates, of_government.officials, of_government.liaisons,
    of_government.liaison_ratings, of_government.stances, of_government.consultations, of_government.influence,
    of_government.contacts, of_figures.scores, of_figures.gates, of_figures.pairs, of_figures.networks,
    of_figures.indicators, of_figures.periods, of_figures.milestones, of_figures.reports,
)  # fmt: skip


def tables(seat: Seat) -> Iterator[Table]:
    """Each table as this reader sees it at this moment; one is made when the one before is written."""
    names = Names(seat)
    return (make(seat, names) for make in TABLES)
