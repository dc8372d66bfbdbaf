"""Django's name for the partners floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """How organisations take part and what they say of each other."""

    name = "partners"
    verbose_name = _("Partners")
