"""The pages of the import: a coordinator brings a file, sees what would change, writes it and takes it back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from collab.models import Collaboration, Organization, Seat
from metrics.exchange.working import work_on
from metrics.models import Import, ImportPreset
from tests import factories


def at(batch: Import, name: str = "detail") -> str:
    return reverse(f"metrics:import_{name}", args=[batch.collaboration.slug, batch.pk])


@pytest.fixture
def client(coordinator: Seat, sign_in: Any) -> Client:
    return sign_in(coordinator)


def upload(client: Client, collaboration: Collaboration, text: str, kind: str = "organizations") -> Any:
    sent = SimpleUploadedFile("list.csv", text.encode())
    return client.post(reverse("metrics:import_list", args=[collaboration.slug]), {"kind": kind, "file": sent})


def opened(client: Client, collaboration: Collaboration, text: str, kind: str = "organizations") -> Import:
    """A file that was sent, and opened by a worker."""
    upload(client, collaboration, text, kind)
    batch = Import.objects.get()
    work_on(batch)
    return batch


def columns(**places: Any) -> dict[str, str]:
    said = {"day_first": "1", "comma": "0", "preset": ""} | {name: str(place) for name, place in places.items()}
    return {f"column-{name}": value for name, value in said.items()}


def test_a_file_goes_from_upload_to_undoing(client: Client, collaboration: Collaboration):
    factories.organization(collaboration=collaboration, name="Mill", place="Lima")
    answer = upload(client, collaboration, "What,Where\nMill,Puno\nUnion,Cusco\n,Nowhere\n")
    batch = Import.objects.get()
    assert (answer.status_code, answer.url) == (302, at(batch))
    assert "The file is being opened" in client.get(at(batch)).content.decode()
    assert client.get(at(batch, "edit")).url == at(batch)  # nothing can be asked about it yet
    work_on(batch)
    assert client.get(at(batch)).url == at(batch, "edit")
    page = client.get(at(batch, "edit")).content.decode()
    assert "A: What" in page
    assert "Union" not in page  # no column is chosen yet, so no value stands beside one
    assert client.post(at(batch, "edit"), columns(place=1)).status_code == 422
    assert client.post(at(batch, "edit"), columns(name=0, place=1, preset="Yearly")).url == at(batch)
    assert "The file is being read" in client.get(at(batch)).content.decode()
    work_on(batch)
    page = client.get(at(batch)).content.decode()
    assert "2 records would be written" in page
    assert "“Name” is empty; it is needed." in page
    changed = client.get(at(batch) + "?show=changed").content.decode()
    assert "<bdi>Lima</bdi></del> → <ins><bdi>Puno</bdi>" in changed
    assert b"4,\xe2\x80\x9cName\xe2\x80\x9d is empty; it is needed." in client.get(at(batch, "refused")).content
    client.post(at(batch, "write"))
    work_on(batch)
    assert "Imported: 1 new, 1 changed" in client.get(at(batch)).content.decode()
    assert Organization.objects.get(name="Mill").place == "Puno"
    client.post(at(batch, "undo"))
    work_on(batch)
    assert "The import was taken back" in client.get(at(batch)).content.decode()
    assert Organization.objects.get(name="Mill").place == "Lima"
    assert ImportPreset.objects.get().columns == {"name": "what", "place": "where"}


def test_a_preset_names_the_columns_of_the_next_file(client: Client, collaboration: Collaboration):
    preset = ImportPreset.objects.create(
        collaboration=collaboration, kind="organizations", name="Ours", columns={"name": "what", "place": "where"}
    )
    batch = opened(client, collaboration, "Where,Else,What\nLima,x,Mill\n")
    client.post(at(batch, "preset"), {"preset": preset.pk})
    batch.refresh_from_db()
    assert batch.columns == {"name": 2, "place": 0}


def test_a_bad_file_is_refused_on_the_page_and_nothing_is_kept(client: Client, collaboration: Collaboration):
    answer = upload(client, collaboration, "<html>")
    assert answer.status_code == 422
    assert "This is a web page or an XML file, not a table." in answer.content.decode()
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("organizations", "Name\nMi\0ll\n", "The file holds NUL characters; it is not a CSV file."),
        ("organizations", "PK and no more", "This file is damaged or locked by a password."),
        ("network", "<html><p>Mill</p></html>", "This XML file holds no network: send GEXF or GraphML."),
        ("network", "Name,Place\nMill,Lima\n", "This table is no network."),
    ],
)
def test_a_file_that_only_a_worker_sees_to_be_bad_tells_why_and_is_not_kept(
    client: Client, collaboration: Collaboration, kind: str, text: str, reason: str
):
    batch = opened(client, collaboration, text, kind)
    assert (batch.state, bytes(batch.content), batch.found) == ("refused", b"", {})
    page = client.get(at(batch)).content.decode()
    assert "The file cannot be taken" in page
    assert reason in page
    assert client.get(at(batch, "edit")).url == at(batch)
    client.post(at(batch, "delete"))
    assert not Import.objects.exists()


def test_no_request_opens_a_file(client: Client, collaboration: Collaboration):
    batch = opened(client, collaboration, "What,Where\nMill,Puno\n")
    Import.objects.update(content=b"PK\x00 no workbook")  # who opens this is told so
    assert "A: What" in client.get(at(batch, "edit")).content.decode()
    assert client.post(at(batch, "edit"), columns(name=0)).url == at(batch)
    work_on(batch)
    assert (batch.state, batch.trouble.partition(".")[0]) == ("columns", "This file is damaged or locked by a password")


def test_the_page_that_waits_moves_on_by_itself(client: Client, collaboration: Collaboration):
    upload(client, collaboration, "What,Where\nMill,Puno\n")
    batch = Import.objects.get()
    asked = {"HX-Request": "true", "HX-Target": "now"}
    part = client.get(at(batch), headers=asked).content.decode()
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part
    work_on(batch)
    answer = client.get(at(batch), headers=asked)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, at(batch, "edit"))


def test_nothing_is_written_while_a_row_waits_for_a_decision(client: Client, collaboration: Collaboration):
    known = factories.organization(collaboration=collaboration, name="Ministry of Health")
    batch = opened(client, collaboration, "Name,Place\nHealth Ministry,Lima\n")
    client.post(at(batch, "edit"), columns(name=0, place=1))
    work_on(batch)
    assert "It is “Ministry of Health”; change that one" in client.get(at(batch)).content.decode()
    client.post(at(batch, "write"))
    batch.refresh_from_db()
    assert batch.state == "preview"
    client.post(at(batch, "decide"))
    assert "Choose for each row. What you chose so far is kept." in client.get(at(batch)).content.decode()
    client.post(at(batch, "decide"), {"row-2": str(known.pk)})
    batch.refresh_from_db()
    assert batch.counts == {"changed": 1}


def test_a_file_can_be_forgotten(client: Client, collaboration: Collaboration):
    batch = opened(client, collaboration, "Name\nMill\n")
    client.post(at(batch, "delete"))
    assert not Import.objects.exists()


@pytest.mark.parametrize("count", [1, 25])
def test_a_preview_asks_as_often_for_one_row_as_for_many(
    client: Client, collaboration: Collaboration, django_assert_num_queries: Any, count: int
):
    for n in range(count):
        factories.organization(collaboration=collaboration, name=f"Body {n:03}", place="Lima")
    batch = opened(client, collaboration, "Name,Place\n" + "".join(f"Body {n:03},Puno\n" for n in range(count)))
    client.post(at(batch, "edit"), columns(name=0, place=1))
    work_on(batch)
    client.get(at(batch))
    with django_assert_num_queries(6):
        client.get(at(batch))
