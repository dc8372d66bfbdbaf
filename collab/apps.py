"""Django's name for the ground floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollabConfig(AppConfig):
    """Organisations, people, meetings and what was computed about them."""

    name = "collab"
    verbose_name = _("Collaborations")
