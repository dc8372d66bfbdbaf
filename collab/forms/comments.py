"""Forms about comments: which record is meant, and what is said about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm
from collab.models import Comment, Commitment, Decision, Meeting, Organization, Seat

RECORDS: dict[str, Any] = {
    "meeting": Meeting,
    "decision": Decision,
    "commitment": Commitment,
    "organization": Organization,
}
Record = Meeting | Decision | Commitment | Organization


class CommentedForm(forms.Form):
    """Which record a thread belongs to: exactly one of four kinds."""

    meeting = forms.UUIDField(required=False)
    decision = forms.UUIDField(required=False)
    commitment = forms.UUIDField(required=False)
    organization = forms.IntegerField(required=False, min_value=1)

    def find(self, seat: Seat) -> tuple[str, Record] | None:
        """The kind of record and the record, when one is named and the reader may see it."""
        if not self.is_valid():
            return None
        named = [(kind, pk) for kind, pk in self.cleaned_data.items() if pk]
        if len(named) != 1:
            return None
        kind, pk = named[0]
        record = RECORDS[kind].objects.visible_to(seat).select_related("collaboration").filter(pk=pk).first()
        return (kind, record) if record else None


class CommentForm(RecordForm):
    """One comment on one record."""

    class Meta:
        model = Comment
        fields = ("text",)
        labels = {"text": _("Your comment")}
        help_texts = {"text": _("Coordinators, facilitators and funders of this collaboration can read it.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, seat: Seat, kind: str, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="comment_%s", **kwargs)
        self.kind = kind
        self.instance.author = seat.user
        setattr(self.instance, kind, record)

    def columns(self) -> list[str]:
        """Also whose it is and what it is about: the same id from somebody else is no repetition."""
        return [*super().columns(), "author", self.kind]
