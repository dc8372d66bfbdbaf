"""What the columns of a network file mean: the same words in every format, and the read-me that lies beside them."""

from django.utils.translation import gettext as _

from collab.models import Organization
from collab.templatetags.ui import day
from metrics.exchange.outgoing.network import SentNetwork


def sector_name(sector: str) -> str:
    """A sector in the reader's words."""
    return str(dict(Organization.Sector.choices).get(sector, sector))


def read_me(network: SentNetwork) -> list[str]:
    """Lines that explain a file to somebody who did not make it."""
    values = {"title": network.title, "day": day(network.on)}
    return [
        _("%(title)s, as it stood on %(day)s.") % values,
        "",
        _("Organisations"),
        _("Id: stays the same in every file and on every day. Label: the name. Type: the sector."),
        _("Short name: as drawn on the map. Ties: organisations with a tie in either direction."),
        _("Betweenness: share of the shortest ways that pass through, 0 to 1; empty where it is not measured."),
        "",
        _("Ties"),
        _("From, To: who says so, and of whom. Each side’s view is kept, so a pair may stand here twice."),
        _("Strength, Weight: the level that was said. Joint work runs from 0, no contact, to 5, one system."),
        _("Since: the day from which this level counts. A tie that nobody spoke of is absent: unknown is not zero."),
    ]
