"""The broker that the code under test talks to, changed for one test."""

from typing import Any

from kombu import pools

from collab.celery import app
from metrics import tasks


def use_broker(url: str, options: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Talk to another broker from now on, over no connection that is open already; gives what was before."""
    before = app.conf.broker_url, app.conf.broker_transport_options
    app.conf.update(broker_url=url, broker_write_url=url, broker_read_url=url, broker_transport_options=options)
    pools.reset()
    app._pool = app.amqp._producer_pool = None
    tasks._silent_until = 0.0
    return before
