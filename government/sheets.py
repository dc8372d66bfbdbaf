"""The ladder of mandates, the contacts and the map of influence as sheets."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from collab.exports import Column, Sheet
from government.influence_map import InfluenceMap
from government.ladder import Rung
from government.timeline import CONTACT_HEAD, contact_rows
from government.words import REASON, STATE


def mandates(rungs: Sequence[Rung], *, with_people: bool, with_contacts: bool) -> Sheet:
    """Whom we reach and how sure that is; people and contacts only for those whose page shows them."""
    contacts: tuple[Column, ...] = (
        (_("Last contact"), lambda one: one.last_on),
        (_("Next contact due"), lambda one: one.due_on),
    )
    people: tuple[Column, ...] = (
        (_("Official"), lambda one: str(one.official.person) if one.official else ""),
        (_("Liaisons"), lambda one: ", ".join(str(each.liaison.person) for each in one.carriers)),
    )
    columns: tuple[Column, ...] = (
        (_("Level"), lambda one: one.mandate.get_level_display()),
        (_("Public body"), lambda one: str(one.mandate.body)),
        (_("What it decides"), lambda one: one.mandate.topic),
        (_("Reached"), lambda one: str(STATE[one.coverage.state])),
        (_("Why"), lambda one: str(REASON[one.coverage.reason])),
        *(contacts if with_contacts else ()),
        *(people if with_people else ()),
    )
    return Sheet("mandates", _("Mandates"), columns, _from_the_top(rungs))


def places(on_map: InfluenceMap) -> Sheet:
    """Who can move the issue and who deals with it, as the map and its table say it; nobody who is not placed."""
    columns: tuple[Column, ...] = (
        (_("Organisation"), lambda one: str(one.organization)),
        (_("Sector"), lambda one: one.organization.get_sector_display()),
        (_("Influence"), lambda one: one.influence),
        (_("Influence on the issue"), lambda one: str(one.influence_words)),
        (_("Interest"), lambda one: one.interest),
        (_("Interest in the issue"), lambda one: str(one.interest_words)),
        (_("Judged on"), lambda one: one.judged_on),
    )
    return Sheet("influence", _("Influence and interest"), columns, on_map.places)


def contacts(rungs: Sequence[Rung]) -> Sheet:
    """Each contact and the office that it touched, by day; offices, never persons."""
    columns = [(label, itemgetter(place)) for place, label in enumerate(CONTACT_HEAD)]
    return Sheet("government", _("Contacts with government"), columns, contact_rows(rungs))


def _from_the_top(rungs: Sequence[Rung]) -> list[Any]:
    """From the national level down, as the page shows them."""
    levels = [level for level, _label in rungs[0].mandate.Level.choices] if rungs else []
    return sorted(rungs, key=lambda one: -levels.index(one.mandate.level))
