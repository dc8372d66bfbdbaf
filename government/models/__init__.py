"""The nouns of the government floor, one file each."""

from government.models.consultations import Consultation
from government.models.context import StateRole
from government.models.influence import Influence
from government.models.liaisons import CRITERIA, Liaison, LiaisonRating, NoneFound, OwnEntryLink
from government.models.mandates import Mandate, Official, sees_people
from government.models.privacy import EntryReview, Erasure, OwnStatement, PrivacyNotice
from government.models.stances import Stance

__all__ = [
    "CRITERIA", "Consultation", "EntryReview", "Erasure", "Influence", "Liaison", "LiaisonRating", "Mandate",
    "NoneFound", "Official", "OwnEntryLink", "OwnStatement", "PrivacyNotice", "Stance", "StateRole", "sees_people",
]  # fmt: skip
