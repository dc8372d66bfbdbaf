"""Government engagement of one collaboration at each snapshot: evidence in, figures out.

The senior official's side is one score of five components over the mandates that matter; docs/metrics.md#government.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from collab.models import Attendance, Collaboration, Meeting, Metric, Score
from collab.months import end_of_day
from government.models import CRITERIA, Consultation, Liaison, LiaisonRating, Mandate, NoneFound, Stance, StateRole
from metrics.computing import adding_up
from metrics.formulas import engagement as formulas
from metrics.formulas.ageing import existing, log_alive, opinion_quality
from metrics.formulas.catalogue import CADENCE_DAYS, GOVERNMENT
from metrics.formulas.composite import FloatArray, Part, contributions, number, stored

ASSUMED_ROLE = StateRole.Role.MIXED  # where nobody has said how far the state leads; pages say that it is assumed
Rating = tuple[date, tuple[float, ...], float]  # day, four criteria, trust; NaN = not known
NOT_KNOWN: tuple[float, ...] = (np.nan,) * len(CRITERIA)


@dataclass(frozen=True)
class Post:
    """A liaison for a mandate with its ratings, the newest first."""

    from_on: date
    to_on: date | None
    steps: int
    ratings: list[Rating]

    def rating(self, day: date) -> Rating | None:
        """The newest by that day."""
        return next((one for one in self.ratings if one[0] <= day), None)


@dataclass
class Dossier:
    """Everything known of one mandate, by day."""

    body: int
    weight: int
    from_on: date
    to_on: date | None
    posts: list[Post] = field(default_factory=list)
    none_found: list[date] = field(default_factory=list)  # the newest first
    stances: list[tuple[date, int]] = field(default_factory=list)  # the newest first

    def liaisons(self, day: date) -> list[Post]:
        """Who serves on that day."""
        return [one for one in self.posts if _holds(one.from_on, one.to_on, day)]


@dataclass(frozen=True)
class Dossiers:
    """The government side of a collaboration."""

    mandates: list[Dossier]
    roles: list[tuple[date, str]]  # the newest first
    consultations: list[tuple[date, str]]  # day and timing, in order
    contacts: list[tuple[date, int]]  # day and public body, in order
    met_on: list[date]


@dataclass(frozen=True)
class Engagement:
    """Figures of one snapshot."""

    value: float | None
    low: float
    high: float
    coverage: float
    parts: dict[str, Any]


def engagement_rows(
    collaboration: Collaboration, days: Sequence[date], *, generation: int, met_on: Iterable[int]
) -> list[Score]:
    """One row a month, as stored; none where no mandate was ever listed. `met_on`: days of all held meetings."""
    known = load(collaboration, until=days[-1], met_on=[date.fromordinal(one) for one in met_on])
    if not known.mandates:
        return []
    found = [engagement_on(known, day, started_on=collaboration.started_on) for day in days]
    return [
        _row(one, collaboration=collaboration, month=month, as_of=day, generation=generation)
        for month, (day, one) in enumerate(zip(days, found, strict=True))
    ]


def _row(figure: Engagement | None, **where: Any) -> Score:
    if figure is None:
        return Score(metric=Metric.ENGAGEMENT, value=None, low=None, high=None, coverage=None, parts={}, **where)
    bounds = {"value": figure.value, "low": figure.low, "high": figure.high, "coverage": figure.coverage}
    return Score(metric=Metric.ENGAGEMENT, parts=figure.parts, **bounds, **where)


def engagement_on(known: Dossiers, day: date, *, started_on: date) -> Engagement | None:
    """The score at the end of a day; None when no mandate mattered yet."""
    mandates = [one for one in known.mandates if _holds(one.from_on, one.to_on, day)]
    if not mandates:
        return None
    role = next((role for since, role in known.roles if since <= day), str(ASSUMED_ROLE))
    parts = {
        **_liaison_parts(mandates, day),
        "frequency": _frequency(known, mandates, day, CADENCE_DAYS[role], started_on),
        "stance": _stance(mandates, day),
        "earliness": formulas.earliness(next((timing for on, timing in known.consultations if on <= day), None), False),
    }
    return _stored(parts, {"_role": role, "_threshold": formulas.threshold(role), "_mandates": len(mandates)})


def load(collaboration: Collaboration, *, until: date, met_on: list[date]) -> Dossiers:
    """All government evidence dated up to a day, in a bounded number of queries."""
    mandates = {
        pk: Dossier(body, weight, from_on, to_on)
        for pk, body, weight, from_on, to_on in Mandate.objects.filter(collaboration=collaboration, from_on__lte=until)
        .order_by("pk")
        .values_list("pk", "body_id", "weight", "from_on", "to_on")
    }
    _add_posts(collaboration, mandates, until)
    mine = {"collaboration": collaboration, "mandate__in": mandates}
    found = NoneFound.objects.filter(**mine, confirmed_on__lte=until).order_by("-confirmed_on")
    for mandate, on in found.values_list("mandate_id", "confirmed_on"):
        mandates[mandate].none_found.append(on)
    seen = Stance.objects.filter(**mine, seen_on__lte=until).order_by("-seen_on")
    for mandate, on, level in seen.values_list("mandate_id", "seen_on", "level"):
        mandates[mandate].stances.append((on, level))
    roles = StateRole.objects.filter(collaboration=collaboration).in_force(on=until).values_list("from_on", "role")
    return Dossiers(
        mandates=list(mandates.values()),
        roles=list(roles),
        consultations=_consultations(collaboration, until),
        contacts=_contacts(collaboration, until, {one.body for one in mandates.values()}),
        met_on=met_on,
    )


def _add_posts(collaboration: Collaboration, mandates: dict[int, Dossier], until: date) -> None:
    ratings: dict[int, list[Rating]] = defaultdict(list)
    rows = LiaisonRating.objects.filter(collaboration=collaboration).by_day(on=until)
    for liaison, on, trust, *levels in rows.values_list("liaison_id", "rated_on", "trust", *CRITERIA):
        ratings[liaison].append((on, tuple(_level(one) for one in levels), _level(trust)))
    liaisons = Liaison.objects.filter(collaboration=collaboration, from_on__lte=until).order_by("pk")
    for pk, mandate, from_on, to_on, steps in liaisons.values_list("pk", "mandate_id", "from_on", "to_on", "steps"):
        if mandate in mandates:
            mandates[mandate].posts.append(Post(from_on, to_on, steps, ratings[pk]))


def _consultations(collaboration: Collaboration, until: date) -> list[tuple[date, str]]:
    zone = collaboration.zone
    rows = Consultation.objects.filter(
        collaboration=collaboration, meeting__is_held=True, meeting__held_at__lt=end_of_day(until, zone)
    ).order_by("meeting__held_at", "pk")
    return [(at.astimezone(zone).date(), timing) for at, timing in rows.values_list("meeting__held_at", "timing")]


def _contacts(collaboration: Collaboration, until: date, bodies: set[int]) -> list[tuple[date, int]]:
    """Held meetings at which a body with a mandate was present."""
    zone = collaboration.zone
    held = Meeting.objects.filter(collaboration=collaboration, held_at__lt=end_of_day(until, zone)).held()
    rows = Attendance.objects.filter(collaboration=collaboration, organization__in=bodies, meeting__in=held)
    seen = rows.order_by().values_list("meeting_id", "meeting__held_at", "organization_id").distinct()
    return sorted((at.astimezone(zone).date(), body) for _meeting, at, body in seen)


def _liaison_parts(mandates: list[Dossier], day: date) -> dict[str, Part]:
    """Coverage and senior link: both hang on the best liaison of each mandate."""
    u = [one.weight for one in mandates]
    fitness, quality, link, heard = [], [], [], []
    for one in mandates:
        best, fresh, steps, trust = _best(one, day)
        fitness.append(best)
        quality.append(fresh)
        link.append(formulas.link_of(steps))
        heard.append(trust)
    known = existing(formulas.link_values(link, heard), quality)
    return {
        "coverage": formulas.over_mandates(existing(fitness, quality), quality, u),
        "link": formulas.over_mandates(known, quality, u),
    }


def _best(mandate: Dossier, day: date) -> tuple[float, float, int | None, float]:
    """Fitness of the best liaison with the quality of its rating, its steps and the official's trust.

    Nobody serves and that was confirmed: all zeros, which are known. Nothing recorded: missing.
    """
    serving, best = mandate.liaisons(day), None
    for post in serving:
        rating = post.rating(day)
        fit = float(formulas.liaison_fitness(rating[1] if rating else NOT_KNOWN))
        fresh = float(opinion_quality((day - rating[0]).days)) if rating else 0.0
        if fresh and not np.isnan(fit) and (best is None or (fit, fresh) > best[:2]):
            best = (fit, fresh, post.steps, rating[2] if rating else np.nan)
    if best is not None:
        return best
    confirmed = next((on for on in mandate.none_found if on <= day), None)
    if serving or confirmed is None:
        return (np.nan, 0.0, None, np.nan)
    return (0.0, float(opinion_quality((day - confirmed).days)), None, 0.0)


def _frequency(known: Dossiers, mandates: list[Dossier], day: date, tau: int, started_on: date) -> Part:
    bodies = {one.body for one in mandates}
    days = [on for on, body in known.contacts if on <= day and body in bodies]
    since_start = (day - started_on).days
    window = formulas.frequency_window(tau, since_start)
    recent = sum(1 for on in days if (day - on).days <= window)
    gap = (day - days[-1]).days if days else np.inf
    met = [on for on in known.met_on if on <= day]
    alive = float(log_alive((day - met[-1]).days if met else np.nan))
    return formulas.frequency(gap, recent, tau, since_start, alive)


def _stance(mandates: list[Dossier], day: date) -> Part:
    newest = [next(((on, level) for on, level in one.stances if on <= day), None) for one in mandates]
    quality = [float(opinion_quality((day - one[0]).days)) if one else 0.0 for one in newest]
    levels = [one[1] if one else np.nan for one in newest]
    return formulas.over_mandates(
        existing(formulas.stance_values(levels), quality), quality, [one.weight for one in mandates]
    )


def _stored(parts: dict[str, Part], extra: dict[str, Any]) -> Engagement:
    figure = formulas.engagement(parts)
    values: FloatArray = np.array([float(parts[key].value) for key in GOVERNMENT.keys])
    quality = [0.0 if np.isnan(parts[key].value) else float(stored(parts[key].quality)) for key in GOVERNMENT.keys]
    points = adding_up(contributions(values, GOVERNMENT.weights), figure.value)
    rows = {
        key: {"value": number(value), "weight": weight, "quality": q, "points": number(point)}
        for key, weight, value, q, point in zip(
            GOVERNMENT.keys, GOVERNMENT.weights, values, quality, points, strict=True
        )
    }
    low, high, coverage = (float(stored(one)) for one in (figure.low, figure.high, figure.coverage))
    return Engagement(number(figure.value), low, high, coverage, rows | extra)


def _holds(from_on: date, to_on: date | None, day: date) -> bool:
    return from_on <= day and (to_on is None or to_on > day)


def _level(value: int | None) -> float:
    return np.nan if value is None else float(value)
