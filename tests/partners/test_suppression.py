"""What is shown of confidential answers cannot be solved for any one of them."""

import random
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.suppression import Mean, Row, Vote, groups, is_enough, partition, releases, shown_mean, tabulate

SECTORS = ("business", "community", "government", "nonprofit")
ITEMS = ("trust-reliable", "trust-goals", "trust-open", "joint-work")
TRUST = ITEMS[:3]


def votes(*sizes: int, value: float = 3) -> list[Vote]:
    """Groups of so many respondents, each of an organisation of its own."""
    return [Vote(100 * group + n, SECTORS[group], value) for group, size in enumerate(sizes) for n in range(size)]


@pytest.mark.parametrize(
    ("sizes", "parts"),
    [
        ((6, 5, 1, 1), [("business",), ("community", "government", "nonprofit")]),
        ((5, 5), [("business",), ("community",)]),
        ((4, 4), [("business", "community")]),
        ((9, 2), [("business", "community")]),
        ((7, 3, 2), [("business",), ("community", "government")]),
    ],
)
def test_small_groups_stand_together_with_others(sizes: tuple[int, ...], parts: list[tuple[str, ...]]) -> None:
    assert partition(votes(*sizes)) == parts


def test_many_people_of_two_organizations_are_no_group() -> None:
    few = [Vote(n % 2, "business", 3) for n in range(12)]
    assert tabulate(few, low=1, high=4) == Row(None)
    assert partition([*few, *votes(0, 6)]) == [("business", "community")]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((5, 5, 5, 5, 4), Mean(4.2, "at least")), ((5, 5, 5, 5, 5), Mean(4.2, "at least")),
        ((1, 1, 1, 1, 1), Mean(1.8, "at most")), ((3, 3, 3, 2, 2), Mean(2.6)), ((4, 4, 4, 4, 4), Mean(4.0)),
        ((5, 5, 3, 3, 3), Mean(3.8)), ((5, 5, 5, 5, 1), Mean(4.2, "at least")), ((1, 1, 1, 1, 5), Mean(1.8, "at most")),
        ((2, 2, 2, 3), Mean(2.3, "")),
    ],
)  # fmt: skip
def test_a_mean_near_the_end_of_its_scale_is_only_a_limit(values: tuple[int, ...], shown: Mean) -> None:
    assert shown_mean(values, low=1, high=5) == shown


def test_groups_that_are_large_enough_have_means_of_their_own() -> None:
    three = [*votes(5, value=2), *votes(0, 5, value=3), *votes(0, 0, 5, value=2)]
    groups_of = ((("business",), Mean(2.0)), (("community",), Mean(3.0)), (("government",), Mean(2.0)))
    assert tabulate(three, low=1, high=4) == Row(Mean(2.3), groups_of)
    assert tabulate(three[:10], low=1, high=4) == Row(Mean(2.5), groups_of[:2])
    assert tabulate(three, low=1, high=4, least=6) == Row(Mean(2.3))  # no group holds six
    assert tabulate(three, low=1, high=4, least=4).groups == groups_of
    assert tabulate(votes(5, 4, value=3), low=1, high=5, least=4).groups == (
        (("business",), Mean(3.0)), (("community",), Mean(3.0)),
    )  # fmt: skip


def test_a_setting_below_three_does_not_count() -> None:
    assert tabulate(votes(2), low=1, high=4, least=1) == Row(None)
    assert tabulate(votes(3), low=1, high=4, least=1).total == Mean(3.0, "at least")


def test_three_organizations_are_enough_and_two_are_not() -> None:
    assert [is_enough(n) for n in range(5)] == [False, False, False, True, True]
    assert releases([{1: "A", 2: "A"}, {1: "A", 2: "A", 3: "A"}]) == [False, True]


def said(answers: str) -> dict[int, str]:
    """What organisations 0, 1, 2, ... said; a dot did not answer."""
    return {place: one for place, one in enumerate(answers) if one != "."}


@pytest.mark.parametrize(
    ("months", "shown"),
    [
        (("AAA", "AAA", "BAA", "BBB"), (True, True, False, True)),  # the example
        (("AAA", "BAA", "BBA"), (True, False, False)),  # two differ from the one that was shown
        (("AAA", "BAA", "BBB"), (True, False, True)),  # not compared with the one that was not shown
        (("AAAA", "BBBA", "BBBB"), (True, True, False)),  # one differs from the second
        (("AAAAAA", "BBBAAA", "BBBBAA", "AAAAAA"), (True, True, False, True)),
        (("AAA...", "AAAB..", "AAABBB"), (True, False, True)),  # those who come and go differ too
        (("AAABBB", "AAA..."), (True, True)),
        (("AAABB.", "AAA..."), (True, False)),
        (("AAA", "BBB", "AAA", "BBA"), (True, True, True, False)),
        (("AA.", "AAA", "AA."), (False, True, False)),
        (("AAAA", "BBBA", "CCCA", "CCCC"), (True, True, True, False)),
    ],
)
def test_figures_that_are_shown_differ_by_nobody_or_by_three(months: tuple[str, ...], shown: tuple[bool, ...]) -> None:
    assert tuple(releases(said(month) for month in months)) == shown


