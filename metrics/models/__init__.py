"""The nouns of the top floor, one file each."""

from metrics.models.milestones import Milestone
from metrics.models.stale import Stale
from metrics.models.weights import WeightSet

__all__ = ["Milestone", "Stale", "WeightSet"]
