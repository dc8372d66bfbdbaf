"""A link to the scores: for whom it is."""

from django import forms

from metrics.models import ShareLink


class ShareLinkForm(forms.ModelForm):
    """For whom a link is, so that it can be withdrawn when it should be."""

    class Meta:
        model = ShareLink
        fields = ("label",)
