"""People: who acts for whom from when to when; contact data only for those who may see it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from collab.forms.directory import NewPersonForm, PersonForm
from collab.models import Affiliation, Person
from tests import factories
from tests.collab.hostile import CHOICES, DAYS, TEXTS


def url(collaboration, what, *args):
    """The address of a page about people."""
    name = what if what.startswith("affiliation") else f"person_{what}"
    return reverse(f"collab:{name}", args=[collaboration.slug, *args])


def typed(**changes):
    """What a browser sends for a person."""
    base = {"name": "Chuy Valdez", "job_title": "Captain", "email": "chuy@estero.example", "phone": "+52 1"}
    return {name: value for name, value in (base | changes).items() if value is not None}


def test_create_writes_person_and_affiliation(team, collaboration, viva):
    data = typed(organization=viva.pk, from_on="2025-02-01", language="es", informed_on="2025-03-01")
    answer = team.post(url(collaboration, "create"), data)
    chuy = Person.objects.get()
    assert (answer.status_code, answer.url) == (302, url(collaboration, "detail", chuy.pk))
    assert (chuy.name, chuy.job_title, chuy.email, chuy.phone, chuy.language, chuy.informed_on, chuy.collaboration) == (
        "Chuy Valdez", "Captain", "chuy@estero.example", "+52 1", "es", date(2025, 3, 1), collaboration,
    )  # fmt: skip
    assert list(chuy.affiliations.values_list("organization", "from_on", "to_on")) == [
        (viva.pk, date(2025, 2, 1), None)
    ]


def test_nobody_is_entered_twice_unless_it_is_another(team, collaboration, lidia):
    answer = team.post(url(collaboration, "create"), typed(name="LIDIA armenta"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody of this name is listed already" in page
    assert url(collaboration, "detail", lidia.pk) in page
    assert 'name="is_namesake"' in page
    assert Person.objects.count() == 1
    assert team.post(url(collaboration, "create"), typed(name="LIDIA armenta", is_namesake="on")).status_code == 302
    assert Person.objects.count() == 2


def test_edit_and_conflict(team, collaboration, lidia):
    edit = url(collaboration, "edit", lidia.pk)
    assert team.post(edit, typed(name="Lidia Armenta", job_title="President", version=1)).status_code == 302
    late = team.post(edit, typed(name="Lidia Armenta", job_title="Chair", version=1))
    page = late.content.decode()
    assert (late.status_code, 'value="Chair"' in page, "President" in page) == (422, True, True)
    lidia.refresh_from_db()
    assert (lidia.job_title, lidia.version) == ("President", 2)


def test_affiliation_begins_and_ends(team, collaboration, lidia, viva):
    other = factories.organization(collaboration=collaboration, name="Fisheries desk")
    add = url(collaboration, "affiliation_create", lidia.pk)
    assert team.post(add, {"organization": other.pk, "from_on": "2025-05-01"}).status_code == 302
    old = lidia.affiliations.get(organization=viva)
    end = url(collaboration, "affiliation_end", lidia.pk, old.pk)
    answer = team.post(end, {"to_on": "2025-04-30"})
    assert (answer.status_code, answer.url) == (302, url(collaboration, "detail", lidia.pk))
    old.refresh_from_db()
    assert old.to_on == date(2025, 4, 30)
    page = team.get(url(collaboration, "detail", lidia.pk)).content.decode()
    assert "until 30 Apr 2025" in page
    assert "since 1 May 2025" in page
    assert "former" in page
    assert lidia.organization_on(date(2025, 6, 1)) == other


def test_affiliation_rules_are_explained_and_input_kept(team, collaboration, lidia, viva):
    add = url(collaboration, "affiliation_create", lidia.pk)
    other = factories.organization(collaboration=collaboration)
    for data, words in (
        ({"organization": viva.pk, "from_on": "2025-05-01"}, "This person acts for this organisation already."),
        ({"organization": other.pk, "from_on": "2025-05-02", "to_on": "2025-05-01"}, "cannot end before it begins"),
        ({"organization": factories.organization().pk, "from_on": "2025-05-02"}, "not one of the available choices"),
        ({"from_on": "2025-05-02"}, "This field is required"),
    ):
        answer = team.post(add, data)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
        assert f'value="{data["from_on"]}"' in answer.content.decode()
    assert Affiliation.objects.filter(person=lidia).count() == 1
    past = {"organization": other.pk, "from_on": "2024-05-01", "to_on": "2024-06-01"}
    assert [team.post(add, past).status_code for _ in range(2)] == [302, 422]
    assert lidia.affiliations.count() == 2


def test_end_before_the_beginning_is_explained(team, collaboration, lidia, viva):
    lidia.affiliations.update(from_on=date(2025, 3, 1))
    row = lidia.affiliations.get()
    end = url(collaboration, "affiliation_end", lidia.pk, row.pk)
    answer = team.post(end, {"to_on": "2025-02-28"})
    assert answer.status_code == 422
    assert "An affiliation cannot end before it begins." in answer.content.decode()
    assert 'value="2025-02-28"' in answer.content.decode()
    assert team.post(end, {}).status_code == 422
    assert Affiliation.objects.get(pk=row.pk).to_on is None


def test_affiliation_of_somebody_else_does_not_exist(team, collaboration, lidia, viva):
    other = factories.person(organization=viva)
    row = other.affiliations.get()
    assert (
        team.post(url(collaboration, "affiliation_end", lidia.pk, row.pk), {"to_on": "2025-05-01"}).status_code == 404
    )
    foreign = factories.person(organization=factories.organization())
    theirs = foreign.affiliations.get()
    end = url(collaboration, "affiliation_end", foreign.pk, theirs.pk)
    add = url(collaboration, "affiliation_create", foreign.pk)
    for path in (end, add):
        assert team.post(path, {"to_on": "2025-05-01"}).status_code == 404
        assert team.get(path).status_code == 405
    assert Affiliation.objects.exclude(to_on=None).count() == 0


@pytest.mark.parametrize(("role", "sees"), [("coordinator", True), ("facilitator", True), ("funder", False)])
def test_contact_data_is_for_the_team(collaboration, lidia, sign_in, role, sees):
    client = sign_in(factories.seat(collaboration=collaboration, role=role))
    page = client.get(url(collaboration, "detail", lidia.pk)).content.decode()
    assert ("lidia@viva.example" in page, "+52 622 123" in page) == (sees, sees)
    for query in ("?q=lidia@viva.example", "?q=622"):
        assert list(client.get(url(collaboration, "list") + query).context["people"]) == []
    assert "lidia@viva.example" not in client.get(url(collaboration, "list")).content.decode()


def test_partner_sees_own_people_without_contact_data(collaboration, lidia, viva, sign_in):
    hidden = factories.person(organization=factories.organization(collaboration=collaboration), name="Hidden Person")
    client = sign_in(factories.seat(collaboration=collaboration, role="partner", organization=viva))
    assert [one.name for one in client.get(url(collaboration, "list")).context["people"]] == ["Lidia Armenta"]
    assert client.get(url(collaboration, "detail", hidden.pk)).status_code == 404
    assert "lidia@viva.example" not in client.get(url(collaboration, "detail", lidia.pk)).content.decode()


def test_liaison_sees_contact_data_while_somebody_acts_for_the_own_office(collaboration, lidia, viva, sign_in):
    client = sign_in(factories.seat(collaboration=collaboration, role="liaison", organization=viva))
    assert "lidia@viva.example" in client.get(url(collaboration, "detail", lidia.pk)).content.decode()
    lidia.affiliations.update(to_on=collaboration.today() - timedelta(days=1))
    page = client.get(url(collaboration, "detail", lidia.pk)).content.decode()
    assert "Lidia Armenta" in page
    assert "lidia@viva.example" not in page


def test_form_without_the_right_neither_shows_nor_writes_contact_data(collaboration, lidia):
    data = typed(name="Lidia Armenta", email="evil@x.example", phone="0", version=1)
    form = PersonForm(data, instance=lidia, collaboration=collaboration, shows_contacts=False)
    assert "viva.example" not in str(form)
    assert form.store()
    lidia.refresh_from_db()
    assert (lidia.job_title, lidia.email, lidia.phone) == ("Captain", "lidia@viva.example", "+52 622 123")
    data["job_title"] = "Skipper"
    conflict = PersonForm(data, instance=lidia, collaboration=collaboration, shows_contacts=False)
    assert not conflict.store()
    assert "viva.example" not in str(conflict.conflict)


@pytest.mark.parametrize("field", ["name", "job_title", "email", "phone", "language"])
def test_text_is_stored_or_refused_and_kept(team, collaboration, field):
    for number, text in enumerate(TEXTS):
        before = Person.objects.count()
        data = typed(**({"name": f"Name {number}", "is_namesake": "on"} | {field: text}))
        answer = team.post(url(collaboration, "create"), data)
        assert answer.status_code in (302, 422)
        if answer.status_code == 422:
            assert Person.objects.count() == before
            assert ("Captain" in answer.content.decode()) or field == "job_title"
        else:
            answer = team.get(answer.url)
            assert answer.status_code == 200
        assert text not in answer.content.decode() or "<" not in text


def test_half_a_surrogate_pair_is_an_error(collaboration):
    form = NewPersonForm({"name": "a\ud800b"}, collaboration=collaboration, shows_contacts=True)
    assert not form.store()
    assert "name" in form.errors


@pytest.mark.parametrize("field", ["informed_on", "from_on"])
def test_day_that_is_none_is_refused_and_kept(team, collaboration, viva, field):
    for value in DAYS:
        answer = team.post(url(collaboration, "create"), typed(organization=viva.pk, **{field: value}))
        assert (answer.status_code, f'value="{value}"' in answer.content.decode()) == (422, True), value
    assert Person.objects.count() == 0


def test_nobody_was_informed_tomorrow(team, collaboration):
    tomorrow = collaboration.today() + timedelta(days=1)
    assert team.post(url(collaboration, "create"), typed(informed_on=tomorrow)).status_code == 422
    assert team.post(url(collaboration, "create"), typed(informed_on=collaboration.today())).status_code == 302


def test_organization_has_to_be_one_of_the_collaboration(team, collaboration):
    for value in (*CHOICES, factories.organization().pk):
        assert team.post(url(collaboration, "create"), typed(organization=value)).status_code == 422, value
    assert team.post(url(collaboration, "create"), typed(from_on="2025-01-01")).status_code == 422
    assert Person.objects.count() == 0


def test_create_starts_from_an_organization_and_ignores_nonsense(team, collaboration, viva):
    new = url(collaboration, "create")
    assert f'value="{viva.pk}" selected' in team.get(f"{new}?organization={viva.pk}").content.decode()
    for value in (*CHOICES, "%00"):
        assert team.get(f"{new}?organization={value}").status_code == 200
