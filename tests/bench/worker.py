"""One worker process of a bench: says that it is ready, works on the open run when told to, tells time and memory."""

import logging
import resource
import sys
import time

import django

django.setup()
logging.getLogger("metrics").setLevel(logging.WARNING)

from metrics.models import Run  # noqa: E402  Django must be set up before
from metrics.running import work  # noqa: E402

run = Run.objects.unfinished().get()
print("ready", flush=True)
sys.stdin.readline()
begun = time.perf_counter()
while work(run):
    pass
took = time.perf_counter() - begun
unit = 1 if sys.platform == "darwin" else 1024
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20, flush=True)
