"""The form of a token with which a program acts for the reader."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import is_storable
from collab.forms.inputs import RowField
from collab.models import ApiToken, Collaboration, User
from collab.models.tokens import MOST_TOKENS

DAYS = (("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days")), ("365", _("A year")))


class ApiTokenForm(forms.ModelForm):
    """What a token is for, what it opens, and until when."""

    days = forms.TypedChoiceField(label=_("It ends after"), choices=DAYS, coerce=int, initial="90")

    class Meta:
        model = ApiToken
        fields = ("label", "scope")
        widgets = {"scope": forms.RadioSelect}

    field_order = ("label", "collaboration", "scope", "days")

    def __init__(self, data: Any, *, user: User, now: datetime) -> None:
        super().__init__(data)
        self.user, self.now = user, now
        self.fields["label"].help_text = _("The program or the task, so that you know later which token is whose.")
        self.fields["scope"].choices = ApiToken.Scope.choices
        self.fields["scope"].help_text = _("It never opens more than you can open yourself.")
        self.fields["collaboration"] = RowField(
            Collaboration.objects.open_to(user, on=now.date()).distinct(), label=_("Where"), required=False,
            empty_label=_("Wherever I have a seat"),
        )  # fmt: skip
        self.order_fields(self.field_order)

    def clean_label(self) -> str:
        """Words that can be stored."""
        label: str = self.cleaned_data["label"]
        if not is_storable(label):
            raise forms.ValidationError(_("This text holds signs that cannot be stored."))
        return label

    def clean(self) -> dict[str, Any]:
        """Nobody can look after more than a few."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.user.api_tokens.open(now=self.now).count() >= MOST_TOKENS:
            raise forms.ValidationError(_("You have many tokens in force. Revoke one that you no longer need."))
        return typed

    def issue(self) -> tuple[ApiToken, str]:
        """The token and its secret."""
        said = self.cleaned_data
        return ApiToken.issue(
            days=said["days"], now=self.now, user=self.user, label=said["label"], scope=said["scope"],
            collaboration=said["collaboration"],
        )  # fmt: skip
