"""What happens to the content of a draft that somebody edits: order of items, keys, marks and names."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from partners.models import Instrument
from partners.questionnaire import SOURCE_LANGUAGE

Content = dict[str, Any]


def in_order(items: Sequence[Content], places: Sequence[int | None], out: Sequence[bool]) -> list[Content]:
    """The items that stay, each that was given another place (from 1) there, the others in the order they had.

    Example: places 1, 1, 3 of a, b, c -> b, a, c. Of two that were sent to one place the first stands first.
    """
    moved = [
        (place, item)
        for number, (item, place) in enumerate(zip(items, places, strict=True), start=1)
        if place not in (None, number)
    ]
    going = {item["key"] for _place, item in moved}
    found = [item for item in items if item["key"] not in going]
    free = 0
    for place, item in sorted(moved, key=lambda one: one[0] or 0):
        here = max((place or 1) - 1, free)
        found.insert(here, item)
        free = here + 1
    leaving = {item["key"] for item, is_out in zip(items, out, strict=True) if is_out}
    return [item for item in found if item["key"] not in leaving]


def in_words(error: Any) -> str:
    """What the schema says, for somebody who edits."""
    if error["type"] == "too_short":
        return _("A section needs one item at least.")
    return str(error["msg"]).removeprefix("Value error, ")


def seen_of(instrument: Instrument) -> str:
    """A mark of the content as it stands."""
    return hashlib.sha256(json.dumps(instrument.content, sort_keys=True).encode()).hexdigest()[:32]


def lines(text: str) -> list[str]:
    """Lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def free_key(text: str, known: set[str]) -> str:
    """A key of one's own that no other has; no formula reads a key that begins so."""
    stem = f"own-{slugify(text)[:40].strip('-_').replace('_', '-') or 'item'}"
    numbered = (f"{stem}-{number}" if number else stem for number in range(len(known) + 1))
    return next(one for one in numbered if one not in known)


def scale_name(scale: Content) -> str:
    """A scale by its ends."""
    if scale["kind"] == "text":
        return str(_("free text"))
    words = scale["anchors"].get(SOURCE_LANGUAGE) or [str(scale["low"]), str(scale["high"])]
    return f"{scale['low']} {words[0]} – {scale['high']} {words[-1]}"
