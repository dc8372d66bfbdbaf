"""What a team of the demo made its own: tags, two fields, and a draft of its own health check."""

from collab.models import Collaboration
from partners.models import Instrument, Partner, PartnerField
from partners.questionnaire import shipped

TAGS = {"nonprofit": "monitoring", "community": "landing sites", "academia": "monitoring", "philanthropy": "funder"}
MEMBERS, FORM = "Members", "Legal form"
FORMS = ("Association", "Cooperative", "Public body", "Company")
FORM_OF = {"nonprofit": "Association", "community": "Cooperative", "government": "Public body", "business": "Company"}


def build_fields(collaboration: Collaboration) -> None:
    """Tags and fields of every partner; the number of members is not known of all."""
    fields = PartnerField.objects
    members = fields.create(collaboration=collaboration, name=MEMBERS, kind=PartnerField.Kind.NUMBER)
    form = fields.create(
        collaboration=collaboration, name=FORM, kind=PartnerField.Kind.CHOICE, choices=list(FORMS)
    )  # fmt: skip
    for place, one in enumerate(Partner.objects.filter(collaboration=collaboration).select_related("organization")):
        sector = one.organization.sector
        one.tags = [TAGS[sector]] if sector in TAGS else []
        one.details = {str(form.pk): FORM_OF[sector]} if sector in FORM_OF else {}
        if place % 2:
            one.details[str(members.pk)] = str(40 + 35 * place)
        one.save(update_fields=["tags", "details"])
    Instrument.draft(shipped()["health-check"], collaboration=collaboration, name="How healthy are we?")
