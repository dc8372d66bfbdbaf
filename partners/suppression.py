"""Which figures of confidential answers may be shown, and how the rest is cut so that nothing can be subtracted."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

# a mean over fewer organisations tells each of them what the others said
ENOUGH_ORGANIZATIONS = 3
# tables and texts of a survey need this many people; a wave may ask for more, never for fewer than three
ENOUGH_RESPONDENTS = 5


def is_enough(organizations: int) -> bool:
    """Whether a figure over that many answering organisations may be shown."""
    return organizations >= ENOUGH_ORGANIZATIONS


def releases(answers: Iterable[Mapping[int, Hashable]]) -> list[bool]:
    """Which of a row of snapshots may show their figure; answers: what each organisation that answered said, whole.

    Enough must have answered, and compared with the snapshot shown last nobody or enough say something else (or have
    come or gone), so that no two figures that are shown differ by the answers of one or two organisations.
    Example: three say A; the same; one of them says B; two more say B -> shown, shown, not shown, shown.
    """
    shown: list[bool] = []
    last: Mapping[int, Hashable] | None = None
    for said in answers:
        differing = 0 if last is None else sum(said.get(one) != last.get(one) for one in said.keys() | last.keys())
        may_show = is_enough(len(said)) and (differing == 0 or is_enough(differing))
        last = said if may_show else last
        shown.append(may_show)
    return shown


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
