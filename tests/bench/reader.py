"""Somebody who reads pages in the process of the bench: signed in, through all middleware, compressed."""

import time
from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collab.models import User
from collab.signed_in import BEGAN, SEEN
from tests.bench import bare_page
from tests.bench.measure import Report, Work, abba, add_ratio, check_same, interval, percentile

WARM_UPS = 20
PAIRS_A_PAIR = 10  # pages are fast: ten times the pairs that were asked for, so that a 95th percentile says something


def reader(user: User) -> Client:
    """Their browser."""
    settings.ROOT_URLCONF = "tests.bench.bare_page"
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    session = client.session
    session[BEGAN] = session[SEEN] = time.time()
    session.save()
    return client


def look(client: Client, address: str) -> bytes:
    """One page, as it goes out."""
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return bytes(answer.content)


def queries(client: Client, address: str) -> int:
    """How often a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        look(client, address)
    return len(asked)


def against_bare(
    report: Report, what: str, client: Client, address: str, pk: int, pairs: int, *, is_held: bool = True
) -> None:
    """A page against the bare page of as many bytes; with the bars of a dashboard, or `is_held` to none."""
    name = what.replace(" ", "-")
    bare_page.PAGES[name] = client.get(address).content
    ours, theirs = partial(look, client, address), partial(look, client, f"/bare/{name}/{pk}/")
    for _n in range(WARM_UPS):
        ours(), theirs()
    check_same(report, [theirs] * pairs)
    found = abba([ours] * pairs * PAIRS_A_PAIR, [theirs] * pairs * PAIRS_A_PAIR)
    add_ratio(report, f"{what} / bare page, p50", found, bar=1.5 if is_held else None)
    sides = [percentile(side, 0.95) for side in zip(*found, strict=True)]
    report.add(
        f"{what} / bare page, p95", sides[0] / sides[1], bar=2.0 if is_held else None, note=f"{len(found)} pairs"
    )
    report.add(f"{what}, p50", 1000 * interval([a for a, _b in found])[0], unit=" ms")
    report.add(f"{what}, queries", queries(client, address), bar=6 if is_held else None)
    report.add(f"{what}, on the wire", len(look(client, address)) / 1000, unit=" kB", bar=35)


def pair(report: Report, what: str, ours: Sequence[Work], theirs: Sequence[Work], bar: float) -> None:
    """Two pages of ours side by side."""
    for one, other in list(zip(ours, theirs, strict=True))[:WARM_UPS]:
        one(), other()
    add_ratio(report, what, abba(ours, theirs), bar=bar)
