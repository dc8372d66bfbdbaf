"""The drawing of a network at a month: everybody at their place for all months, cut to what the reader asked for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.models import Collaboration, Organization, PartnerScore
from government.models import Mandate
from metrics import network
from metrics.charts.network_map import Map, Place, Tie, layout, network_map
from metrics.forms.network import BY_BRIDGE, BY_READINESS, NetworkFilter
from partners.models import JOINT_WORK_ITEM, Answer

HIGHEST_LEVEL = 5
FULL = 100.0
Pair = tuple[int, int]


def drawn(
    collaboration: Collaboration, view: network.NetworkView, missing: list[Pair], form: NetworkFilter, *, today: date
) -> Map:
    """The map of a view: all that were ever in the relation hold their places, those of the view are shown."""
    bodies = silent_bodies(collaboration, view) if view.item == JOINT_WORK_ITEM else []
    ties = _ties(view)
    shown = _shown(view, ties, form)
    sizes = _sizes(collaboration, view, ties, form)
    counts = Counter(place for tie in ties for place in (tie.a, tie.b))
    places = [
        Place(node.id, node.name, node.label, node.sector, _says(counts[n]), sizes[n], is_faded=n not in shown)
        for n, node in enumerate(view.nodes)
    ]
    places += [
        Place(one.pk, one.name, one.label, one.sector, _("public body, no tie yet"), is_body=True,
              is_faded=form.number("focus") is not None)
        for one in bodies
    ]  # fmt: skip
    level = form.number("level")
    drawn_ties = [one for one in ties if level is None or one.level >= level]
    if form.is_narrowed:
        drawn_ties = [
            replace(one, is_faded=not ({one.a, one.b} <= shown and _touches(one, form, view))) for one in drawn_ties
        ]
    at = _places(collaboration, view, [one.pk for one in bodies], today)
    top = HIGHEST_LEVEL if view.item == JOINT_WORK_ITEM else max([one.level for one in ties], default=1)
    return network_map(places, at, drawn_ties, [] if level else missing, top=top)


def silent_bodies(collaboration: Collaboration, view: network.NetworkView) -> list[Organization]:
    """Public bodies with a mandate that nobody has said anything of yet; they are drawn, and not measured."""
    known = [node.id for node in view.nodes]
    held = Mandate.objects.filter(collaboration=collaboration).in_force(on=view.on)
    bodies = Organization.objects.filter(pk__in=held.values("body")).exclude(pk__in=known)
    return list(bodies.order_by("name", "pk"))


def _ties(view: network.NetworkView) -> list[Tie]:
    """Each pair once, with the mean of what both sides say."""
    at = {node.id: place for place, node in enumerate(view.nodes)}
    said: dict[Pair, int] = Counter()
    for link in view.links:
        a, b = sorted((at[link.source], at[link.target]))
        said[a, b] += 1
    return [Tie(a, b, _mean(view, a, b), is_mutual=count > 1) for (a, b), count in sorted(said.items())]


def _mean(view: network.NetworkView, a: int, b: int) -> float:
    heard = [one for one in (view.levels[a][b], view.levels[b][a]) if one is not None]
    return sum(heard) / len(heard) if heard else 0.0


def _shown(view: network.NetworkView, ties: list[Tie], form: NetworkFilter) -> set[int]:
    """Who stands out: everybody, a sector, or a neighbourhood; all others are drawn faintly."""
    shown = set(range(view.size))
    focus, sector = form.number("focus"), form.asked("sector")
    if focus is not None:
        centre = {n for n, node in enumerate(view.nodes) if node.id == focus}
        shown &= centre | {end for tie in ties if centre & {tie.a, tie.b} for end in (tie.a, tie.b)}
    if sector:
        shown &= {n for n, node in enumerate(view.nodes) if node.sector == sector}
    return shown


def standing_out(view: network.NetworkView, form: NetworkFilter) -> list[network.Node]:
    """The organisations that the reader asked for."""
    return [view.nodes[place] for place in sorted(_shown(view, _ties(view), form))]


def _touches(tie: Tie, form: NetworkFilter, view: network.NetworkView) -> bool:
    focus = form.number("focus")
    return focus is None or focus in (view.nodes[tie.a].id, view.nodes[tie.b].id)


def _sizes(
    collaboration: Collaboration, view: network.NetworkView, ties: list[Tie], form: NetworkFilter
) -> Mapping[int, float]:
    """The size of each shape, 0 to 1; of readiness that is not known, 0."""
    if form.asked("size") == BY_BRIDGE:
        raw = dict(enumerate(view.network.betweenness))
    elif form.asked("size") == BY_READINESS:
        return _readiness(collaboration, view)
    else:
        raw = dict(Counter(place for tie in ties for place in (tie.a, tie.b)))
    most = max(raw.values(), default=0)
    return {n: raw.get(n, 0) / most if most else 0.0 for n in range(view.size)}


def _readiness(collaboration: Collaboration, view: network.NetworkView) -> dict[int, float]:
    rows = {one.organization_id: one for one in PartnerScore.objects.filter(collaboration=collaboration)}
    found = {}
    for n, node in enumerate(view.nodes):
        figures = [one for one in rows[node.id].series if one.as_of <= view.on] if node.id in rows else []
        is_known = bool(figures) and figures[-1].has_enough_evidence
        found[n] = (figures[-1].value or 0) / FULL if is_known else 0.0
    return found


def _places(
    collaboration: Collaboration, view: network.NetworkView, bodies: list[int], today: date
) -> dict[int, tuple[float, float]]:
    """The layout over everybody who was ever in the relation, so that a month only shows and hides."""
    ever = Answer.objects.filter(collaboration=collaboration).relation(view.item).counted(on=today)
    tied = set(ever.filter(value__gte=view.cut).values_list("rater", "subject").distinct())
    ids = sorted({node.id for node in view.nodes} | {one for pair in tied for one in pair} | set(bodies))
    at = {one: place for place, one in enumerate(ids)}
    return layout(ids, {(min(at[a], at[b]), max(at[a], at[b])) for a, b in tied})


def _says(count: int) -> str:
    return ngettext("%(count)s tie", "%(count)s ties", count) % {"count": count}
