"""The records behind one component of government engagement of one office, people among them: for the team only."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collab.context import address
from collab.models import Meeting, Seat
from government.ladder import Carrier, Contact, Rung, rungs_of
from government.models import CRITERIA, Consultation, Mandate, NoneFound, sees_people
from government.words import CRITERION, level_words
from metrics.explain.items import EvidenceItem
from metrics.formulas.catalogue import FREQUENCY_WINDOW_DAYS

Items = Iterator[EvidenceItem]


def mandate_evidence(mandate: Mandate, component: str, *, on: date, seat: Seat) -> list[EvidenceItem]:
    """What a component rests on at the end of a day, the newest first; nothing for those who do not see people."""
    if component not in FOUND or not sees_people(seat):
        return []
    (rung,) = rungs_of(mandate.collaboration, Mandate.objects.filter(pk=mandate.pk), on=on)
    return sorted(FOUND[component](rung, on, seat), key=lambda one: (one.on, one.text), reverse=True)


def _fit(rung: Rung, on: date, _seat: Seat) -> Items:
    """Each liaison on the four criteria."""
    yield from _nobody(rung, on)
    for one in rung.carriers:
        levels = zip(CRITERIA, one.standing.levels, strict=True)
        said = [f"{str(CRITERION[name]).lower()} {'?' if level is None else int(level)}" for name, level in levels]
        yield _rated(rung, one, ", ".join(said))


def _near(rung: Rung, on: date, _seat: Seat) -> Items:
    """How near each liaison stands to the official, and how far the official acts on what this person brings."""
    yield from _nobody(rung, on)
    for one in rung.carriers:
        heard = str(level_words("trust", one.trust)).lower() or _("trust of the official not known")
        yield _rated(rung, one, f"{str(one.liaison.get_steps_display()).lower()}, {heard}")


def _nobody(rung: Rung, on: date) -> Items:
    """Where nobody carries the mandate: when somebody last looked."""
    looked = NoneFound.objects.filter(mandate=rung.mandate, confirmed_on__lte=on).order_by("-confirmed_on", "-pk")
    for one in looked[:1] if not rung.carriers else ():
        yield _item(rung, one.confirmed_on, str(rung.mandate), one.note or _("looked for, nobody found"), "liaisons")


def _dealt(rung: Rung, _on: date, _seat: Seat) -> Items:
    """The newest stance."""
    if rung.stance:
        seen, kind = rung.stance, rung.stance.evidence or _("stance noted")
        yield _item(rung, seen.seen_on, str(seen.get_level_display()), kind, "stance")


def _met(rung: Rung, on: date, seat: Seat) -> Items:
    """Held meetings with the office, as far back as they count as regular; else the last one."""
    recent = [one for one in rung.contacts if (on - one.on).days <= FREQUENCY_WINDOW_DAYS]
    yield from _meetings(rung, recent or rung.contacts[-1:], seat)


def _asked(rung: Rung, _on: date, seat: Seat) -> Items:
    """The first consultation."""
    yield from _meetings(rung, [one for one in rung.contacts if one.timing][:1], seat)


def _meetings(rung: Rung, contacts: Sequence[Contact], seat: Seat) -> Items:
    seen = Meeting.objects.visible_to(seat).defer("summary").in_bulk([one.meeting for one in contacts])
    timings, slug = dict(Consultation.Timing.choices), rung.mandate.collaboration.slug
    for one in contacts:
        held = seen.get(one.meeting)
        kind = timings.get(one.timing) or (held and held.get_mode_display()) or ""
        page = address("collab:meeting_detail", slug, str(one.meeting)) if held else ""
        yield EvidenceItem(one.on, str(held or _("A contact")), kind, page or None)


def _rated(rung: Rung, one: Carrier, said: str) -> EvidenceItem:
    day = one.standing.rated_on
    kind = _("liaison rated") if day else _("not rated yet")
    return _item(rung, day or one.liaison.from_on, f"{one.liaison.person}: {said}", kind, "ratings")


def _item(rung: Rung, day: date, text: str, kind: str | Promise, place: str) -> EvidenceItem:
    page = address("government:mandate_detail", rung.mandate.collaboration.slug, str(rung.mandate.pk))
    return EvidenceItem(day, text, kind, f"{page}#{place}" if page else None)


FOUND: dict[str, Callable[[Rung, date, Seat], Items]] = {
    "coverage": _fit, "link": _near, "frequency": _met, "stance": _dealt, "earliness": _asked,
}  # fmt: skip
