"""Works on a run over all collaborations, one chunk at a time, with newly marked collaborations in between."""

from collections.abc import Callable
from functools import partial

from metrics.attempting import attempt
from metrics.checking import check
from metrics.models import Run, Stale

BETWEEN = 10  # newly marked collaborations computed between two chunks at most


def work(run: Run) -> bool:
    """Do one chunk. False when every chunk is done or taken by another process."""
    do: Callable[[int], object] = attempt if run.kind == Run.Kind.RECOMPUTE else partial(check, run)
    with run.next_chunk() as chunk:
        for collaboration_id in chunk.collaborations if chunk else ():
            do(collaboration_id)
    if chunk is None:
        run.finish()
        return False
    for collaboration_id in Stale.objects.collaborations()[:BETWEEN]:
        attempt(collaboration_id)  # somebody has saved something and waits for it
    return True
