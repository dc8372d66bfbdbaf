"""A history as the loaders would read it: only what is dated up to the last snapshot, in their order."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from metrics.everything import Known
from metrics.evidence import Core, Evidence
from metrics.formulas.engagement import link_of
from metrics.formulas.ownership import decision_points
from metrics.mandates import Contacts, Dossiers, Posts, Seen
from metrics.mandates import Ratings as LiaisonRatings
from metrics.ratings import Rated, Ratings
from metrics.strategy import Deeds, Endorsements, Perceived, Roles, Stages, Strategy, Versions
from tests.metrics.oracle.composite import mean
from tests.metrics.oracle.history import History, Row
from tests.metrics.oracle.readiness import CRITERIA, ITEMS

NAN = float("nan")


def known(facts: History, ties: Evidence, started_on: date, until: int) -> Known:
    """All evidence; ties, meetings and contacts of pairs as they are given."""
    everybody = np.arange(facts.size)
    core = [one for one in facts.core if one[1] <= until]
    evidence = replace(
        ties,
        is_public=np.isin(everybody, sorted(facts.public)),
        is_local=np.isin(everybody, sorted(facts.local)),
        core=Core(*(ints(one[column] for one in core) for column in range(3))),
    )
    return Known(
        started_on, evidence, _ratings(facts, until), _strategy(facts, until), _dossiers(facts, evidence, until)
    )


def _ratings(facts: History, until: int) -> Ratings:
    partners = np.arange(1, facts.size)
    criteria, items = list(CRITERIA), list(ITEMS)
    of_partners = [
        ((row["partner"] - 1) * len(criteria) + criteria.index(row["criterion"]), row)
        for row in _by(facts.partner_ratings, until)
    ]
    of_the_whole = [(items.index(row["item"]), row) for row in _by(facts.whole_ratings, until)]
    return Ratings(
        partners, partners, _rated(of_partners, partners.size * len(criteria)), _rated(of_the_whole, len(items))
    )


def _rated(rows: list[tuple[int, Row]], cells: int) -> Rated:
    ordered = sorted(rows, key=lambda row: (row[0], row[1]["assessor"], row[1]["on"]))
    slots = sorted({(cell, row["assessor"]) for cell, row in ordered})
    place = [sum(other[0] == slot[0] for other in slots[:number]) for number, slot in enumerate(slots)]
    return Rated(
        cells, ints(cell for cell, _who in slots), ints(place), ints(who for _cell, who in slots),
        ints(slots.index((cell, row["assessor"])) for cell, row in ordered), ints(row["on"] for _cell, row in ordered),
        floats(row["level"] for _cell, row in ordered),
    )  # fmt: skip


def _strategy(facts: History, until: int) -> Strategy:
    stages = _by(facts.stages, until, "organization")
    versions = [on for on in facts.versions if on <= until]
    stances = [
        one for one in _by(facts.endorsements, until, "version", "organization") if one["version"] < len(versions)
    ]
    waves = sorted({(one["organization"], one["on"]) for one in _by(facts.perceived, until)})
    roles = [one for one in facts.roles if one[1] <= until]
    return Strategy(
        stages=Stages(
            ints(one["organization"] for one in stages), ints(one["on"] for one in stages),
            floats(float(one["stage"] in ("committed", "active")) for one in stages),
        ),
        decisions=_decisions(facts, until), authorship=_deeds(facts.written, until),
        contributions=_deeds(facts.given, until),
        roles=Roles(*(ints(one[column] for one in roles) for column in range(3))),
        versions=Versions(ints(versions)),
        endorsements=Endorsements(
            ints(one["version"] for one in stances), ints(one["organization"] for one in stances),
            ints(one["on"] for one in stances), floats(float(one["endorsed"]) for one in stances),
        ),
        perceived=Perceived(
            ints(who for who, _on in waves), ints(on for _who, on in waves),
            floats(_said(facts.perceived, who, on) for who, on in waves),
        ),
    )  # fmt: skip


def _decisions(facts: History, until: int) -> Deeds:
    carried = [one for one in _by(facts.decisions, until) if one["carried"]]
    parts = [
        (number, side, who, one["on"])
        for number, one in enumerate(carried)
        for side in ("proposed", "approved")
        for who in one[side]
    ]
    halves = list(dict.fromkeys(part[:2] for part in parts))
    half = ints(halves.index(part[:2]) for part in parts)
    points = decision_points(half) if parts else np.zeros(0)
    return Deeds(
        ints(part[2] for part in parts), ints(part[3] for part in parts), points, ints(part[0] for part in parts)
    )


def _deeds(rows: list[Row], until: int) -> Deeds:
    found = _by(rows, until, "organization")
    return Deeds(
        ints(one["organization"] for one in found), ints(one["on"] for one in found),
        floats(one["amount"] for one in found), np.arange(len(found)),
    )  # fmt: skip


def _said(rows: list[Row], who: int, on: int) -> float | None:
    items = [one["items"] for one in rows if (one["organization"], one["on"]) == (who, on)]
    return mean([mean([None if item is None else 25.0 * (item - 1) for item in one]) for one in items])


def _dossiers(facts: History, evidence: Evidence, until: int) -> Dossiers:
    mandates = facts.mandates  # those that begin later are in force at no snapshot
    ratings = _by(facts.ratings, until, "liaison")
    contacts = _by(facts.contacts, until)
    touches = np.zeros((len(contacts), len(mandates)), dtype=np.bool_)
    for row, one in enumerate(contacts):
        touches[row, one["touches"]] = True
    return Dossiers(
        weight=ints(one["weight"] for one in mandates), from_on=ints(one["from"] for one in mandates),
        to_on=ints(one["to"] for one in mandates),
        posts=Posts(
            *(ints(one[key] for one in facts.liaisons) for key in ("mandate", "from", "to")),
            floats(link_of(one["steps"]) for one in facts.liaisons),
        ),
        ratings=LiaisonRatings(
            ints(one["liaison"] for one in ratings), ints(one["on"] for one in ratings),
            np.array([[NAN if level is None else level for level in one["levels"]] for one in ratings]).reshape(-1, 4),
            floats(one["trust"] for one in ratings),
        ),
        none_found=_seen(facts.none_found, until), stances=_seen(facts.stances, until),
        contacts=Contacts(ints(one["on"] for one in contacts), touches),
        roles=[(date.fromordinal(one["on"]), one["role"]) for one in reversed(_by(facts.state, until))],
        consultations=[(one["on"], one["timing"]) for one in _by(facts.consultations, until)],
        met_on=evidence.met_on,
    )  # fmt: skip


def _seen(rows: list[Row], until: int) -> Seen:
    found = _by(rows, until, "mandate")
    return Seen(
        ints(one["mandate"] for one in found), ints(one["on"] for one in found),
        floats(one.get("level", 0) for one in found),
    )  # fmt: skip


def _by(rows: list[Row], until: int, *of: str) -> list[Row]:
    """Those of a day or before, by what they are of, then by day."""
    found = [row for row in rows if row["on"] <= until]
    return sorted(found, key=lambda row: (*(row[key] for key in of), row["on"]))


def ints(values: Iterable[int]) -> Any:
    return np.array(list(values), dtype=np.int64)


def floats(values: Iterable[float | None] | Sequence[float | None]) -> Any:
    return np.array([NAN if value is None else value for value in values], dtype=np.float64)