@pytest.mark.parametrize(
    ("hosts", "hidden", "shown"),
    [
        ("abcd", "", ("a", "b", "c", "d")), ("abcd", "a", ("ab", "c", "d")), ("abcd", "d", ("a", "b", "cd")),
        ("abcd", "b", ("a", "bc", "d")), ("abcd", "ab", ("abc", "d")), ("abcd", "bd", ("a", "bcd")),
        ("abcd", "cd", ("a", "bcd")), ("c", "a", ("ac", "b", "d")), ("b", "d", ("a", "bd", "c")),
        ("", "bd", ("a", "bd", "c")), ("abcd", "abcd", ("abcd",)), ("a", "bc", ("abc", "d")),
    ],
)  # fmt: skip
def test_what_is_hidden_stands_with_the_next_that_may_stand(hosts: str, hidden: str, shown: tuple[str, ...]) -> None:
    assert groups("abcd", hosts, hidden) == [tuple(one) for one in shown]


def test_a_snapshot_is_compared_with_every_one_shown_before() -> None:
    first = dict.fromkeys(range(6), "A")
    second = first | {3: "B", 4: "B", 5: "B"}
    third = first | {0: "B"}  # differs by four from the second, and by one from the first
    assert releases([first, second, third]) == [True, True, False]
    assert releases([first, first, second, first]) == [True, True, True, True]
    assert releases([{1: "A", 2: "A"}, first]) == [False, True]


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(SECTORS)), max_size=60), st.integers(0, 9))
def test_every_part_is_large_enough_and_all_are_in_one(rows: list[tuple[int, str]], least: int) -> None:
    said = [Vote(organization, group, 2) for organization, group in rows]
    row = tabulate(said, low=1, high=4, least=least)
    for labels, _mean in row.groups:
        inside = [one for one in said if one.group in labels]
        assert len(inside) >= max(3, least)
        assert len({one.organization for one in inside}) >= 3
    named = [label for labels, _mean in row.groups for label in labels]
    assert not row.groups or sorted(named) == sorted({one.group for one in said})


# ---- the attack: everything that is shown to a role, as linear equations over single answers ------------------------

Answer = tuple[int, int, str, int]  # organisation, subject, item, which version of what this organisation says


