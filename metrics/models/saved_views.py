"""Views of the portfolio that a person keeps: a name for a search, filters and an order."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 60
QUERY_LENGTH = 600


class SavedView(models.Model):
    """A view of one person's portfolio; nobody else sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name of this view"), max_length=NAME_LENGTH)
    query = models.CharField(max_length=QUERY_LENGTH, blank=True)  # as in an address, without the question mark
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], name="one_view_of_a_name",
                violation_error_message=_("You have a view of this name already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The portfolio as it was kept."""
        return f"{reverse('metrics:portfolio')}?{self.query}"
