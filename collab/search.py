"""Search over the records of one collaboration: folded words, rights of the reader, and where a word stands."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import connection, transaction
from django.db.models import Expression, Model, Q, QuerySet
from django.db.models.expressions import Col
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from collab.models import Commitment, Decision, Meeting, Organization, Person, Seat

MOST_TERMS = 8
SHORTEST_STEM = 4
ENDINGS = ("es", "en", "s")  # plurals of the languages we speak; the whole word counts as well
MANY = 500  # fewer hits are fetched by their ids, which is quicker than to look again
# The planner cannot know how rare the beginning of a word is. Told so, it takes the index of the words, never another.
BY_WORDS, AS_EVER = (
    f"SELECT set_config('enable_seqscan', '{to}', true), set_config('enable_indexscan', '{to}', true)"
    for to in ("off", "on")
)
AROUND = 70  # signs of text on each side of a found word
_marks = re.compile("[\u0300-\u036f\u064b-\u065f]")
_own_letters = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "a", "œ": "o", "ß": "ss"})

WORDS = SearchVectorField()
WORDS.set_attributes_from_name("words")


@dataclass(frozen=True)
class Kind:
    """A kind of record that is searched: its texts in the order in which a snippet is looked for, and its order."""

    key: str
    model: type[Model]
    texts: tuple[str, ...]
    order: tuple[str, ...]
    more: tuple[str, ...]  # what the result shows besides


KINDS = (
    Kind("meetings", Meeting, ("topics", "summary"), ("-held_at", "id"), ("held_at", "kind")),
    Kind("commitments", Commitment, ("text", "reason"), ("-made_on", "id"), ("made_on",)),
    Kind("decisions", Decision, ("text",), ("-decided_on", "id"), ("decided_on",)),
    Kind("organizations", Organization, ("name", "short_label", "place"), ("name", "id"), ()),
    Kind("people", Person, ("name", "job_title"), ("name", "id"), ()),
)


class Words(Expression):
    """The column of folded words, which no model names."""

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        """The column of the table that is asked."""
        return Col(query.get_initial_alias(), WORDS)


def fold(text: str) -> str:
    """Without case and accents, as the function of the database folds. Example: "São  ŁÓDŹ" -> "sao  lodz"."""
    if text.isascii():
        return text.lower()
    return _marks.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_own_letters)


def terms(words: str) -> list[str]:
    """The words that are looked for, folded."""
    return re.findall(r"[^\W_]+", fold(words))[:MOST_TERMS]


def looked_for(words: str, seat: Seat) -> str:
    """In the words of `to_tsquery`: all terms, each as a word's beginning or without its plural ending. "" for none."""
    found = terms(words)
    parts = [f"in{seat.collaboration_id}collaboration", *(_either(term) for term in found)]
    return " & ".join(parts) if found else ""


def _either(term: str) -> str:
    stems = [term.removesuffix(end) for end in ENDINGS if term.endswith(end)]
    stems = [stem for stem in stems if len(stem) >= SHORTEST_STEM]
    return "(" + " | ".join([f"{term}:*", *stems]) + ")"  # letters and digits only, so there is nothing to escape


def search(seat: Seat, words: str, kinds: Iterable[Kind] = KINDS, *, first: int = 0, last: int) -> dict[str, list[Any]]:
    """What a reader may see of what holds the words: key of the kind -> rows `first` to `last`, the newest first."""
    wanted = looked_for(words, seat)
    if not wanted:
        return {}
    kinds = list(kinds)
    query = SearchQuery(wanted, config="simple", search_type="raw")
    candidates = zip(kinds, _candidates(kinds, wanted), strict=True)
    return {kind.key: _rows(kind, seat, query, ids, slice(first, last)) for kind, ids in candidates}


def _candidates(kinds: list[Kind], wanted: str) -> list[list[Any]]:
    """Ids of records that hold the words, whoever may see them, up to MANY of a kind. They never leave this module."""
    found = "ARRAY(SELECT id FROM {} WHERE words @@ to_tsquery('simple', %s) LIMIT {})"
    columns = [found.format(kind.model._meta.db_table, MANY) for kind in kinds]  # names of our own tables
    with connection.cursor() as cursor:
        cursor.execute(f"{BY_WORDS}; SELECT {', '.join(columns)}", [wanted] * len(kinds))  # one trip
        while cursor.nextset():
            pass
        ids = list(cursor.fetchone())
        if connection.in_atomic_block:
            cursor.execute(AS_EVER)
    return ids


def _rows(kind: Kind, seat: Seat, query: SearchQuery, ids: list[Any], which: slice) -> list[Any]:
    rows: QuerySet[Any] = kind.model._default_manager.visible_to(seat)  # type: ignore[attr-defined]  # each of KINDS has it
    rows = rows.only(*kind.texts, *kind.more).order_by(*kind.order)
    if len(ids) < MANY:
        return list(rows.filter(_standing(kind, ids))[which])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BY_WORDS)
        found = list(rows.alias(words=Words()).filter(words=query)[which])
        cursor.execute(AS_EVER)
    return found


def _standing(kind: Kind, ids: list[Any]) -> Q:
    """Those that hold the words, and whoever stands for one that was merged."""
    everyone: Any = getattr(kind.model, "everyone", None)
    here = Q(pk__in=ids)
    return here if everyone is None else here | Q(pk__in=everyone.filter(pk__in=ids).values("survivor"))


# -- where a word stands ----------------------------------------------------------------------------------------------


def snippet(row: Any, kind: Kind, words: str) -> SafeString:
    """The text around the first found word, words marked; the beginning of the first text where none is found."""
    texts = [str(getattr(row, name)) for name in kind.texts]
    asked = terms(words)
    pairs = next(((text, spans) for text in texts if (spans := found_in(text, asked))), (texts[0], []))
    return marked(*pairs)


def found_in(text: str, asked: list[str]) -> list[tuple[int, int]]:
    """From where to where words stand in the text that begin like a term. Example: "A Río", ["rio"] -> [(2, 5)]."""
    letters = [(letter, place) for place, sign in enumerate(text) for letter in fold(sign)]
    folded = "".join(letter for letter, _place in letters)
    starts = [*asked, *(one.removesuffix(end) for one in asked for end in ENDINGS if len(one) > SHORTEST_STEM)]
    wanted = "|".join(sorted(map(re.escape, set(starts)), key=len, reverse=True))
    spans = re.finditer(rf"(?<![^\W_])(?:{wanted})[^\W_]*", folded) if wanted else ()
    return [(letters[one.start()][1], letters[one.end() - 1][1] + 1) for one in spans]


def marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    """A piece of the text as HTML with the found words marked; nothing of the text is taken as HTML."""
    begin = max(0, spans[0][0] - AROUND) if spans else 0
    end = min(len(text), (spans[0][1] if spans else 0) + 2 * AROUND)
    pieces, at = [("{}", "…" if begin else "")], begin
    for low, high in spans:
        if high <= end:
            pieces += [("{}", text[at:low]), ("<mark>{}</mark>", text[low:high])]
            at = high
    pieces.append(("{}", text[at:end] + ("…" if end < len(text) else "")))
    return format_html_join("", "{}", ((format_html(form, piece),) for form, piece in pieces))
