"""Writes a network that was read from a file as answers of an item: all or nothing, and twice gives the same."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from collab.models import AuditEvent, Collaboration, Organization, User
from metrics.exchange.network_file import NetworkFile, Refusal
from partners.models import JOINT_WORK_ITEM, TRUST_ITEMS, Answer

RANGES = {item: (1, 4) for item in TRUST_ITEMS} | {JOINT_WORK_ITEM: (0, 5)}


@dataclass
class ImportReport:
    """What an import did: organisations and answers by what became of them."""

    organizations_created: list[str] = field(default_factory=list)
    organizations_matched: list[str] = field(default_factory=list)
    answers_created: int = 0
    answers_changed: int = 0
    answers_same: int = 0


class ImportRefused(Exception):
    """Nothing was written; each refusal says its row and reason."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(_("The file was refused; nothing was written."))
        self.refusals = refusals


def import_network(
    network: NetworkFile,
    *,
    collaboration: Collaboration,
    item: str,
    on: date,
    by: User | None = None,
    file_name: str = "",
) -> ImportReport:
    """Take a network in as answers of `item` that count from `on`.

    Organisations are matched by name or short label whatever the case, and created where missing.
    Raises ImportRefused when the file, the item or the day cannot be taken.
    """
    refusals = [*network.refusals, *_refusals(network, collaboration=collaboration, item=item, on=on)]
    if refusals:
        raise ImportRefused(refusals)
    report = ImportReport()
    with transaction.atomic():
        Collaboration.objects.select_for_update(no_key=True).get(pk=collaboration.pk)  # two imports never cross
        organizations = _organizations(network.names, collaboration, report)
        _answers(network, organizations, collaboration, item, on, report)
        AuditEvent.record(
            AuditEvent.Act.IMPORTED,
            collaboration=collaboration,
            user=by,
            subject=f"{item} {on.isoformat()} {file_name}",
        )
    return report


def _refusals(network: NetworkFile, *, collaboration: Collaboration, item: str, on: date) -> list[Refusal]:
    found = []
    try:
        Answer._meta.get_field("item").clean(item, None)
    except ValidationError as error:
        found.append(
            Refusal(0, _("The item “%(item)s” is refused: %(why)s") % {"item": item, "why": " ".join(error.messages)})
        )
    if on > collaboration.today():
        found.append(Refusal(0, _("%(day)s lies in the future.") % {"day": on.isoformat()}))
    low, high = RANGES.get(item, (0, None))
    for (source, target), value in network.values.items():
        if value is not None and (value < low or (high is not None and value > high)):
            where = {"source": source, "target": target, "value": value, "low": low, "high": high}
            reason = _("%(source)s to %(target)s: %(value)s does not lie between %(low)s and %(high)s.")
            found.append(Refusal(0, reason % where))
    return found


def _organizations(names: list[str], collaboration: Collaboration, report: ImportReport) -> dict[str, Organization]:
    rows = list(Organization.everyone.filter(collaboration=collaboration).order_by("-pk").select_related("survivor"))
    known = {one.short_label.casefold(): one.survivor or one for one in rows if one.short_label} | {
        one.name.casefold(): one.survivor or one for one in rows
    }
    found: dict[str, Organization] = {}
    for name in names:
        match = known.get(name.casefold())
        if match is None:
            match = Organization.objects.create(collaboration=collaboration, name=name)
            known[name.casefold()] = match
            report.organizations_created.append(name)
        else:
            report.organizations_matched.append(name)
        found[name] = match
    if len({one.pk for one in found.values()}) < len(found):
        raise ImportRefused([Refusal(0, _("Two names of the file belong to one organisation of the collaboration."))])
    return found


def _answers(
    network: NetworkFile, organizations: dict[str, Organization], collaboration: Collaboration, item: str, on: date,
    report: ImportReport,
) -> None:  # fmt: skip
    stored = {
        (one.rater_id, one.subject_id): one
        for one in Answer.objects.filter(collaboration=collaboration, item=item, counted_on=on, rater_person=None)
    }
    new, changed = [], []
    for (source, target), value in network.values.items():
        rater, subject = organizations[source].pk, organizations[target].pk
        known = stored.get((rater, subject))
        if known is None:
            new.append(_answer(collaboration, rater, subject, item, on, value))
        elif known.value != value:
            known.value, known.source = value, Answer.Source.IMPORT
            changed.append(known)
        else:
            report.answers_same += 1
    Answer.objects.bulk_create(new, batch_size=2000)
    Answer.objects.bulk_update(changed, ["value", "source"], batch_size=2000)
    report.answers_created, report.answers_changed = len(new), len(changed)


def _answer(
    collaboration: Collaboration, rater: int, subject: int, item: str, on: date, value: Decimal | None
) -> Answer:
    return Answer(
        collaboration=collaboration, rater_id=rater, subject_id=subject, item=item, value=value, counted_on=on,
        source=Answer.Source.IMPORT,
    )  # fmt: skip
