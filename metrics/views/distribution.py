"""The figure of shared ownership: who decided, wrote, led and gave how much, beside the share of all alike."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from collab.models import Collaboration, Organization, Score
from collab.wording import decimal
from metrics import evidence, strategy
from metrics.charts.spread import Spread, spread
from metrics.formulas.shown import round_half_up
from metrics.labels import COMPONENTS
from metrics.ownership import deeds_of

FEWEST = 2  # one alone has no distribution
DECISIONS = "decisions"


@dataclass(frozen=True)
class Distribution:
    """The drawing, which is a table, and what stands around it."""

    headline: str
    summary: str
    spread: Spread


def distribution(collaboration: Collaboration, row: Score) -> Distribution | None:
    """At the month of a stored score; None where fewer than two partners count or nobody has done anything."""
    known = evidence.load(collaboration, until=row.as_of)
    deeds = deeds_of(strategy.load(collaboration, known, until=row.as_of), known, row.as_of)
    if len(deeds.organizations) < FEWEST or not any(sum(one) for one in deeds.amounts.values()):
        return None
    names = dict(Organization.objects.filter(pk__in=deeds.organizations).values_list("pk", "name"))
    labels = COMPONENTS["ownership"]
    drawn = spread(
        [names[pk] for pk in deeds.organizations], {labels[key].label: one for key, one in deeds.amounts.items()}
    )
    return Distribution(_headline(row), _summary(drawn), drawn)


def _headline(row: Score) -> str:
    owners, eligible = row.parts.get("_owners"), row.parts.get("_eligible")
    if owners is None:
        return _("Nobody has decided anything in the last year")
    words = {"owners": decimal(round_half_up(owners, 1)), "eligible": eligible}
    return _("Decisions are made as if %(owners)s of %(eligible)s partners decided, all alike") % words


def _summary(drawn: Spread) -> str:
    """Who has the largest share of each kind."""
    said = []
    for place, kind in enumerate(drawn.kinds):
        known = [(number, name) for name, shares in drawn.rows if (number := shares[place].number) is not None]
        if not known:
            said.append(_("%(kind)s: nothing in the last year.") % {"kind": kind})
            continue
        most = max(number for number, _name in known)
        names = [name for number, name in known if number == most]
        text = _("%(kind)s: the largest share is %(share)s %%, of %(name)s.")
        said.append(text % {"kind": kind, "share": most, "name": ", ".join(names)})
    return " ".join(said)
