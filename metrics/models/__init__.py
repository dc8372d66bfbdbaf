"""The nouns of the top floor, one file each."""

from metrics.models.attempts import MOST_TRIES, Attempt
from metrics.models.milestones import Milestone
from metrics.models.runs import Chunk, Difference, Run
from metrics.models.stale import Stale
from metrics.models.weights import WeightSet

__all__ = ["MOST_TRIES", "Attempt", "Chunk", "Difference", "Milestone", "Run", "Stale", "WeightSet"]
