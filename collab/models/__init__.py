"""The nouns of the ground floor, one file each."""

from collab.models.accounts import AuditEvent, User
from collab.models.collaborations import Collaboration, Seat
from collab.models.comments import Comment
from collab.models.commitments import Commitment
from collab.models.decisions import Decision, DecisionPart
from collab.models.directory import Affiliation, Organization, Person
from collab.models.mail import OutboxMail
from collab.models.meetings import Attendance, Meeting
from collab.models.results import Metric, PairScores, Score

__all__ = [
    "Affiliation", "Attendance", "AuditEvent", "Collaboration", "Comment", "Commitment", "Decision", "DecisionPart",
    "Meeting", "Metric", "Organization", "OutboxMail", "PairScores", "Person", "Score", "Seat", "User",
]  # fmt: skip
