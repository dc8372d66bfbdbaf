"""Every form and every filter of the product, found from the URL resolver, is sent what no form expects."""

from html import escape

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from collab.forms.editing import is_storable
from tests.collab.forms_on_page import PageForm, forms_on
from tests.collab.hostile import CHOICES, DAYS, QUERIES, TEXTS
from tests.collab.rights_table import TABLE
from tests.collab.world import World, address_of

FORMS = [
    *sorted(name for name, row in TABLE.items() if row.kind == "collaboration" and row.get and row.post),
    "collab:collaboration_create", "collab:coordinator_create", "collab:profile_edit",
]  # fmt: skip
PAGES = [*sorted(name for name, row in TABLE.items() if row.kind == "collaboration" and row.get), "metrics:portfolio"]
NOT_EVIDENCE = {"auditevent", "session", "context", "stale"}
ALL = [*TEXTS, *DAYS]
WORST = ["", "a\x00b", "<script>top.__x=1</script>", "a" * 9999, "NaN", "2147483648", "2023-02-29"]
SHORT = 300  # longer texts are refused before a form reads them, or cut by the page

pytestmark = pytest.mark.slow


def _who(world: World, name: str) -> Client:
    """Whoever may use the address, the coordinator first."""
    row = TABLE[name]
    if row.kind == "administrator":
        return world.clients["administrator"]
    may = row.post or row.get or set()
    return world.clients["coordinator" if row.kind != "collaboration" or "coordinator" in may else min(may)]


def _main_form(client: Client, url: str) -> PageForm:
    """The form of the page that goes to its own address; an empty one where the page offers none just now."""
    html = client.get(url).content.decode()
    own = [one for one in forms_on(html) if one.method == "post" and one.action in ("", url)]
    return max(own, key=lambda one: len(one.values), default=PageForm("post", url))


def _rows() -> dict[str, int]:
    """How many rows each table of records holds."""
    models = [one for one in apps.get_models() if one._meta.app_label in ("collab", "partners", "government")]
    return {one._meta.label: one._default_manager.count() for one in models if one._meta.model_name not in NOT_EVIDENCE}


def _send(client: Client, url: str, values: dict[str, str]) -> tuple[int, str, bool]:
    """Status, body, and whether anything was written; whatever it wrote is taken back."""
    with transaction.atomic():
        before = _rows()
        answer = client.post(url, values)
        written = _rows() != before
        transaction.set_rollback(True)
    return answer.status_code, answer.content.decode(), written


@pytest.mark.parametrize(
    "bad_ones", [pytest.param(WORST, id="worst"), pytest.param(ALL, id="all", marks=pytest.mark.long)]
)
@pytest.mark.parametrize("name", FORMS)
def test_form_stores_or_refuses_with_a_message_and_keeps_what_was_typed(world: World, name: str, bad_ones: list[str]):
    client, url = _who(world, name), address_of(name, world.ids["own"])
    form = _main_form(client, url)
    wrong = []
    for bad in bad_ones:
        status, body, written = _send(client, url, form.values | dict.fromkeys(form.typed, bad))
        if status not in (200, 302, 400, 413, 422):
            wrong.append(f"{bad[:30]!r}: {status}")
        elif status == 422 and written:
            wrong.append(f"{bad[:30]!r}: refused, yet written")
        elif status == 422 and form.typed and len(bad) < SHORT and bad.strip() and is_storable(bad):
            kept = escape(bad.strip()).replace("\r\n", "\n")
            if kept not in body.replace("\r\n", "\n") and bad.strip() not in body:
                wrong.append(f"{bad[:30]!r}: not kept")
    assert wrong == []


@pytest.mark.parametrize("name", FORMS)
def test_form_refuses_choices_it_did_not_offer(world: World, name: str):
    client, url = _who(world, name), address_of(name, world.ids["own"])
    form = _main_form(client, url)
    foreign = [str(world.ids["foreign"][noun]) for noun in ("organization", "person", "meeting")]
    wrong = []
    for field in (*form.chosen, *form.hidden):
        for bad in (*CHOICES[:6:2], *foreign):
            status, _body, written = _send(client, url, form.values | {field: bad})
            if status not in (200, 302, 400, 403, 422) or (status == 422 and written):
                wrong.append(f"{field}={bad[:30]!r}: {status}{' written' if written else ''}")
    assert wrong == []


@pytest.mark.parametrize(
    "queries", [pytest.param(QUERIES[::6], id="some"), pytest.param(QUERIES, id="all", marks=pytest.mark.long)]
)
@pytest.mark.parametrize("name", PAGES)
def test_filters_never_break_a_page(world: World, name: str, queries: list[str]):
    client, url = _who(world, name), address_of(name, world.ids["own"])
    wrong = []
    for query in queries:
        status = client.get(url + query, headers={"HX-Request": "true"} if len(query) % 2 else {}).status_code
        if status not in (200, 204, 302, 400, 404, 422):
            wrong.append(f"{query[:40]}: {status}")
    assert wrong == []
