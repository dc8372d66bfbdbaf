"""Forms about calendars: a file, and an address to read every hour."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab.calendars.fetching import FetchRefused, resolve
from collab.calendars.planning import Outcome, take_over
from collab.calendars.reading import CalendarRefused
from collab.models import CalendarSubscription, Collaboration, User

MOST_BYTES = 5_000_000


class CalendarUploadForm(forms.Form):
    """A calendar file."""

    file = forms.FileField(
        label=_("Calendar file"), help_text=_("A file that ends in .ics, exported or attached to an invitation."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
    )  # fmt: skip
    error_css_class = "invalid"

    def clean_file(self) -> bytes:
        """What the file holds."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return bytes(file.read())

    def plan(self, collaboration: Collaboration, *, by: User) -> Outcome | None:
        """Plan its meetings; None leaves the reason beside the field, and nothing is written."""
        try:
            return take_over(self.cleaned_data["file"], collaboration, now=timezone.now(), by=by)
        except CalendarRefused as refused:
            self.add_error("file", str(refused))
            return None


class CalendarSubscriptionForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time Django's class takes no argument
    """An address to read every hour."""

    url = forms.CharField(
        label=_("Address of the calendar"), max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("The secret address in iCal format that your calendar shows in its settings. It is kept sealed."),
    )  # fmt: skip
    error_css_class = "invalid"

    class Meta:
        model = CalendarSubscription
        fields = ("name",)

    def clean_url(self) -> str:
        """Only what may be fetched."""
        url: str = self.cleaned_data["url"].strip()
        try:
            resolve(url)
        except FetchRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        return url

    def add(self, collaboration: Collaboration, *, by: User) -> Any:
        """Write it down; the next timed run reads it."""
        one = self.save(commit=False)
        one.collaboration, one.added_by = collaboration, by
        one.address, one.host = self.cleaned_data["url"], urlsplit(self.cleaned_data["url"]).hostname or ""
        one.save(force_insert=True)
        return one
