"""Organisations: kept once per name, seen by those who see evidence, never overwritten unseen."""

import pytest
from django.urls import reverse

from collab.forms.directory import OrganizationForm
from collab.models import Organization
from tests import factories
from tests.collab.hostile import CHOICES, TEXTS


def url(collaboration, what, *args):
    """The address of a page about organisations."""
    return reverse(f"collab:organization_{what}", args=[collaboration.slug, *args])


def typed(**changes):
    """What a browser sends for an organisation."""
    base = {
        "name": "Unión Estero",
        "sector": "community",
        "is_local": "on",
        "place": "Guaymas",
        "website": "",
        "parent": "",
    }
    return {name: value for name, value in (base | changes).items() if value is not None}


def test_create_writes_what_was_typed(team, collaboration, viva):
    answer = team.post(url(collaboration, "create"), typed(short_label="UE", parent=viva.pk, website="estero.example"))
    made = Organization.objects.get(name="Unión Estero")
    assert (answer.status_code, answer.url) == (302, url(collaboration, "detail", made.pk))
    assert (made.sector, made.is_local, made.parent, made.place, made.short_label, made.website, made.version) == (
        "community", True, viva, "Guaymas", "UE", "https://estero.example", 1,
    )  # fmt: skip
    assert made.collaboration == collaboration


def test_name_is_taken_once_whatever_its_case(team, collaboration, viva):
    answer = team.post(url(collaboration, "create"), typed(name="MAREA viva"))
    assert answer.status_code == 422
    assert "An organisation of this name is listed already." in answer.content.decode()
    assert 'value="Guaymas"' in answer.content.decode()
    factories.organization(name="Elsewhere only")
    assert team.post(url(collaboration, "create"), typed(name="Elsewhere only")).status_code == 302


def test_same_form_sent_twice_makes_one(team, collaboration):
    assert [team.post(url(collaboration, "create"), typed()).status_code for _ in range(2)] == [302, 422]
    assert Organization.objects.filter(name="Unión Estero").count() == 1


def test_nothing_is_part_of_itself_in_a_circle(team, collaboration, viva):
    part = factories.organization(collaboration=collaboration, parent=viva)
    deep = factories.organization(collaboration=collaboration, parent=part)
    for parent in (viva, part, deep, factories.organization()):
        answer = team.post(url(collaboration, "edit", viva.pk), typed(name=viva.name, parent=parent.pk, version=1))
        assert answer.status_code == 422
    viva.refresh_from_db()
    assert (viva.parent, viva.version) == (None, 1)


def test_edit_keeps_the_text_of_the_loser_and_shows_the_other(team, collaboration, viva):
    first = team.post(url(collaboration, "edit", viva.pk), typed(name="Marea Viva", place="Hermosillo", version=1))
    late = team.post(url(collaboration, "edit", viva.pk), typed(name="Marea Viva", place="La Paz", version=1))
    page = late.content.decode()
    assert (first.status_code, late.status_code) == (302, 422)
    assert 'value="La Paz"' in page
    assert "Hermosillo" in page
    assert 'name="version" value="2"' in page
    viva.refresh_from_db()
    assert viva.place == "Hermosillo"
    assert team.post(url(collaboration, "edit", viva.pk), typed(place="La Paz", version=2)).status_code == 302
    viva.refresh_from_db()
    assert (viva.place, viva.name, viva.version) == ("La Paz", "Unión Estero", 3)


@pytest.mark.parametrize("version", [None, "", "0", "-1", "x", "1.5", "9" * 30])
def test_edit_without_a_version_changes_nothing(team, collaboration, viva, version):
    answer = team.post(url(collaboration, "edit", viva.pk), typed(name="Other", version=version))
    assert answer.status_code == 422
    assert 'value="Other"' in answer.content.decode()
    assert Organization.objects.get(pk=viva.pk).name == "Marea Viva"


@pytest.mark.parametrize("field", ["name", "short_label", "place", "website"])
def test_text_is_stored_or_refused_and_kept(team, collaboration, field):
    for number, text in enumerate(TEXTS):
        before = Organization.objects.count()
        answer = team.post(url(collaboration, "create"), typed(**({"name": f"Name {number}"} | {field: text})))
        assert answer.status_code in (302, 422)
        if answer.status_code == 422:
            assert Organization.objects.count() == before
            assert ('value="Guaymas"' in answer.content.decode()) or field == "place"
        else:
            answer = team.get(answer.url)
            assert answer.status_code == 200
        assert text not in answer.content.decode() or "<" not in text


@pytest.mark.parametrize("name", ["", "\u200b", "\u202e", "\u2066 \u2069", None])
def test_name_has_to_be_seen(team, collaboration, name):
    assert team.post(url(collaboration, "create"), typed(name=name)).status_code == 422


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "java\tscript:x", "x y", "//"])
def test_website_is_an_address_of_the_web(team, collaboration, website):
    assert team.post(url(collaboration, "create"), typed(website=website)).status_code == 422


@pytest.mark.parametrize("field", ["sector", "parent"])
def test_choice_that_was_not_offered_is_refused(team, collaboration, field):
    for value in CHOICES:
        assert team.post(url(collaboration, "create"), typed(**{field: value})).status_code == 422, value


def test_extra_fields_change_nothing(team, collaboration, viva):
    other = factories.collaboration()
    extra = {"collaboration": other.pk, "id": "5", "created_at": "2001-01-01", "role": "coordinator", "pk": "7"}
    assert team.post(url(collaboration, "edit", viva.pk), typed(version=1, **extra)).status_code == 302
    changed = Organization.objects.get(pk=viva.pk)
    assert (changed.collaboration, changed.created_at) == (collaboration, viva.created_at or changed.created_at)


def test_half_a_surrogate_pair_is_an_error(collaboration):
    form = OrganizationForm({"name": "a\ud800b", "sector": "other"}, collaboration=collaboration)
    assert not form.store()
    assert form.errors["name"] == ["This text holds signs that cannot be stored."]
