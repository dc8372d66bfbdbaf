"""Tags and fields of one's own: defined by a coordinator, written in with a partner, shown, found by."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from partners.models import Partner, PartnerField
from tests import factories
from tests.partners.conftest import Desk


@pytest.fixture
def members(chair: Desk) -> PartnerField:
    """A number that the coordinator asks for."""
    assert chair.send("partners:field_create", name="Members", kind="number", choices="").status_code == 302
    return PartnerField.objects.get()


def test_what_is_written_in_stands_on_the_page(chair: Desk, members: PartnerField, partner: Partner) -> None:
    chair.send("partners:field_create", name="Legal form", kind="choice", choices="Cooperative\nAssociation\n")
    chair.send("partners:field_create", name="Speaks Spanish", kind="yes or no", choices="")
    chair.send("partners:field_create", name="Founded", kind="day", choices="")
    form, spanish, founded = (PartnerField.objects.get(name=n) for n in ("Legal form", "Speaks Spanish", "Founded"))
    typed = {
        "version": "1", f"own-{members.pk}": "1240.5", f"own-{form.pk}": "Cooperative", f"own-{spanish.pk}": "no",
        f"own-{founded.pk}": "1987-05-02", "tags": "River, sea,  river ,",
    }  # fmt: skip
    answer = chair.send("partners:partner_edit", partner.pk, **typed)
    assert answer.status_code == 302, answer.context["form"].errors
    partner.refresh_from_db()
    assert partner.tags == ["river", "sea"]
    assert partner.details == {
        str(members.pk): str(Decimal("1240.5")), str(form.pk): "Cooperative", str(spanish.pk): "no",
        str(founded.pk): "1987-05-02",
    }  # fmt: skip
    text = " ".join(chair.page("partners:partner_detail", partner.pk).split())
    for name, value in (("Members", "1,240.5"), ("Legal form", "<bdi>Cooperative</bdi>"), ("Speaks Spanish", "No")):
        assert value in text.partition(f"<bdi>{name}</bdi>")[2].partition("</dd>")[0]
    assert "1987" in text
    edited = chair.page("partners:partner_edit", partner.pk)
    assert f'name="own-{members.pk}" value="1240.5"' in edited
    assert 'value="river, sea"' in edited


@pytest.mark.parametrize(("kind", "value"), [("number", "many"), ("day", "soon"), ("yes or no", "perhaps")])
def test_what_does_not_fit_its_field_is_refused_and_kept(chair: Desk, partner: Partner, kind: str, value: str) -> None:
    one = PartnerField.objects.create(collaboration=chair.collaboration, name="Own", kind=kind)
    answer = chair.send("partners:partner_edit", partner.pk, version="1", activities="Kept", **{f"own-{one.pk}": value})
    assert answer.status_code == 422
    assert "Kept" in answer.content.decode()
    partner.refresh_from_db()
    assert partner.details == {}


def test_out_of_use_a_field_is_hidden_and_its_values_are_kept(
    chair: Desk, members: PartnerField, partner: Partner
) -> None:
    chair.send("partners:partner_edit", partner.pk, version="1", **{f"own-{members.pk}": "12"})
    chair.send("partners:field_edit", members.pk, version="1", name="Members")  # "in use" is not ticked
    assert "Members" not in chair.page("partners:partner_detail", partner.pk)
    chair.send("partners:partner_edit", partner.pk, version="2", activities="Fishing")
    chair.send("partners:field_edit", members.pk, version="2", name="Members", is_used="on")
    partner.refresh_from_db()
    assert (partner.activities, partner.details) == ("Fishing", {str(members.pk): "12"})
    assert "Members" in chair.page("partners:partner_detail", partner.pk)


def test_the_list_is_narrowed_by_tag(chair: Desk, partner: Partner) -> None:
    other = factories.partner(factories.organization(collaboration=chair.collaboration, name="Canary Union"))
    Partner.objects.filter(pk=partner.pk).update(tags=["river", "sea"])
    assert '<option value="river">' in chair.page("partners:partner_list")
    rows = chair.page("partners:partner_list", tag="river").partition('id="rows"')[2]
    assert ("Marea Viva" in rows, str(other) in rows) == (True, False)
    assert str(other) in chair.page("partners:partner_list", tag="nowhere"), "what makes no sense is passed over"


def test_a_partner_finds_no_tag_of_others(member: Desk, partner: Partner) -> None:
    factories.partner(factories.organization(collaboration=member.collaboration), tags=["canary"])
    assert "canary" not in member.page("partners:partner_list")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": "", "kind": "text"}, "This field is required"),
        ({"name": "MEMBERS", "kind": "text"}, "is there already"),
        ({"name": "Form", "kind": "choice", "choices": "One only"}, "two choices at least"),
        ({"name": "Form", "kind": "colour"}, "Select a valid choice"),
    ],
)
def test_a_field_that_cannot_be_is_refused(
    chair: Desk, members: PartnerField, typed: dict[str, str], says: str
) -> None:
    answer = chair.send("partners:field_create", **{"choices": ""} | typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_facilitator_defines_no_field_and_writes_in_what_is_asked(desk: Desk, partner: Partner) -> None:
    one = PartnerField.objects.create(collaboration=desk.collaboration, name="Boats", kind="number")
    assert desk.client.get(desk.url("partners:field_list")).status_code == 403
    assert desk.send("partners:partner_edit", partner.pk, version="1", **{f"own-{one.pk}": "3"}).status_code == 302


def test_the_database_holds_a_dozen_tags_and_two_choices(partner: Partner) -> None:
    with pytest.raises(IntegrityError, match="a_dozen_tags"), transaction.atomic():
        Partner.objects.filter(pk=partner.pk).update(tags=[str(n) for n in range(13)])
    values = {"collaboration": partner.collaboration, "kind": "choice", "choices": ["one"]}
    with pytest.raises(IntegrityError, match="offers_two_choices"), transaction.atomic():
        PartnerField.objects.create(name="Form", **values)
    with pytest.raises(IntegrityError, match="has_a_name"), transaction.atomic():
        PartnerField.objects.create(collaboration=partner.collaboration, name="")
    PartnerField.objects.create(collaboration=partner.collaboration, name="Form")
    with pytest.raises(IntegrityError, match="one_partner_field_per_name"), transaction.atomic():
        PartnerField.objects.create(collaboration=partner.collaboration, name="form")
