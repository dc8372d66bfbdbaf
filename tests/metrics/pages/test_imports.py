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


def columns(**places: Any) -> dict[str, str]:
    said = {"day_first": "1", "comma": "0", "preset": ""} | {name: str(place) for name, place in places.items()}
    return {f"column-{name}": value for name, value in said.items()}


def test_a_file_goes_from_upload_to_undoing(client: Client, collaboration: Collaboration):
    factories.organization(collaboration=collaboration, name="Mill", place="Lima")
    answer = upload(client, collaboration, "What,Where\nMill,Puno\nUnion,Cusco\n,Nowhere\n")
    batch = Import.objects.get()
    assert (answer.status_code, answer.url) == (302, at(batch, "edit"))
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
    upload(client, collaboration, "Where,Else,What\nLima,x,Mill\n")
    batch = Import.objects.get()
    client.post(at(batch, "preset"), {"preset": preset.pk})
    batch.refresh_from_db()
    assert batch.columns == {"name": 2, "place": 0}


def test_a_bad_file_is_refused_on_the_page_and_nothing_is_kept(client: Client, collaboration: Collaboration):
    answer = upload(client, collaboration, "<html>")
    assert answer.status_code == 422
    assert "This is a web page or an XML file, not a table." in answer.content.decode()
    assert not Import.objects.exists()


def test_nothing_is_written_while_a_row_waits_for_a_decision(client: Client, collaboration: Collaboration):
    known = factories.organization(collaboration=collaboration, name="Ministry of Health")
    upload(client, collaboration, "Name,Place\nHealth Ministry,Lima\n")
    batch = Import.objects.get()
    client.post(at(batch, "edit"), columns(name=0, place=1))
    work_on(batch)
    assert "It is “Ministry of Health”; change that one" in client.get(at(batch)).content.decode()
    client.post(at(batch, "write"))
    batch.refresh_from_db()
    assert batch.state == "preview"
    client.post(at(batch, "decide"), {"row-2": str(known.pk)})
    batch.refresh_from_db()
    assert batch.counts == {"changed": 1}


def test_a_file_can_be_forgotten(client: Client, collaboration: Collaboration):
    upload(client, collaboration, "Name\nMill\n")
    client.post(at(Import.objects.get(), "delete"))
    assert not Import.objects.exists()


@pytest.mark.parametrize("count", [1, 25])
def test_a_preview_asks_as_often_for_one_row_as_for_many(
    client: Client, collaboration: Collaboration, django_assert_num_queries: Any, count: int
):
    for n in range(count):
        factories.organization(collaboration=collaboration, name=f"Body {n:03}", place="Lima")
    upload(client, collaboration, "Name,Place\n" + "".join(f"Body {n:03},Puno\n" for n in range(count)))
    batch = Import.objects.get()
    client.post(at(batch, "edit"), columns(name=0, place=1))
    work_on(batch)
    client.get(at(batch))
    with django_assert_num_queries(6):
        client.get(at(batch))
