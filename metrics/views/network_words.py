"""What a network says, as whole sentences: finding, headline, subtitle, summary."""

from collections import Counter

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.wording import within
from metrics import network
from partners.models import JOINT_WORK_ITEM

JOINT_WORK = gettext_lazy("Joint work")
NAMES_SHOWN = 5


def name_of(item: str) -> str | Promise:
    """A relation in words. Example: "information-exchange" -> "Information exchange"."""
    return JOINT_WORK if item == JOINT_WORK_ITEM else item.replace("-", " ").capitalize()


def headline(view: network.NetworkView, pairs: list[tuple[int, int]]) -> str:
    """How many ties in how many pairs."""
    values = {"ties": _many(len(view.links)), "pairs": _many(len(pairs)), "organizations": _many(view.size)}
    return _("%(ties)s one-way ties in %(pairs)s pairs among %(organizations)s organisations") % values


def finding(view: network.NetworkView, pairs: list[tuple[int, int]]) -> str:
    """How much of the possible there is."""
    values = {**_of_all(view, pairs), "name": name_of(view.item)}
    if view.item == JOINT_WORK_ITEM:
        return _("%(pairs)s of %(all)s pairs work together") % values
    return _("%(name)s ties %(pairs)s of %(all)s pairs") % values


def subtitle(view: network.NetworkView) -> str:
    """What a tie is, and as of when."""
    values = {"name": name_of(view.item), "cut": int(view.cut), "day": view.counted_on and view.counted_on.isoformat()}
    if view.item == JOINT_WORK_ITEM:
        return _("%(name)s: a tie stands where one side says level %(cut)s or more.") % values
    return _("%(name)s, as of %(day)s: a tie stands at %(cut)s or more.") % values


def title(view: network.NetworkView) -> str:
    """What is drawn."""
    return _("Map of %(count)s organisations and their ties: %(name)s") % {
        "count": view.size, "name": within(name_of(view.item)),
    }  # fmt: skip


def summary(view: network.NetworkView, pairs: list[tuple[int, int]], missing: list[tuple[int, int]]) -> str:
    """The whole map in words."""
    counted = Counter(place for pair in pairs for place in pair)
    ties = [counted[place] for place in range(view.size)]
    values = _of_all(view, pairs)
    said = [_("%(pairs)s of %(all)s pairs have a tie.") % values]
    if pairs:
        said.append(_most(view, ties))
    alone = [node.name for node, count in zip(view.nodes, ties, strict=True) if not count]
    if alone:
        said.append(_("Without a tie: %(names)s.") % {"names": _some(alone)})
    if missing:
        said.append(_("Needed pairs without one: %(count)s.") % {"count": _many(len(missing))})
    return " ".join(said)


def _most(view: network.NetworkView, ties: list[int]) -> str:
    leaders = [node.name for node, count in zip(view.nodes, ties, strict=True) if count == max(ties)]
    values = {"names": _some(leaders), "count": max(ties)}
    if len(leaders) == view.size:
        return _("Every organisation has %(count)s.") % values
    return _("Most ties: %(names)s, %(count)s.") % values


def _some(names: list[str]) -> str:
    """Some names, and how many more."""
    if len(names) <= NAMES_SHOWN:
        return ", ".join(names)
    values = {"names": ", ".join(names[:NAMES_SHOWN]), "more": len(names) - NAMES_SHOWN}
    return _("%(names)s and %(more)s more") % values


def _of_all(view: network.NetworkView, pairs: list[tuple[int, int]]) -> dict[str, str]:
    return {"pairs": _many(len(pairs)), "all": _many(view.size * (view.size - 1) // 2)}


def _many(count: int) -> str:
    """A count as the reader's language writes it. Example: 125250 -> "125,250"."""
    return number_format(count, force_grouping=True)
