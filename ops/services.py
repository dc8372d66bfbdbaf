"""Database and broker for everything that needs them: those of the environment, or our own in var/."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from ops.claim import claim, facts, record_file
from ops.install import install
from ops.keys import keys
from ops.places import Place
from ops.postgres import OWNER, RUN, start_postgres
from ops.processes import Keeper, read_records, reap
from ops.valkey import start_valkey

URLS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
EMBEDDED = ("valkey", "postgres")


def start_services(place: Place, keeper: Keeper, *, tests: bool = False) -> dict[str, str]:
    """Start what the environment does not name; answers the three addresses. Tests never touch what it names."""
    given = {} if tests else given_urls()
    urls = dict(given)
    if "DATABASE_URL" not in given:
        cluster = start_postgres(place, keeper, tests=tests)
        urls |= {"DATABASE_URL": cluster.url(RUN), "DATABASE_OWNER_URL": cluster.url(OWNER)}
    if "REDIS_URL" not in given:
        urls["REDIS_URL"] = start_valkey(place, keeper)
    # what the environment gave may hold a password: it is not written down
    keeper.facts["urls"] = {name: url for name, url in urls.items() if given.get(name) != url}
    keeper.write()
    return urls


def given_urls() -> dict[str, str]:
    """Addresses that the environment names; one role does both jobs where no owner is named."""
    given = {name: os.environ[name] for name in URLS if os.environ.get(name)}
    if "DATABASE_URL" in given:
        given.setdefault("DATABASE_OWNER_URL", given["DATABASE_URL"])
    else:
        given.pop("DATABASE_OWNER_URL", None)
    return given


def stop_services(keeper: Keeper) -> None:
    for name in EMBEDDED:
        keeper.stop([name])


def environment(place: Place, urls: dict[str, str], *, owner: bool = False) -> dict[str, str]:
    """What a process of the project is given; only migrations and backups get the owner's address."""
    plain = {name: value for name, value in os.environ.items() if name not in URLS}
    env = {**plain, **keys(place.var / "secrets.json"), "GROUNDWORK_VAR": str(place.var)}
    env.setdefault("GROUNDWORK_DEMO", "1")
    env["DATABASE_URL"] = urls["DATABASE_OWNER_URL" if owner else "DATABASE_URL"]
    env["REDIS_URL"] = urls["REDIS_URL"]
    return env


@contextmanager
def services(place: Place, verb: str, *, wait: float = 60) -> Iterator[dict[str, str]]:
    """The addresses of the running stack, or of services started for this one verb."""
    install(place)
    with claim(place, verb, wait=wait) as held:
        if not held:
            yield {**given_urls(), **facts(place)["urls"]}
            return
        reap(read_records(record_file(place)))
        keeper = Keeper(record_file(place))
        try:
            yield start_services(place, keeper)
        finally:
            stop_services(keeper)
