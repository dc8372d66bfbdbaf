"""Django's name for the partners floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """How organisations take part and what they say of each other."""

    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        """Addresses that name a merged organisation or its partner lead to those that stand for them."""
        from collab.merged_addresses import ADDRESSES, organization, row_of  # noqa: PLC0415  models load before
        from partners.models import Partner  # noqa: PLC0415

        partner = row_of(Partner)
        pages = ("partner_detail", "partner_edit", "stage_create", "readiness_rating_create", "investment_create")
        ADDRESSES.update({f"partners:{one}": {"partner": partner} for one in pages})
        ADDRESSES["partners:tie_edit"] = {"a": organization, "b": organization}
