"""The rights table: role x action, plain data that everything else obeys."""

from enum import Enum, StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a seat is for."""

    COORDINATOR = "coordinator", _("Coordinator")
    FACILITATOR = "facilitator", _("Facilitator")
    FUNDER = "funder", _("Funder")
    PARTNER = "partner", _("Partner")
    LIAISON = "liaison", _("Government liaison")
    VIEWER = "viewer", _("Viewer")


class Action(StrEnum):
    """What somebody may want to do."""

    SEE_SCORES = "see scores, bounds, bands, gates and published reports"
    SEE_EVIDENCE = "see components and evidence"
    SEE_READINESS = "see partner readiness and replies"
    SEE_REVIEWS = "see reviews, waivers and investments"
    RECORD_REVIEW = "record a review"
    REPLY_TO_REVIEW = "reply to a review"
    SEE_PAIR_TRUST = "see pair trust, both halves, liaison criteria and named stance"
    LOG = "log and edit meetings, commitments, decisions, strategy and ties"
    SEE_OWN_COMMITMENTS = "see own commitments"
    ENDORSE = "endorse the strategy"
    OPEN_NOTE = "open a private note"
    SEE_CONTACTS = "see contact data"
    RATE_PARTNERS = "rate partners and the collaboration"
    RATE_LIAISONS = "rate liaisons"
    RUN_SURVEYS = "run surveys"
    SEE_ANSWER = "see a single survey answer"
    DRAFT_REPORT = "draft a report"
    LOCK_REPORT = "read a report that waits, and lock it as the second person"
    EXPORT_REPORT = "export a locked report"
    MANAGE_PEOPLE = "give and end seats"
    CHANGE_SETTINGS = "change settings and weights"
    IMPORT = "import"
    EXPORT_ALL = "take away all that one sees, in one file"
    MERGE = "merge two records of one organisation or person"
    ERASE = "erase a person"
    READ_AUDIT = "read the audit log"
    COMMENT = "comment on a record"


class Reach(Enum):
    """How far an action goes."""

    NONE = "none"
    OWN = "own"
    ALL = "all"


_TEAM = {
    Action.SEE_SCORES, Action.SEE_EVIDENCE, Action.SEE_READINESS, Action.SEE_REVIEWS, Action.SEE_PAIR_TRUST, Action.LOG,
    Action.SEE_OWN_COMMITMENTS, Action.OPEN_NOTE, Action.SEE_CONTACTS, Action.RATE_PARTNERS, Action.RATE_LIAISONS,
    Action.RUN_SURVEYS, Action.DRAFT_REPORT, Action.LOCK_REPORT, Action.MANAGE_PEOPLE, Action.COMMENT,
}  # fmt: skip
_COORDINATOR = _TEAM | {
    Action.EXPORT_REPORT, Action.CHANGE_SETTINGS, Action.IMPORT, Action.EXPORT_ALL,
    Action.MERGE, Action.ERASE, Action.READ_AUDIT,
}  # fmt: skip
_FUNDER = {
    Action.SEE_SCORES, Action.SEE_EVIDENCE, Action.SEE_READINESS, Action.SEE_REVIEWS, Action.RECORD_REVIEW,
    Action.SEE_OWN_COMMITMENTS, Action.RATE_PARTNERS, Action.LOCK_REPORT, Action.EXPORT_REPORT, Action.COMMENT,
}  # fmt: skip

RIGHTS: dict[Role, dict[Reach, set[Action]]] = {
    Role.COORDINATOR: {Reach.ALL: _COORDINATOR},
    Role.FACILITATOR: {Reach.ALL: _TEAM},
    Role.FUNDER: {Reach.ALL: _FUNDER},
    Role.PARTNER: {
        Reach.ALL: {Action.SEE_SCORES},
        Reach.OWN: {
            Action.SEE_EVIDENCE, Action.SEE_READINESS, Action.SEE_REVIEWS, Action.REPLY_TO_REVIEW,
            Action.SEE_PAIR_TRUST, Action.SEE_OWN_COMMITMENTS, Action.ENDORSE, Action.RATE_PARTNERS,
            Action.SEE_ANSWER, Action.EXPORT_REPORT,
        },
    },
    Role.LIAISON: {
        Reach.OWN: {
            Action.SEE_SCORES, Action.SEE_EVIDENCE, Action.SEE_PAIR_TRUST, Action.SEE_CONTACTS, Action.RATE_LIAISONS,
        }
    },
    Role.VIEWER: {Reach.ALL: {Action.SEE_SCORES}},
}  # fmt: skip


# Nobody gives or ends a seat that can do more than their own.
GIVES: dict[Role, tuple[Role, ...]] = {
    Role.COORDINATOR: tuple(Role),
    Role.FACILITATOR: (Role.PARTNER, Role.LIAISON, Role.VIEWER),
}


def gives(role: str) -> tuple[Role, ...]:
    """The roles whose seats a role may give and end."""
    return GIVES.get(Role(role), ())


def reach(role: str, action: Action) -> Reach:
    """How far a role may go with an action: on every record, on its own, or not at all."""
    granted = RIGHTS[Role(role)]
    return next((far for far in (Reach.ALL, Reach.OWN) if action in granted.get(far, set())), Reach.NONE)
