"""Django's name for the government floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernmentConfig(AppConfig):
    """Mandates, officials and liaisons."""

    name = "government"
    verbose_name = _("Government")

    def ready(self) -> None:
        """People of an office are named to the facilitation team only; the quick log and the digest ask for offices."""
        from collab.forms.log import PARTS  # noqa: PLC0415
        from collab.merged_addresses import ADDRESSES, organization, person  # noqa: PLC0415
        from collab.models.directory import SHIELDED  # noqa: PLC0415  models load before apps are ready
        from collab.reminders import ASKING  # noqa: PLC0415
        from government.forms.quick_log import office_part  # noqa: PLC0415
        from government.models import Liaison, Official  # noqa: PLC0415
        from government.reminding import asked  # noqa: PLC0415

        SHIELDED.append(lambda: Official.objects.values("person"))
        SHIELDED.append(lambda: Liaison.objects.values("person"))
        PARTS.append(office_part)
        ASKING.append(asked)
        ADDRESSES["government:entry_detail"] = {"person": person}
        ADDRESSES["government:influence_create"] = {"organization": organization}
