"""The benches, with a database and a broker of their own that wait for the disk as in production."""

from ops.claim import claim, record_file
from ops.install import install
from ops.places import Place
from ops.postgres import LAUNCHER, OWNER, RUN, start_postgres
from ops.processes import Keeper, read_records, reap
from ops.project import gathering_static, python_tool, step
from ops.services import environment, stop_services
from ops.signals import leave_interrupts_to_child
from ops.valkey import start_valkey


def bench(place: Place, arguments: list[str]) -> int:
    """[name] [--sizes 10,100,1000]: ratios side by side in one run, kept as JSON in var/bench/results"""
    install(place, development=True)
    own = place.under("bench")
    with claim(own, "bench"):
        reap(read_records(record_file(own)))
        keeper = Keeper(record_file(own))
        try:
            cluster = start_postgres(own, keeper)
            urls = {"DATABASE_URL": cluster.url(RUN), "DATABASE_OWNER_URL": cluster.url(OWNER),
                    "REDIS_URL": start_valkey(own, keeper)}  # fmt: skip
            step(own, environment(own, urls, owner=True), "migrate", "--noinput")
            # rows of the benches are made by the million, without the triggers that people's rows pass through
            maker = {"BENCH_MAKER_URL": cluster.url(LAUNCHER), "DJANGO_SETTINGS_MODULE": "collab.settings"}
            env = environment(own, urls) | maker
            with gathering_static(own, env):
                pass
            leave_interrupts_to_child()
            return python_tool(own, env, [own.python, "-m", "tests.bench", *arguments])
        finally:
            stop_services(keeper)
