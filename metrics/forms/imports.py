"""Forms of the import: the file and what it holds, its columns, and what a person decides about near-duplicates."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from collab.forms.inputs import QuickSelect
from collab.models import Collaboration, User
from metrics.exchange.first_look import glance
from metrics.exchange.kinds import KINDS, Kind
from metrics.exchange.mapping import by_preset, folded_header, letter
from metrics.exchange.workbook import MOST_BYTES, FileRefused
from metrics.models import Import, ImportPreset


class ImportForm(forms.Form):
    """A file, and what its rows are."""

    kind = forms.ChoiceField(label=_("What does the file hold?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"), max_length=255,
        help_text=_(
            "CSV or Excel (.xlsx), one row for each record, names of columns in the first row; a network as it is."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, collaboration: Collaboration, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collaboration, self.user = collaboration, user
        self.fields["kind"].choices = [(one.key, _told(one)) for one in KINDS.values()]  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        """Not too large to be read."""
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return sent

    def store(self) -> Import | None:
        """Keep the file for a worker to open; None when its first signs show that it cannot be taken."""
        if not self.is_valid():
            return None
        data = self.cleaned_data["file"].read()
        try:
            glance(data, KINDS[self.cleaned_data["kind"]])
        except FileRefused as refused:
            self.add_error("file", str(refused))
            return None
        return Import.objects.create(
            collaboration=self.collaboration, kind=self.cleaned_data["kind"], content=data, asked_by=self.user,
            file_name="".join(sign for sign in self.cleaned_data["file"].name if sign.isprintable())[-120:],
        )  # fmt: skip


class ColumnsForm(forms.Form):
    """Which column of the file fills which field; how it writes days and numbers; kept as a preset or not."""

    day_first = forms.TypedChoiceField(
        label=_("Days such as 3/4/2026 are"), coerce=lambda value: value == "1",
        choices=[("1", _("3 April: the day comes first")), ("0", _("4 March: the month comes first"))],
    )  # fmt: skip
    comma = forms.TypedChoiceField(
        label=_("Numbers are written"), coerce=lambda value: value == "1",
        choices=[("0", _("with a decimal point: 1,234.5")), ("1", _("with a decimal comma: 1.234,5"))],
    )  # fmt: skip
    preset = forms.CharField(
        label=_("Keep these columns as a preset"), required=False, max_length=60,
        help_text=_("A name, such as “Yearly partner list”. The next file of this kind can use it."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, batch: Import) -> None:
        self.batch, self.kind, self.headers = batch, KINDS[batch.kind], batch.found["headers"]
        initial = {name: str(int(batch.writing.get(name, name == "day_first"))) for name in ("day_first", "comma")}
        super().__init__(data, initial=initial | batch.columns, prefix="column")
        self.samples = batch.found["samples"]
        places = [(str(place), self._named(place)) for place in range(len(self.headers))]
        for column in self.kind.columns:
            self.fields[column.name] = forms.TypedChoiceField(
                label=str(column.label), coerce=int, empty_value=None, required=False, widget=QuickSelect,
                choices=[("", _("not in the file")), *places],
                error_messages={"invalid_choice": _("Choose a column of the file.")},
            )  # fmt: skip

    def _named(self, place: int) -> str:
        header = self.headers[place] or _("without a name")
        return f"{letter(place)}: {header[:40]}"

    @property
    def column_fields(self) -> list[tuple[Any, Any, list[str]]]:
        """Each field of the record with its select and the values that stand in the chosen column."""
        rows = []
        for column in self.kind.columns:
            value = self[column.name].value()
            place = int(value) if str(value).isdecimal() and int(value) < len(self.samples) else None
            rows.append((column, self[column.name], self.samples[place] if place is not None else []))
        return rows

    @property
    def unused(self) -> list[str]:
        """Columns of the file that fill nothing."""
        chosen = {str(self[column.name].value()) for column in self.kind.columns}
        return [self._named(place) for place in range(len(self.headers)) if str(place) not in chosen]

    def clean(self) -> dict[str, Any]:
        """Every field that a record needs, and no column twice."""
        cleaned = super().clean() or {}
        taken: dict[int, Any] = {}
        for column in self.kind.columns:
            place = cleaned.get(column.name)
            if place is None:
                if column.is_needed and column.name not in self.errors:
                    self.add_error(column.name, _("This is needed: choose its column."))
            elif place in taken:
                self.add_error(
                    column.name, _("This column is chosen for “%(other)s” already.") % {"other": taken[place]}
                )
            else:
                taken[place] = column.label
        return cleaned

    def store(self) -> bool:
        """Ask for the preview with these columns; False when they are not clear."""
        if not self.is_valid():
            return False
        cleaned = self.cleaned_data
        columns = {one.name: cleaned[one.name] for one in self.kind.columns if cleaned[one.name] is not None}
        if cleaned["preset"]:
            kept = {name: folded_header(self.headers[place]) for name, place in columns.items() if self.headers[place]}
            ImportPreset.objects.update_or_create(
                collaboration=self.batch.collaboration, kind=self.kind.key, name=cleaned["preset"],
                defaults={"columns": kept},
            )  # fmt: skip
        writing = {"day_first": cleaned["day_first"], "comma": cleaned["comma"]}
        return self.batch.move(
            Import.State.READING, only_from=Import.UNWRITTEN, columns=columns, writing=writing, rows_read=0, counts={}
        )


class PresetForm(forms.Form):
    """Take the columns from a preset."""

    preset = forms.ModelChoiceField(label=_("Preset"), queryset=ImportPreset.objects.none(), empty_label=None)

    def __init__(self, *args: Any, batch: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch
        presets = ImportPreset.objects.filter(collaboration=batch.collaboration, kind=batch.kind)
        self.fields["preset"].queryset = presets  # type: ignore[attr-defined]  # it is a choice of rows

    def apply(self) -> bool:
        """Use it for this file."""
        if not self.is_valid():
            return False
        columns = by_preset(self.batch.found["headers"], self.cleaned_data["preset"].columns)
        return self.batch.move(Import.State.COLUMNS, only_from=Import.UNWRITTEN, columns=columns)


def _told(kind: Kind) -> SafeString:
    """A kind and what its columns are about."""
    return format_html('{} <span class="hint">{}</span>', kind.label, kind.hint)
