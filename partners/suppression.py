"""Which figures of confidential answers may be shown, and how the rest is cut so that nothing can be subtracted."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import fsum

# a mean over fewer organisations tells each of them what the others said
ENOUGH_ORGANIZATIONS = 3
# tables and texts of a survey need this many people; a wave may ask for more, never for fewer than three
ENOUGH_RESPONDENTS = 5


def is_enough(organizations: int) -> bool:
    """Whether a figure over that many answering organisations may be shown."""
    return organizations >= ENOUGH_ORGANIZATIONS


def releases(answers: Iterable[Mapping[int, Hashable]]) -> list[bool]:
    """Which of a row of snapshots may show their figure; answers: what each organisation that answered said, whole.

    Enough must have answered, and compared with each snapshot shown before nobody or enough say something else (or have
    come or gone), so that no two figures that are shown differ by the answers of one or two organisations.
    Example: three say A; the same; one of them says B; two more say B -> shown, shown, not shown, shown.
    """
    shown: list[bool] = []
    before: list[Mapping[int, Hashable]] = []
    for said in answers:
        may_show = is_enough(len(said)) and all(_are_apart(said, one) for one in before)
        # many months in a row say the same; one of them is enough to compare with
        if may_show and (not before or said != before[-1]):
            before.append(said)
        shown.append(may_show)
    return shown


def _are_apart(said: Mapping[int, Hashable], other: Mapping[int, Hashable]) -> bool:
    differing = sum(said.get(one) != other.get(one) for one in said.keys() | other.keys())
    return differing == 0 or is_enough(differing)


@dataclass(frozen=True)
class Vote:
    """What one respondent says on one item: for an organisation, which belongs to a group such as its sector."""

    organization: int
    group: str
    value: float


@dataclass(frozen=True)
class Mean:
    """A mean as it may be shown, to one decimal. `edge` says that it is only a limit: "at least" or "at most"."""

    value: float
    edge: str = ""


@dataclass(frozen=True)
class Row:
    """One item: the mean over all, and over groups of which each is large enough; both may be silent."""

    total: Mean | None
    groups: tuple[tuple[tuple[str, ...], Mean], ...] = ()


def tabulate(votes: Sequence[Vote], *, low: float, high: float, least: int = ENOUGH_RESPONDENTS) -> Row:
    """A row of a survey table. Groups that are too small stand together with others, so that nothing can be subtracted.

    The groups are a partition: what is shown adds up to the total, and each part holds enough people of enough
    organisations. Where the groups cannot be cut so, only the total is shown. `least` never counts below three.
    """
    if not _is_large(votes, least):
        return Row(None)
    total = shown_mean([one.value for one in votes], low=low, high=high)
    parts = partition(votes, least)
    if len(parts) < 2:  # noqa: PLR2004  one part is the total itself
        return Row(total)
    found = [(labels, [one.value for one in votes if one.group in labels]) for labels in parts]
    return Row(total, tuple((labels, shown_mean(values, low=low, high=high)) for labels, values in found))


def partition(votes: Sequence[Vote], least: int = ENOUGH_RESPONDENTS) -> list[tuple[str, ...]]:
    """Groups by name, the small ones together; if together they are still too small, with the smallest large one.

    Example: sectors of 6, 5, 1 and 1 respondents of as many organisations -> (6), (5, 1, 1).
    """
    sizes = {name: [one for one in votes if one.group == name] for name in sorted({one.group for one in votes})}
    large = sorted((name for name, rows in sizes.items() if _is_large(rows, least)), key=lambda n: (len(sizes[n]), n))
    rest = [name for name in sizes if name not in large]
    while rest and large and not _is_large([one for name in rest for one in sizes[name]], least):
        rest.append(large.pop(0))
    return sorted([(name,) for name in large] + ([tuple(sorted(rest))] if rest else []))


def shown_mean(values: Sequence[float], *, low: float, high: float) -> Mean:
    """A mean to one decimal; near an end of its scale only as a limit, where one respondent could account for the rest.

    With n answers on a scale of width w, a mean within w/n of the top lets somebody who answered lowest conclude that
    all others answered highest. Example: 5, 5, 5, 5, 4 on 1-5 -> at least 4.2.
    """
    mean, step = fsum(values) / len(values), (high - low) / len(values)
    if mean >= high - step:
        return Mean(_rounded(high - step), "at least")
    if mean <= low + step:
        return Mean(_rounded(low + step), "at most")
    return Mean(_rounded(mean))


def _rounded(value: float) -> float:
    return float(Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _is_large(votes: Sequence[Vote], least: int) -> bool:
    return len(votes) >= max(least, ENOUGH_ORGANIZATIONS) and is_enough(len({one.organization for one in votes}))


def groups(keys: Sequence[str], hosts: Collection[str], hidden: Collection[str]) -> list[tuple[str, ...]]:
    """Components as they may be shown: each hidden one together with the next host, or the one before; in order.

    `hosts` are those with a figure of their own. Without any host all hidden ones stand together.
    Example: trust hidden before commitments -> ("trust", "commitments"), ("joint_work",), ...
    """
    able = [key for key in keys if key in hosts and key not in hidden]
    host_of = {key: _host(keys, able, key) if key in hidden else key for key in keys}
    order = dict.fromkeys(host_of.values())
    return [tuple(key for key in keys if host_of[key] == host) for host in order]


def _host(keys: Sequence[str], able: list[str], hidden: str) -> str:
    place = keys.index(hidden)
    after = [key for key in able if keys.index(key) > place]
    return next(iter(after), able[-1] if able else "")