@dataclass
class World:
    """Waves of one collaboration. Who says the same again keeps the version, so that an attacker may subtract waves."""

    dice: random.Random
    size: int = 0
    waves: list[dict[int, int]] = field(default_factory=list)  # organisation -> version, of those that answered
    picks: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.size = self.dice.randint(4, 30)
        version = dict.fromkeys(range(self.size), 0)
        for number in range(self.dice.randint(2, 5)):
            for one in range(self.size):
                if self.dice.random() < self.dice.choice((0.05, 0.3, 0.9)):
                    version[one] = number
            silent = set(self.dice.sample(range(self.size), self.dice.randint(0, self.size // 3)))
            self.waves.append({one: version[one] for one in version if one not in silent})

    def picked(self, one: int, version: int) -> tuple[int, ...]:
        others = [other for other in range(self.size) if other != one]
        fresh = tuple(self.dice.sample(others, self.dice.randint(1, len(others))))
        return self.picks.setdefault((one, version), fresh)

    def sector(self, one: int) -> str:
        return SECTORS[one % 7 % len(SECTORS)]


Equation = dict[Answer, float]


def tables(world: World) -> list[Equation]:
    """Every mean of every table of every wave that is released: over all, and over each part."""
    shown = releases([{one: (one, version) for one, version in wave.items()} for wave in world.waves])
    found = []
    for wave, may_show in zip(world.waves, shown, strict=True):
        for item in ITEMS if may_show else ():
            said = [Vote(one, world.sector(one), 2.5) for one in wave]
            row = tabulate(said, low=1, high=4)
            groups = [labels for labels, _mean in row.groups] + ([SECTORS] if row.total else [])
            found += [mean_of(world, {o: v for o, v in wave.items() if world.sector(o) in g}, item) for g in groups]
    return found


def mean_of(world: World, wave: dict[int, int], item: str) -> Equation:
    return {
        (one, subject, item, version): 1 / len(world.picked(one, version))
        for one, version in wave.items()
        for subject in world.picked(one, version)
    }


def months(world: World) -> list[Equation]:
    """Mean trust of the whole, as every role sees it month by month: the newest answers of each organisation."""
    newest: list[dict[int, int]] = []
    for wave in world.waves:
        newest.append((newest[-1] if newest else {}) | wave)
    shown = releases([{one: (one, version) for one, version in wave.items()} for wave in newest])
    found = []
    for wave, may_show in zip(newest, shown, strict=True):
        if may_show:
            parts = [mean_of(world, wave, item) for item in TRUST]
            found.append({key: value for part in parts for key, value in part.items()})
    return found


def of_oneself(world: World, me: int) -> list[Equation]:
    """What others say of one organisation, as it reads it on its own page."""
    about = [
        {one: version for one, version in wave.items() if one != me and me in world.picked(one, version)}
        for wave in world.waves
    ]
    shown = releases([{one: (one, version) for one, version in wave.items()} for wave in about])
    return [
        {(one, me, item, version): 1.0 for one, version in wave.items() for item in TRUST}
        for wave, may_show in zip(about, shown, strict=True)
        if may_show
    ]


def solved(
    equations: list[Equation], *, known: int | None = None, sees_halves: bool = False
) -> tuple[set[Answer], set]:
    """Single answers, and means of one organisation on another, that follow for a reader from what is shown.

    `known` knows what it said itself; who `sees_halves` knows the mean of the trust items of every pair.
    """
    columns = sorted({key for row in equations for key in row if key[0] != known})
    if not columns:
        return set(), set()
    place = {key: number for number, key in enumerate(columns)}
    matrix = np.zeros((len(equations), len(columns)))
    for number, row in enumerate(equations):
        for key, value in row.items():
            if key in place:
                matrix[number, place[key]] = value
    pairs: dict[tuple[int, int, int], list[int]] = {}
    for key in columns:
        if key[2] in TRUST:
            pairs.setdefault((key[0], key[1], key[3]), []).append(place[key])
    unit = np.ones(len(columns))
    if sees_halves:  # what they know already is taken out of every equation
        for items in pairs.values():
            matrix[:, items] -= matrix[:, items].mean(axis=1, keepdims=True)
            unit[items] = 1 - 1 / len(items)
    _u, sizes, rows = np.linalg.svd(matrix, full_matrices=False)
    basis = rows[sizes > 1e-9 * sizes[0]]  # the space of everything that follows from what is shown
    found = (basis**2).sum(axis=0) > unit - 1e-9
    single = {key for key in columns if found[place[key]]}
    halves = {
        pair for pair, items in pairs.items()
        if not sees_halves and (basis[:, items].sum(axis=1) ** 2).sum() > len(items) - 1e-9
    }  # fmt: skip
    return single, halves


@pytest.mark.long
def test_no_answer_of_200_random_collaborations_can_be_solved_for() -> None:
    """By role: the team reads tables and halves, everybody the months, an organisation also what is said of itself."""
    shown, attacked = 0, 0
    for seed in range(200):
        world = World(random.Random(seed))
        of_all = months(world)
        of_team = [row for row in [*tables(world), *of_all] if all(key[2] in TRUST for key in row)]
        assert solved(of_team, sees_halves=True) == (set(), set()), f"collaboration {seed}, the team"
        for me in (None, *world.dice.sample(range(world.size), 4)):
            equations = of_all + (of_oneself(world, me) if me is not None else [])
            assert solved(equations, known=me) == (set(), set()), f"collaboration {seed}, reader {me}"
            attacked += 1
        shown += len(of_team)
    assert (attacked, shown > 2_000) == (1_000, True), f"there was something to attack: {shown}"


def test_the_attack_finds_what_is_not_suppressed() -> None:
    """The same solver on figures without suppression: over two organisations one of which is one's own."""
    leak: Equation = {(1, 0, item, 0): 1.0 for item in TRUST} | {(0, 1, item, 0): 1.0 for item in TRUST}
    assert solved([leak], known=0) == (set(), {(1, 0, 0)})
    single: Equation = {(1, 0, "joint-work", 0): 1.0, (0, 1, "joint-work", 0): 1.0}
    assert solved([single], known=0)[0] == {(1, 0, "joint-work", 0)}
    one_item: Equation = {(1, 0, "trust-open", 0): 1.0}
    of_three = [{(1, 0, item, 0): 1.0 for item in TRUST}, one_item]
    assert solved(of_three, sees_halves=True)[0] == {(1, 0, "trust-open", 0)}
