"""What a network file does not say itself: the relation and the day of ties that name none."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab.forms.inputs import DayField, not_after_today
from collab.templatetags.ui import day
from metrics.exchange import cells
from metrics.exchange.cells import Known
from metrics.exchange.kinds_of_answers import check_level
from metrics.exchange.reasons import REASONS, Wrong
from metrics.models import Import
from partners.models import JOINT_WORK_ITEM


class NetworkForm(forms.Form):
    """Relation and day for the ties that name none; a tie that names its own keeps it."""

    item = forms.CharField(
        label=_("Relation of ties that name none"), max_length=60, required=False,
        help_text=_("joint-work is the relation on the map. Any other name makes a relation of its own."),
    )  # fmt: skip
    counted_on = DayField(
        label=_("Day from which ties count that name none"), required=False,
        help_text=_("The same file for another day adds to the past, it changes nothing of it."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, batch: Import) -> None:
        self.batch = batch
        super().__init__(data, initial=batch.writing, prefix="network")
        if batch.state == Import.State.COLUMNS and "item_as_on" in batch.found:
            item, on = self.fields["item"], date.fromisoformat(batch.found["item_as_on"])
            before = gettext("As in the last network, of %(day)s.") % {"day": day(on)}
            item.help_text = f"{before} {item.help_text}"

    def clean_item(self) -> str:
        """As relations are named here."""
        said = self.cleaned_data["item"] or JOINT_WORK_ITEM
        known = Known(today=self.batch.collaboration.today(), zone=self.batch.collaboration.zone)
        try:
            found = str(cells.item(said, known))
            check_level({"item": found})
        except Wrong as wrong:
            words = {"cell": said, "column": self.fields["item"].label}
            raise forms.ValidationError(str(REASONS[wrong.code]) % words) from None
        return found

    def clean_counted_on(self) -> Any:
        """Not ahead; today where nothing is said."""
        collaboration = self.batch.collaboration
        return not_after_today(self.cleaned_data["counted_on"], collaboration) or collaboration.today()

    def store(self) -> bool:
        """Ask for the preview; False when something is not clear."""
        if not self.is_valid():
            return False
        said = {"item": self.cleaned_data["item"], "counted_on": self.cleaned_data["counted_on"].isoformat()}
        return self.batch.move(
            Import.State.READING, only_from=Import.UNWRITTEN, writing=self.batch.writing | said, rows_read=0, counts={}
        )
