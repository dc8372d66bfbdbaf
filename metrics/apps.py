"""Django's name for the top floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    """Scores, explanations and dashboards."""

    name = "metrics"
    verbose_name = _("Metrics")

    def ready(self) -> None:
        """Listen for evidence; a pair that names a merged organisation is that of its survivor."""
        from collab.merged_addresses import ADDRESSES, organization  # noqa: PLC0415  models are not loaded before this
        from metrics import receivers  # noqa: PLC0415

        receivers.connect()
        ADDRESSES["metrics:pair_detail"] = {"a": organization, "b": organization}
