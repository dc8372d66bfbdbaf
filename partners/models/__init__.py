"""The nouns of the partners floor, one file each."""

from partners.models.answers import JOINT_WORK_ITEM, TRUST_ITEMS, Answer
from partners.models.participation import Partner, PartnerStage
from partners.models.ratings import CollaborationRating, RatingReply, ReadinessRating, newest
from partners.models.reviews import Investment, ReadinessReview, ReviewReply
from partners.models.ties import Tie

__all__ = [
    "JOINT_WORK_ITEM", "TRUST_ITEMS", "Answer", "CollaborationRating", "Investment", "Partner", "PartnerStage",
    "RatingReply", "ReadinessRating", "ReadinessReview", "ReviewReply", "Tie", "newest",
]  # fmt: skip
