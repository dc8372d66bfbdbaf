"""The form of a template for meetings."""

from django import forms

from collab.forms.editing import RecordForm
from collab.models import Meeting, Outline


class OutlineForm(RecordForm):
    """One template."""

    class Meta:
        model = Outline
        fields = ("name", "mode", "kind", "topics", "agenda", "minutes")
        widgets = {
            "mode": forms.RadioSelect, "agenda": forms.Textarea(attrs={"rows": 5}),
            "minutes": forms.Textarea(attrs={"rows": 5}),
        }  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as every form of a record
        self.fields["mode"].choices = Meeting.Mode.choices  # type: ignore[attr-defined]  # it is a choice
