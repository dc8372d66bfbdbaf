"""What a merge did to other rows, so that it can be taken back. Written by PostgreSQL; see decision 0074."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.models.collaborations import Collaboration
from collab.models.directory import Organization, Person


class MovedRow(models.Model):
    """A row that a merge led from the merged to the survivor, or put away where the survivor has its like."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    of_table = models.CharField(max_length=63)
    of_row = models.CharField(max_length=36)
    was = models.JSONField(_("as it was before the merge"))  # the columns that were changed; the whole row if put away
    became = models.JSONField(null=True)  # the same columns afterwards; None = put away

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organization=None) ^ Q(person=None), name="moved_row_belongs_to_one_merge"
            )
        ]
        indexes = [models.Index(fields=["of_table", "of_row"])]
        verbose_name = _("moved record")
        verbose_name_plural = _("moved records")

    def __str__(self) -> str:
        return f"{self.of_table} {self.of_row}"
