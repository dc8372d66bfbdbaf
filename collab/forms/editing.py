"""The one way in which records are saved: client-made ids, edit conflicts, nothing twice, nothing overwritten unseen.

    form = CommitmentForm(request.POST or None, instance=commitment, collaboration=collaboration)
    if form.store():                      # valid, no conflict, written in one transaction
        return redirect(...)
    return page(..., status=422 if form.is_bound else 200)

Show `form.conflict` by components/conflict.html above the form, and the hidden fields `id` and `version` inside it.
Rows beside the record (attendances, parts) are written in `save_parts` and compared in `is_same_as_first`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models.signals import post_save
from django.forms.models import ModelChoiceField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab.forms.differences import Difference, as_sent, differences
from collab.models import Collaboration, User

BIGGEST_VERSION = 2**31 - 1  # what the column holds
SIGNED = 2**63  # advisory locks are signed numbers of 64 bits


@dataclass(frozen=True)
class Conflict:
    """Somebody saved the record first: who, when, and what differs."""

    by: str
    at: datetime | None
    fields: list[Difference]


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time Django's class takes no argument
    """A form over one record of a collaboration. Choices are narrowed to the collaboration by themselves."""

    _errors: Any  # Django's own place for the outcome of cleaning
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST_VERSION, widget=forms.HiddenInput)

    def __init__(self, *args: Any, collaboration: Collaboration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collaboration = collaboration
        self.conflict: Conflict | None = None
        self.was_known = False
        self.is_new = self.instance._state.adding
        if self.is_new:
            self.instance.collaboration = collaboration
        if self.is_new and isinstance(self.instance._meta.pk, models.UUIDField):
            self.initial.setdefault("id", uuid4())
            del self.fields["version"]
        else:
            self.initial["version"] = getattr(self.instance, "version", None)
            del self.fields["id"]
            if self.is_new or not hasattr(self.instance, "version"):
                del self.fields["version"]
        for field in self.fields.values():
            narrow(field, collaboration)

    # -- what a form of one noun may add ------------------------------------------------------------------------------

    def columns(self) -> list[str]:
        """The columns that this form writes; a form that sets more on its instance adds them here."""
        return list(self._meta.fields or ())

    def prepare(self) -> None:
        """The last touch before the row is written; its id is known now."""

    def save_parts(self) -> None:
        """Write the rows beside the record, in the same transaction."""

    def settle(self) -> None:
        """Before comparing with the row as it stands: what was typed in anew and is known by now counts as chosen."""

    def is_same_as_first(self, first: dict[str, Any]) -> bool:
        """Whether what is sent equals what was first written under this id; `first` holds the columns of that row."""
        written = [field.attname for field in self.instance._meta.concrete_fields if field.name in self.columns()]
        return all(first[name] == getattr(self.instance, name) for name in written)

    def rows(self) -> Any:
        """The row that is edited, found again in its collaboration."""
        model = type(self.instance)
        return model._default_manager.filter(pk=self.instance.pk, collaboration=self.collaboration)

    def fresh(self, instance: models.Model) -> "RecordForm":
        """The same form over the row as it stands now; for comparing."""
        return type(self)(instance=instance, collaboration=self.collaboration)

    # -- saving -------------------------------------------------------------------------------------------------------

    def store(self) -> bool:
        """Validate and save in one transaction. False leaves errors, and perhaps a conflict, to show with 422."""
        if not self.is_bound:
            return False
        try:
            with transaction.atomic():
                self._wait_for_twin()
                self._take_theirs()
                return self.is_valid() and (self._insert() if self.is_new else self._update())
        except IntegrityError:
            self.add_error(None, _("Somebody saved something of the same kind at this moment. Look, and save again."))
            return False

    @property
    def theirs(self) -> dict[str, tuple[str, str]]:
        """What differs in a conflict: label -> (yours, theirs)."""
        rows = self.conflict.fields if self.conflict else []
        return {row.label: (row.yours, row.theirs) for row in rows if row.differs}

    def _wait_for_twin(self) -> None:
        """The same form sent twice at once: the second waits until the first is written, then finds it known."""
        try:
            sent = self.fields["id"].to_python(self.data.get(self.add_prefix("id"))) if "id" in self.fields else None
        except ValidationError:
            return
        if sent:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [sent.int % (2 * SIGNED) - SIGNED])
            rows = type(self.instance)._default_manager.filter(pk=sent, collaboration=self.collaboration)
            if rows.exists():  # a row is no rival of itself: rules that allow one of a kind pass over it
                self.instance.pk, self.instance._state.adding = sent, False

    def _take_theirs(self) -> None:
        """After a conflict the reader chooses field by field: what stands in the row replaces what was typed."""
        chosen = [name for name in self.fields if self.data.get(f"take-{self.add_prefix(name)}") == "theirs"]
        row = self.rows().first() if chosen and not self.is_new else None
        if row is None:
            return
        theirs = self.fresh(row)
        self.data = data = self.data.copy()  # type: ignore[attr-defined]  # what came with a request
        for name in chosen:
            data.setlist(self.add_prefix(name), as_sent(theirs[name]) if name in theirs.fields else [])

    def _insert(self) -> bool:
        sent = self.cleaned_data.get("id")
        if sent is not None:
            first = first_written(type(self.instance), pgh_obj_id=sent) or self._untracked(sent)
            if first:
                return self._recognise(first[0])
            if type(self.instance)._default_manager.filter(pk=sent).exists():
                return self._refuse_id()
            self.instance.pk = sent
        self.prepare()
        self.instance.save(force_insert=True)
        self.save_parts()
        return True

    def _untracked(self, sent: UUID) -> list[dict[str, Any]]:
        """Of a table without history the row as it stands."""
        model = type(self.instance)
        return [] if _history(model) else list(model._default_manager.filter(pk=sent).values())

    def _recognise(self, first: dict[str, Any]) -> bool:
        """The id is known: answer as the first time, if it is the same content and the row still stands."""
        self.instance.pk = first["id"]
        if first["collaboration_id"] != self.collaboration.pk or not self.is_same_as_first(first):
            return self._refuse_id()
        row = type(self.instance)._default_manager.filter(pk=first["id"], collaboration=self.collaboration).first()
        if row is None:
            return self._refuse_id()
        self.instance, self.was_known = row, True
        return True

    def _refuse_id(self) -> bool:
        """One answer for every id that cannot be used, so that it tells nothing; a new id lets the person go on."""
        self.instance.pk = uuid4()
        self._put("id", self.instance.pk)
        self.add_error(
            None,
            _("This page was saved once already, with other content. Save again if you mean this as a new entry."),
        )
        return False

    def _update(self) -> bool:
        rows = self.rows()
        self.prepare()
        values = {name: getattr(self.instance, name) for name in self.columns()}
        if "version" in self.fields:
            seen = self.cleaned_data["version"]
            values["version"] = seen + 1
            rows = rows.filter(version=seen)
        if not rows.update(**values):
            return self._meet_conflict()
        for name, value in values.items():
            setattr(self.instance, name, value)
        # one UPDATE with a condition is no save() of Django's, but it is a save
        post_save.send(
            type(self.instance),
            instance=self.instance,
            created=False,
            raw=False,
            using=rows.db,
            update_fields=frozenset(values),
        )
        self.save_parts()
        return True

    def _meet_conflict(self) -> bool:
        """Show theirs beside yours; what was typed stays, and the next save knows what it replaces."""
        row = self.rows().first()
        if row is None:
            self.add_error(None, _("This was deleted while you were writing. Copy your text and enter it anew."))
            return False
        by, at = last_change(row)
        self.settle()
        fields = differences(self, self.fresh(row))
        if not any(one.differs for one in fields):  # a second click: what was asked for stands already
            self.was_known = True
            return True
        self.conflict = Conflict(by, at, fields)
        self._put("version", row.version)
        self.add_error(None, _("Somebody else changed this while you were writing. Compare, then save again."))
        return False

    def _put(self, name: str, value: object) -> None:
        """Change what a hidden field shows when the form is shown again."""
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix(name)] = str(value)

    # -- checking -----------------------------------------------------------------------------------------------------

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # the stubs leave Django's own steps out
        for name in ("id", "version"):
            wrong = self._errors.pop(name, None)
            if wrong or (name == "version" and name in self.fields and self.cleaned_data.get(name) is None):
                self.cleaned_data.pop(name, None)
                self.add_error(None, _("This page is incomplete. Load it again; copy your text first."))
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and not is_storable(value):
                self.add_error(name, _("This text holds signs that cannot be stored."))

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self._errors:
            return
        try:  # also the rules that span fields which this form does not show
            self.instance.validate_constraints(exclude={"id"})
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


def narrow(field: forms.Field, collaboration: Collaboration) -> None:
    """Offer only rows of the collaboration; ids of another one are then no valid choice."""
    rows: Any = getattr(field, "queryset", None)
    if isinstance(field, ModelChoiceField) and hasattr(rows.model, "collaboration_id"):
        field.queryset = rows.filter(collaboration=collaboration)


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold it: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def first_written(model: type[models.Model], **which: Any) -> list[dict[str, Any]]:
    """Rows of a tracked table as they were first written, from its history."""
    history = _history(model)
    return list(history.objects.filter(pgh_label="insert", **which).values()) if history else []


def last_change(row: models.Model) -> tuple[str, datetime | None]:
    """Who changed a row last, and when, from its history."""
    history = _history(type(row))
    rows = history and history.objects.filter(pgh_obj_id=row.pk).select_related("pgh_context").order_by("pgh_id")
    event = rows and rows.last()
    if not event:
        return gettext("Somebody"), None
    user_id = event.pgh_context.metadata.get("user") if event.pgh_context else None
    user = User.objects.filter(pk=user_id).first() if user_id else None
    return str(user or gettext("Somebody")), event.pgh_created_at


def _history(model: type[models.Model]) -> Any:
    return getattr(model, "pgh_event_model", None)
