"""The nouns of the ground floor, one file each."""

from collab.models.accounts import AuditEvent, User
from collab.models.calendars import CalendarEntry, CalendarSubscription, FeedLink, Invited
from collab.models.collaborations import Collaboration, Seat
from collab.models.comments import Comment
from collab.models.commitments import Commitment
from collab.models.decisions import Decision, DecisionPart
from collab.models.directory import Affiliation, Organization, Person
from collab.models.gates import Gate, GateState
from collab.models.mail import OutboxMail
from collab.models.meetings import Attendance, Meeting
from collab.models.moved_rows import MovedRow
from collab.models.outlines import Outline
from collab.models.partner_scores import PartnerFigure, PartnerScore
from collab.models.published import PublishedFigure
from collab.models.reminders import PromiseLink, ReminderSetting
from collab.models.resources import Resource
from collab.models.results import Metric, PairScores, Score
from collab.models.strategy import (
    Endorsement,
    EndorsementLink,
    LeadershipRole,
    StrategyContribution,
    StrategyVersion,
)
from collab.models.tokens import ApiAnswer, ApiToken

__all__ = [
    "Affiliation",
    "ApiAnswer",
    "ApiToken",
    "Attendance",
    "AuditEvent",
    "CalendarEntry",
    "CalendarSubscription",
    "Collaboration",
    "Comment",
    "Commitment",
    "Decision",
    "DecisionPart",
    "Endorsement",
    "EndorsementLink",
    "FeedLink",
    "Gate",
    "GateState",
    "Invited",
    "LeadershipRole",
    "Meeting",
    "Metric",
    "MovedRow",
    "Organization",
    "OutboxMail",
    "Outline",
    "PairScores",
    "PartnerFigure",
    "PartnerScore",
    "Person",
    "PromiseLink",
    "PublishedFigure",
    "ReminderSetting",
    "Resource",
    "Score",
    "Seat",
    "StrategyContribution",
    "StrategyVersion",
    "User",
]  # fmt: skip
