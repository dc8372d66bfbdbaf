"""How one cell becomes a value: pure functions, each gives something that JSON can hold or says what is wrong."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import TextChoices
from django.utils import translation

from collab.forms.inputs import FIRST_YEAR, LAST_YEAR, instant
from collab.search import fold
from metrics.exchange.amounts import pointed
from metrics.exchange.days import read_day, without_midnight
from metrics.exchange.reasons import Wrong
from metrics.exchange.sheets import unguarded

YES = {"yes", "y", "true", "1", "si", "sim", "ja", "x", "local", "lokal", "wahr", "verdadero", "verdadeiro"}
NO = {"no", "n", "false", "0", "nao", "nein", "foreign", "extranjero", "estrangeiro", "auslandisch", "falsch", "falso"}
ANSWERS = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
LONGEST_URL = 200
CANNOT_SAY = {"cannot say", "don't know", "n/a", "-", "?", "no sabe", "no se", "nao sei", "nao sabe", "weiss nicht"}
HIGHEST_VALUE = Decimal("9999.999")
LANGUAGES = ("en", "es", "pt-br", "de")
# nearly every website; what else there is, Django judges as it does in a form
_website = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,9}[a-z]{2,20}(?:[/?#][^\s<>\"']*)?")
_any_website = URLValidator(schemes=["http", "https"])
_clock = re.compile(r"[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?\Z")


@dataclass
class Known:
    """What cells may name in this collaboration, and how the file writes days and numbers."""

    today: date
    zone: ZoneInfo
    day_first: bool = True
    comma: bool = False  # 1.234,5
    organizations: dict[str, list[int]] = field(default_factory=dict)  # folded name, label or id -> ids
    people: dict[str, list[int]] = field(default_factory=dict)  # folded name, address or id -> ids
    partners: dict[int, int] = field(default_factory=dict)  # organisation -> partner


Reader = Callable[[Any, Known], Any]


def plain(cell: Any) -> str:
    """A cell as text. Example: 12.0 -> "12", a day -> "2026-03-31"."""
    if isinstance(cell, str):  # nearly always
        words = cell.strip()
        return unguarded(words) if words[:1] == "'" else words
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case _:
            return str(cell)


usual = lru_cache(maxsize=1_000)(fold)  # of columns that hold the same few words again and again


def text(most: int, *, lines: bool = False) -> Reader:
    """Words of at most so many signs."""

    def read(cell: Any, known: Known) -> str:
        words = plain(cell)
        if len(words) > most:
            raise Wrong("long", most=most)
        if not words.isprintable():
            words = _shown(words, lines)
        return words

    return read


def _shown(words: str, lines: bool) -> str:
    """The same without line breaks where one line is asked for; refused with signs that nobody sees."""
    words = words.replace("\r\n", "\n").replace("\r", "\n") if lines else " ".join(words.split())
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") and sign not in "\n\t" for sign in words) or any(
        sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for sign in words
    ):
        raise Wrong("signs")
    return words


def choice(options: type[TextChoices], more: Mapping[str, str] | None = None) -> Reader:
    """One of a few words, as stored or as shown in any language of ours."""
    words = {fold(key): value for key, value in (more or {}).items()}
    for language in LANGUAGES:
        with translation.override(language):
            words |= {fold(str(label)): str(value) for value, label in options.choices}
    words |= {fold(value): value for value in options.values}

    def read(cell: Any, known: Known) -> str:
        found = words.get(usual(plain(cell)))
        if found is None:
            raise Wrong("choice")
        return found

    return read


def flag(cell: Any, known: Known) -> bool:
    """Yes or no, in the words of our languages."""
    found = ANSWERS.get(usual(plain(cell)))
    if found is None:
        raise Wrong("choice")
    return found


def day(cell: Any, known: Known) -> str:
    """A day as ISO; Excel's own days, 2026-03-31, 31.3.2026, and 3/31/2026 where the file writes the month first."""
    if isinstance(cell, datetime | date):
        return _within(cell.date() if isinstance(cell, datetime) else cell)
    return _within(_day(without_midnight(plain(cell)), known))


def past_day(cell: Any, known: Known) -> str:
    """A day that is not ahead."""
    found = day(cell, known)
    if found > known.today.isoformat():
        raise Wrong("ahead")
    return found


