"""Search: what the words stand in, by kind of record, with a few of each or one kind page by page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from collab.forms.editing import is_storable
from collab.forms.filters import LONGEST_SEARCH
from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from collab.search import KINDS, Kind, search, snippet

FEW = 5
PER_PAGE = 20
LAST_PAGE = 50
LABELS: dict[str, Promise] = {
    "meetings": _("Meetings"), "commitments": _("Commitments"), "decisions": _("Decisions"),
    "organizations": _("Organisations"), "people": _("People"),
}  # fmt: skip
DAYS = {"meetings": "held_at", "commitments": "made_on", "decisions": "decided_on"}


class SearchForm(forms.Form):
    """Words, and perhaps one kind of record and a page of it."""

    q = forms.CharField(label=_("Words"), max_length=LONGEST_SEARCH, required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Where"), required=False, choices=[("", _("Everywhere")), *LABELS.items()])
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE)

    @property
    def asked(self) -> dict[str, Any]:
        """What was understood; nonsense is passed over."""
        self.is_valid()
        words = self.cleaned_data.get("q") or ""
        kind = self.cleaned_data.get("kind") or ""
        number = self.cleaned_data.get("page") or 1
        return {"words": words if is_storable(words) else "", "kind": kind, "page": number if kind else 1}


@dataclass(frozen=True)
class Hit:
    """One record that holds the words."""

    title: str
    href: str
    day: Any
    text: SafeString


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    key: str
    label: str | Promise
    hits: list[Hit]
    has_more: bool


@require_safe
def search_list(request: Request, slug: str) -> HttpResponse:
    """A few of each kind, or one kind page by page."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    form = SearchForm(request.GET, auto_id="search_%s")
    asked = form.asked
    kinds = [kind for kind in KINDS if asked["kind"] in ("", kind.key)]
    size = PER_PAGE if asked["kind"] else FEW
    first = (asked["page"] - 1) * size
    found = search(request.seat, asked["words"], kinds, first=first, last=first + size + 1)
    groups = [_group(kind, found[kind.key], size, asked["words"], slug) for kind in kinds if found.get(kind.key)]
    context = {
        "collaboration": collaboration,
        "form": form,
        "words": asked["words"],
        "kind": asked["kind"],
        "groups": groups,
        "number": asked["page"],
        "has_next": asked["kind"] and asked["page"] < LAST_PAGE and any(one.has_more for one in groups),
    }
    return page(request, "collab/search_list.html", context, partial="rows")


def _group(kind: Kind, rows: list[Any], size: int, words: str, slug: str) -> Group:
    hits = [_hit(kind, row, words, slug) for row in rows[:size]]
    return Group(kind.key, LABELS[kind.key], hits, has_more=len(rows) > size)


def _hit(kind: Kind, row: Any, words: str, slug: str) -> Hit:
    href = f"/c/{slug}/{kind.key}/{row.pk}/"
    return Hit(str(row), href, getattr(row, DAYS.get(kind.key, ""), None), snippet(row, kind, words))
