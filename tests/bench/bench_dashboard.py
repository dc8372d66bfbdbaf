"""The page of a collaboration of 30 partners in its 24th month, against a bare page through the same middleware."""

from functools import partial
from typing import Any

from collab.models import Collaboration, Seat, User
from collab.roles import Role
from metrics.attempting import attempt
from metrics.views import collaboration
from tests import factories
from tests.bench import data
from tests.bench.measure import Report, abba, add_ratio, check_load, pin
from tests.bench.reader import against_bare, look, reader

ADDRESS = "bench-dashboard@example.org"


def run(report: Report, options: Any) -> None:
    """For a coordinator and for a funder; then the first look at new figures beside the next ones."""
    check_load(report)
    made = scored()
    pin()
    Seat.objects.filter(user__email__endswith=ADDRESS).delete()  # of an earlier run
    for role in (Role.COORDINATOR, Role.FUNDER):
        user = User.objects.filter(email=f"{role}-{ADDRESS}").first() or User.objects.invited(email=f"{role}-{ADDRESS}")
        factories.seat(user=user, collaboration=made, organization=made.backbone, role=role)
        client = reader(user)
        against_bare(report, f"dashboard of a {role}", client, f"/c/{made.slug}/", made.pk, options.pairs)

    def first() -> None:
        collaboration.KEPT.forget()
        look(client, f"/c/{made.slug}/")

    again = partial(look, client, f"/c/{made.slug}/")
    pairs = abba([first] * options.pairs, [again] * options.pairs)
    add_ratio(report, "first look at new figures / the next looks", pairs)


def scored() -> Collaboration:
    """The first collaboration of the data set, with its figures of today."""
    pk = data.ids(1)[0]
    if not Collaboration.objects.filter(pk=pk).exists():
        data.make(0, 1)
    assert attempt(pk)
    return Collaboration.objects.get(pk=pk)
