"""Django's name for the government floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernmentConfig(AppConfig):
    """Mandates, officials and liaisons."""

    name = "government"
    verbose_name = _("Government")