def moment(cell: Any, known: Known) -> str:
    """A day, with or without a time, as the clocks of the collaboration; midday where no time is given."""
    if isinstance(cell, datetime):
        local_day, clock, offset = cell.date(), cell.time(), ""
    else:
        words = plain(cell)
        found = _clock.search(words)
        local_day = _day(words[: found.start()] if found else words, known)
        clock, offset = None, (found[4] or "") if found else ""
        if found:
            clock = _time(found)
    _within(local_day)
    if offset:
        given = datetime.fromisoformat(f"{local_day}T{clock}{offset}")
        return given.astimezone(UTC).isoformat()
    try:
        return instant(local_day, None if clock == time() else clock, known.zone).isoformat()
    except ValidationError:
        raise Wrong("day") from None


def _time(found: re.Match[str]) -> time:
    try:
        return time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError:
        raise Wrong("day") from None


def _day(words: str, known: Known) -> date:
    found = read_day(words, day_first=known.day_first)
    if found is None:
        raise Wrong("day")
    return found


def _within(found: date) -> str:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Wrong("day")
    return found.isoformat()


def number(low: Decimal | int, high: Decimal | int, decimals: int = 0) -> Reader:
    """A number within bounds, as JSON text so that no digit is lost."""

    def read(cell: Any, known: Known) -> Any:
        words = plain(cell).replace("\u00a0", "").replace(" ", "")
        if isinstance(cell, str):
            words = pointed(words, comma=known.comma)
        try:
            found = Decimal(words)
        except InvalidOperation:
            raise Wrong("number") from None
        if not found.is_finite():
            raise Wrong("number")
        if not low <= found <= high:
            raise Wrong("range", low=str(low), high=str(high))
        rounded = round(found, decimals)
        if isinstance(cell, str) and rounded != found:
            raise Wrong("number")
        return int(rounded) if decimals == 0 else str(rounded)

    return read


def level(cell: Any, known: Known) -> str | None:
    """How strong a tie is, from 0 to 9999.999, None = cannot say; programs write it with more decimals than we keep."""
    words = plain(cell).replace(" ", "")
    if fold(plain(cell)) in CANNOT_SAY:
        return None
    words = words.replace(",", ".") if words.count(",") == 1 and "." not in words else words
    try:
        found = Decimal(words)
    except InvalidOperation:
        raise Wrong("number") from None
    if not found.is_finite():
        raise Wrong("number")
    if not 0 <= found <= HIGHEST_VALUE:
        raise Wrong("range", low="0", high=str(HIGHEST_VALUE))
    return str(round(found, 3))


def item(cell: Any, known: Known) -> str:
    """The name of a relation or question, as we write it. Example: "Joint Work" -> "joint-work"."""
    word = re.sub(r"[^a-z0-9]+", "-", fold(plain(cell))).strip("-")
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,59}", word):
        raise Wrong("item")
    return word


def email(cell: Any, known: Known) -> str:
    """An e-mail address."""
    words = plain(cell)
    try:
        validate_email(words)
    except ValidationError:
        raise Wrong("email") from None
    return words


def url(cell: Any, known: Known) -> str:
    """The address of a website, https where it says nothing."""
    words = plain(cell)
    words = words if "://" in words else f"https://{words}"
    if len(words) > LONGEST_URL:
        raise Wrong("url")
    if not _website.fullmatch(words):
        try:
            _any_website(words)
        except ValidationError:
            raise Wrong("url") from None
        host = words.split("/")[2]
        if "@" in host or "." not in host:  # before an "@" stands a name, whatever it looks like
            raise Wrong("url")
    return words


def organization(cell: Any, known: Known) -> int:
    """An organisation by name, short label or id."""
    return _one(known.organizations, plain(cell))


def person(cell: Any, known: Known) -> int:
    """A person by e-mail address, name or id."""
    return _one(known.people, plain(cell))


def partner(cell: Any, known: Known) -> int:
    """A partner by its organisation."""
    found = known.partners.get(organization(cell, known))
    if found is None:
        raise Wrong("partner")
    return found


def several(read: Reader, mark: str = r"[;|\n]") -> Reader:
    """Several of them in one cell, parted by semicolons or bars, or by commas where no name holds them."""

    def read_all(cell: Any, known: Known) -> list[Any]:
        parts = [part.strip() for part in re.split(mark, plain(cell)) if part.strip()]
        return list(dict.fromkeys(found for part in parts for found in read_part(part, known)))

    def read_part(part: str, known: Known) -> list[Any]:
        try:
            return [read(part, known)]
        except Wrong:
            if "," not in part:
                raise
        return [read(one.strip(), known) for one in part.split(",") if one.strip()]

    return read_all


def _one(names: Mapping[str, list[int]], words: str) -> int:
    found = names.get(fold(words), [])
    if len(found) != 1:
        raise Wrong("several" if found else "nobody", cell=words[:60])
    return found[0]
