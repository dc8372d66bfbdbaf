"""What a row of the table of rights holds, and the circles of people that it names."""

from dataclasses import dataclass, field

TEAM = {"coordinator", "facilitator"}
EVIDENCE = TEAM | {"funder", "partner", "liaison"}
EVERYWHERE = TEAM | {"funder"}
SCORES = TEAM | {"funder", "partner", "viewer"}
COMMITMENTS = TEAM | {"funder", "partner"}
READINESS = TEAM | {"funder", "partner"}
COORDINATOR = {"coordinator"}
ANYBODY = {"coordinator", "facilitator", "funder", "partner", "liaison", "viewer"}


@dataclass(frozen=True)
class Row:
    """One address. `kind` is where it stands: inside a collaboration, or one of the few places outside."""

    get: set[str] | None = None
    post: set[str] | None = None
    patch: set[str] | None = None  # of the API; so is `put`
    put: set[str] | None = None
    kind: str = "collaboration"  # or "open", "signed in", "administrator", "demo", "api"
    data: dict[str, str] = field(default_factory=dict)  # query or form data that the address needs
    own_only: bool = False  # partner and liaison find their own records only


def page(who: set[str], **values: object) -> Row:
    """Read only."""
    return Row(get=who, **values)  # type: ignore[arg-type]


def form(who: set[str], **values: object) -> Row:
    """A form and its sending."""
    return Row(get=who, post=who, **values)  # type: ignore[arg-type]


def act(who: set[str], **values: object) -> Row:
    """Sending only."""
    return Row(post=who, **values)  # type: ignore[arg-type]
