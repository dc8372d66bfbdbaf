"""What people change of their own account here; address, password and second factor have allauth's pages."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from collab.models import User


class ProfileForm(forms.ModelForm):
    """Own name and language."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As the others see it."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of pages and mails."))
    error_css_class = "invalid"

    class Meta:
        model = User
        fields = ("name", "language")


class DemoUserForm(forms.Form):
    """Whom to be in the demo."""

    user = forms.IntegerField(min_value=1, max_value=2**31 - 1)
