"""The lists of the ground floor as sheets, a function a list."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from collab.audit_words import Line
from collab.exports import Sheet, day_in, yes_or_no
from collab.models import Collaboration, Commitment, DecisionPart
from collab.tables import Cell

JOINED = ", "
TALLY_LABELS = (_("Open"), _("Overdue"), _("Kept"), _("Partly kept"), _("Broken"), _("Renegotiated"))


def organizations(found: Any, collaboration: Collaboration) -> Sheet:
    """Who takes part, with the day each was last met."""
    columns = (
        (_("Name"), lambda one: one.name),
        (_("Sector"), lambda one: one.get_sector_display()),
        (_("Place"), lambda one: one.place),
        (_("From here"), lambda one: yes_or_no(one.is_local)),
        (_("Last met"), lambda one: day_in(one.last_met_at, collaboration.zone)),
    )
    return Sheet("organizations", _("Organisations"), columns, found)


def people(found: Any) -> Sheet:
    """Who acts for whom; no contact data, as on the page."""
    columns = (
        (_("Name"), lambda one: one.name),
        (_("Job title"), lambda one: one.job_title),
        (_("Acts for"), lambda one: _joined(each.organization for each in one.acting_for)),
        (_("Informed on"), lambda one: one.informed_on),
    )
    return Sheet("people", _("People"), columns, found)


def meetings(found: Any, collaboration: Collaboration) -> Sheet:
    """What happened; neither summary nor private note."""
    columns = (
        (_("Day"), lambda one: day_in(one.held_at, collaboration.zone)),
        (_("Meeting"), str),
        (_("How"), lambda one: one.get_mode_display()),
        (_("Took place"), lambda one: yes_or_no(one.is_held)),
        (_("Who was there"), lambda one: _joined(each.organization.label for each in one.attendances.all())),
    )
    return Sheet("meetings", _("Meetings"), columns, found)


def commitments(found: Any) -> Sheet:
    """What is due and what became of it; people as far as the reader may see them."""
    columns = (
        (_("Promise"), lambda one: one.text),
        (_("By"), lambda one: str(one.promiser)),
        (_("Person"), lambda one: str(one.person or "")),
        (_("For"), lambda one: str(one.promisee or _("the whole group"))),
        (_("Made on"), lambda one: one.made_on),
        (_("Due"), lambda one: one.due_on),
        (_("State"), lambda one: one.get_outcome_display()),
        (_("Days overdue"), lambda one: one.late.days if one.late else None),
        (_("Closed on"), lambda one: one.closed_on),
    )
    return Sheet("commitments", _("Commitments"), columns, found)


def register(entries: Iterable[dict[str, Any]]) -> Sheet:
    """Promises in numbers: a row for each organisation, and one for each of its people whom the reader may see."""
    rows = [
        (one["organization"], person, sums)
        for one in entries
        for person, sums in [("", one["sums"]), *((each["person"], each["sums"]) for each in one["people"])]
    ]
    sums = tuple((label, _tally(key)) for key, label in zip(Commitment.TALLY, TALLY_LABELS, strict=True))
    columns = ((_("Organisation"), lambda row: str(row[0])), (_("Person"), lambda row: str(row[1])), *sums)
    return Sheet("promises", _("Promises in numbers"), columns, rows)


def decisions(found: Any) -> Sheet:
    """What the group decided, with who proposed and who approved."""
    columns = (
        (_("Decision"), lambda one: one.text),
        (_("Day"), lambda one: one.decided_on),
        (_("Subject"), lambda one: one.get_subject_display()),
        (_("Proposed by"), lambda one: _parts(one, DecisionPart.Part.PROPOSED)),
        (_("Approved by"), lambda one: _parts(one, DecisionPart.Part.APPROVED)),
        (_("Carried"), lambda one: yes_or_no(one.is_carried)),
    )
    return Sheet("decisions", _("Decisions"), columns, found)


def resources(found: Any, collaboration: Collaboration) -> Sheet:
    """Who gave what, at the rate of its day."""
    columns = (
        (_("What"), lambda one: one.text),
        (_("Kind"), lambda one: one.get_kind_display()),
        (_("From"), lambda one: str(one.organization)),
        (_("On"), lambda one: one.given_on),
        (_("Amount"), lambda one: one.amount),
        (_("Unit"), lambda one: one.unit),
        (_("Rate"), lambda one: one.unit_rate),
        (_("Value in %(currency)s") % {"currency": collaboration.currency}, lambda one: one.value),
    )
    return Sheet("resources", _("Resources"), columns, found)


def seats(found: Iterable[Any]) -> Sheet:
    """Who has a seat and who had one, as the page names them."""
    columns = (
        (_("Person"), lambda one: str(one.user) if one.has_signed_in else ""),
        (_("Email"), lambda one: one.user.email),
        (_("Role"), lambda one: one.get_role_display()),
        (_("For"), lambda one: str(one.organization)),
        (_("Since"), lambda one: one.from_on),
        (_("Until"), lambda one: one.to_on),
    )
    return Sheet("seats", _("Seats"), columns, found)


def audit(lines: Iterable[Line]) -> Sheet:
    """Who did what, as the log tells it."""
    columns = (
        (_("Time"), lambda one: one.at),
        (_("Who"), lambda one: one.who),
        (_("Act"), lambda one: one.what),
        (_("Record"), lambda one: one.record),
        (_("Name"), lambda one: one.title),
        (_("Changes"), lambda one: "\n".join(f"{each.label}: {each.before} → {each.after}" for each in one.changes)),
    )
    return Sheet("audit", _("Audit log"), columns, lines)


def _joined(rows: Iterable[Any]) -> str:
    """Each once, in the order given."""
    return JOINED.join(dict.fromkeys(map(str, rows)))


def _parts(decision: Any, part: str) -> str:
    return _joined(one.organization.label for one in decision.parts.all() if one.part == part)


def _tally(key: str) -> Any:
    def cell(row: Any) -> Cell:
        number: int = row[2][key]
        return number

    return cell
