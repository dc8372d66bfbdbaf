"""The nouns of the partners floor, one file each."""

from partners.models.answers import JOINT_WORK_ITEM, TRUST_ITEMS, Answer
from partners.models.participation import Partner
from partners.models.ties import Tie

__all__ = ["JOINT_WORK_ITEM", "TRUST_ITEMS", "Answer", "Partner", "Tie"]
