"""Comments: a thread beside a record."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models.accounts import User
from collab.models.collaborations import Collaboration
from collab.models.commitments import Commitment
from collab.models.decisions import Decision
from collab.models.directory import Organization
from collab.models.meetings import Meeting


@tracked
class Comment(models.Model):
    """Something a colleague says about one record, to those who may comment and may see the record."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="comments")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=4000)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, decision=None, commitment=None, organization=None)
                | Q(meeting=None, decision__isnull=False, commitment=None, organization=None)
                | Q(meeting=None, decision=None, commitment__isnull=False, organization=None)
                | Q(meeting=None, decision=None, commitment=None, organization__isnull=False),
                name="comment_is_on_one_record",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
