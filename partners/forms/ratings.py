"""Forms of ratings: a partner on six criteria, the whole on its items by section, and the reply of the rated."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.forms.editing import RecordForm, is_storable
from collab.forms.inputs import DayField, not_after_today
from collab.forms.levels import LevelField, Scale, Words, as_choice
from collab.models import Seat
from partners.models import CollaborationRating, Partner, RatingReply, ReadinessRating, newest
from partners.words import ANCHORS, ITEM_ANCHORS, ITEM_QUESTION, QUESTION, SECTIONS

LONGEST_LINE, LONGEST_LINK = 400, 400
Question = tuple[str, Words, Words, Sequence[Words]]  # key, label, question, anchors of its levels


class LevelsForm(forms.Form):
    """Several levels that one organisation judges on one day. Sent again on the same day, it corrects that day."""

    KEY = ""  # the column that names what is judged
    EVIDENCE_NEEDED = True

    rated_on = DayField(label=_("Judged on"))

    def __init__(
        self, data: Any, *, seat: Seat, questions: Sequence[Question], rows: models.QuerySet[Any], **owner: Any
    ) -> None:
        """`rows` are the ratings that this form adds to; each new one names the collaboration and `owner`."""
        super().__init__(data)
        self.seat, self.collaboration = seat, seat.collaboration
        self.questions, self.rows = questions, rows
        self.owner = {"collaboration": self.collaboration} | owner
        self.before = {getattr(row, self.KEY): row for row in newest(rows.filter(assessor=self.assessor), self.KEY)}
        for key, label, question, anchors in questions:
            self.fields[key] = LevelField(anchors, label=label, help_text=question)
            said = self.is_bound and str(self.data.get(key, "")).isdecimal()
            self.fields[f"{key}-evidence"] = forms.CharField(
                label=_("What it rests on, in one line"), max_length=LONGEST_LINE, strip=True,
                required=self.EVIDENCE_NEEDED and said,
                error_messages={"required": _("Say in one line what this rests on.")},
            )  # fmt: skip
            self.fields[f"{key}-link"] = forms.URLField(
                label=_("Link to the evidence"), max_length=LONGEST_LINK, required=False, assume_scheme="https"
            )
        self.order_fields([*(name for name in self.fields if name != "rated_on"), "rated_on"])
        self.initial["rated_on"] = self.collaboration.today()

    @property
    def assessor(self) -> Any:
        """The organisation that judges."""
        return self.seat.organization

    def scale(self, key: str) -> Scale:
        """One question with what was said last time."""
        row = self.before.get(key)
        beside = (self[f"{key}-evidence"], self[f"{key}-link"])
        return Scale(self[key], beside, as_choice(row.level) if row else "", row.evidence if row else "")

    @property
    def scales(self) -> list[Scale]:
        """All questions in order."""
        return [self.scale(key) for key, *_rest in self.questions]

    def clean_rated_on(self) -> date | None:
        """Nobody judges tomorrow."""
        return not_after_today(self.cleaned_data["rated_on"], self.collaboration)

    def clean(self) -> dict[str, Any]:
        """At least one level, and nothing that cannot be stored."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(typed.items()):
            if isinstance(value, str) and not is_storable(value):
                self.add_error(name, _("This text holds signs that cannot be stored."))
        if not self.errors and not any(typed.get(key) for key, *_rest in self.questions):
            self.add_error(None, _("Choose at least one level."))
        return typed

    def store(self) -> bool:
        """Write what was answered, all or nothing. False leaves errors to show with 422."""
        if not self.is_bound or not self.is_valid():
            return False
        with transaction.atomic():
            for key, *_rest in self.questions:
                if answer := self.cleaned_data.get(key):
                    self._write(key, answer[1])
        return True

    def _write(self, key: str, level: int | None) -> None:
        said = self.cleaned_data
        self.rows.update_or_create(
            **{self.KEY: key}, assessor=self.assessor, rated_on=said["rated_on"],
            defaults={"level": level, "evidence": said[f"{key}-evidence"], "link": said[f"{key}-link"],
                      "rated_by": self.seat.user},
            create_defaults=self.owner | {
                "level": level, "evidence": said[f"{key}-evidence"], "link": said[f"{key}-link"],
                "rated_by": self.seat.user,
            },
        )  # fmt: skip


class ReadinessRatingForm(LevelsForm):
    """A partner on six criteria."""

    KEY = "criterion"

    def __init__(self, data: Any, *, seat: Seat, partner: Partner) -> None:
        super().__init__(
            data, seat=seat, partner=partner, rows=ReadinessRating.objects.filter(partner=partner),
            questions=[(one.value, one.label, QUESTION[one], ANCHORS[one]) for one in ReadinessRating.Criterion],
        )  # fmt: skip


class CollaborationRatingForm(LevelsForm):
    """The whole, item by item in four sections."""

    KEY = "item"
    EVIDENCE_NEEDED = False  # seventeen lines would be seventeen reasons not to answer

    def __init__(self, data: Any, *, seat: Seat) -> None:
        super().__init__(
            data, seat=seat, rows=CollaborationRating.objects.filter(collaboration=seat.collaboration),
            questions=[
                (one.value, f"{one.value} {one.label}", ITEM_QUESTION[one], ITEM_ANCHORS[one])
                for one in CollaborationRating.Item
            ],
        )  # fmt: skip

    @property
    def sections(self) -> list[tuple[str, Words, Words, list[Scale]]]:
        """Letter, title, hint and questions of each section."""
        return [(letter, title, hint, [self.scale(key) for key in keys]) for letter, title, hint, keys in SECTIONS]


class RatingReplyForm(RecordForm):
    """What the rated partner says to one level."""

    class Meta:
        model = RatingReply
        fields = ("kind", "text")
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, rating: ReadinessRating, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seat = seat
        self.instance.rating, self.instance.author = rating, seat.user
        self.instance.replied_on = self.collaboration.today()
        self.fields["kind"].choices = RatingReply.Kind.choices  # type: ignore[attr-defined]  # without an empty choice
        self.fields["text"].help_text = _("Printed beside the level, on every page and in every export.")

    def columns(self) -> list[str]:
        """Who signed it, and when, is written anew with each change."""
        return [*super().columns(), "author", "replied_on"]

    def fresh(self, instance: Any) -> "RatingReplyForm":
        """The same form over the reply as it stands now."""
        return RatingReplyForm(
            instance=instance, rating=instance.rating, seat=self.seat, collaboration=self.collaboration
        )
