"""The job runner: tasks are found in each app's tasks module."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, worker_process_init

WORKER_SOCKET_SECONDS = 5

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collab.settings")
app = Celery("groundwork")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def be_patient(conf: Any, **kwargs: Any) -> None:
    """A worker waits for the next hint with its connection open; only pages must not wait for the broker."""
    conf.broker_transport_options = {**conf.broker_transport_options, "socket_timeout": WORKER_SOCKET_SECONDS}


@worker_process_init.connect
def keep_what_is_loaded(**kwargs: Any) -> None:
    """What is loaded by now stays for good: no collection of garbage goes over it again in the midst of a job."""
    gc.collect()
    gc.freeze()
