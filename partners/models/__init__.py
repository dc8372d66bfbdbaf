"""The nouns of the partners floor, one file each."""

from partners.models.answers import JOINT_WORK_ITEM, PERCEIVED_ITEMS, ROSTER_ITEM, TRUST_ITEMS, Answer
from partners.models.fields import PartnerField
from partners.models.instruments import Instrument
from partners.models.invitations import Invitation
from partners.models.participation import Partner, PartnerStage
from partners.models.ratings import HIGHEST_LEVEL, CollaborationRating, RatingReply, ReadinessRating, newest
from partners.models.reviews import Investment, ReadinessReview, ReviewReply
from partners.models.surveys import RosterEntry, Survey
from partners.models.ties import Tie

__all__ = [
    "HIGHEST_LEVEL", "JOINT_WORK_ITEM", "PERCEIVED_ITEMS", "ROSTER_ITEM", "TRUST_ITEMS", "Answer",
    "CollaborationRating", "Instrument", "Investment", "Invitation", "Partner", "PartnerField", "PartnerStage",
    "RatingReply", "ReadinessRating", "ReadinessReview", "ReviewReply", "RosterEntry", "Survey", "Tie", "newest",
]  # fmt: skip
