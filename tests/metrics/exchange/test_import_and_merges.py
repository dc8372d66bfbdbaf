"""Undoing an import after a merge: refused with the merge by name, and possible again once that is taken back."""

from typing import Any

import pghistory
import pytest

from collab.merging import merge, unmerge
from collab.models import Collaboration, Organization, Seat
from metrics.exchange.working import work_on
from metrics.models import Import
from tests import factories

State = Import.State
FIRST = (
    "Take these merges back first, each on the page of the one that stands; then this import can be taken back too."
    " Nothing was undone."
)


def brought(seat: Seat, kind: str, text: str, columns: dict[str, int]) -> Import:
    """An import that is written."""
    batch = Import.objects.create(
        collaboration=seat.collaboration, kind=kind, file_name="file.csv", content=text.encode(), columns=columns,
        asked_by=seat.user, state=State.READING,
    )  # fmt: skip
    work_on(batch)
    batch.move(State.WRITING, only_from=(State.PREVIEW,))
    work_on(batch)
    assert batch.state == State.WRITTEN, batch.trouble
    return batch


def undone(batch: Import) -> tuple[str, str]:
    """The state after asking for it to be taken back, and what is said."""
    batch.move(State.UNDOING, only_from=(State.WRITTEN,))
    work_on(batch)
    return batch.state, batch.trouble


def merging(act: Any, *args: Any, **values: Any) -> None:
    """A merge as an act of its own, as every request is."""
    with pghistory.context(user=None):
        act(*args, by=None, **values)


def test_an_import_whose_rows_a_merge_moved_says_which_merge_and_is_undone_after_it(
    coordinator: Seat, collaboration: Collaboration
):
    old, new = (factories.organization(collaboration=collaboration, name=f"{one} Mill") for one in ("Old", "New"))
    batch = brought(coordinator, "meetings", "when,who\n2025-03-31,Old Mill\n", {"held_at": 0, "_organizations": 1})
    merging(merge, old, into=new)
    state, said = undone(batch)
    assert (state, said) == ("written", f"Records of this import were merged since (Old Mill → New Mill). {FIRST}")
    merging(unmerge, Organization.everyone.get(pk=old.pk))
    assert undone(batch) == ("undone", "")
    assert not collaboration.meetings.exists()


@pytest.mark.parametrize("is_survivor", [False, True])
def test_an_organisation_that_came_with_an_import_and_was_merged_is_named_too(
    coordinator: Seat, collaboration: Collaboration, is_survivor: bool
):
    here = factories.organization(collaboration=collaboration, name="Here")
    batch = brought(coordinator, "organizations", "name,place\nCame,Lima\n", {"name": 0, "place": 1})
    came = Organization.objects.get(name="Came")
    one, into = (here, came) if is_survivor else (came, here)
    merging(merge, one, into=into)
    assert undone(batch) == ("written", f"Records of this import were merged since ({one} → {into}). {FIRST}")
    merging(unmerge, Organization.everyone.get(pk=one.pk))
    assert undone(batch) == ("undone", "")
    assert not Organization.everyone.filter(name="Came").exists()
    assert Organization.objects.get(pk=here.pk).place == here.place


def test_what_was_changed_and_changed_back_can_be_taken_back(coordinator: Seat, collaboration: Collaboration):
    batch = brought(coordinator, "organizations", "name,place\nCame,Lima\n", {"name": 0, "place": 1})
    came = Organization.objects.get(name="Came")
    for place in ("Cusco", "Lima"):
        with pghistory.context(user=None):
            came.place = place
            came.save()
        assert undone(batch)[0] == ("written" if place == "Cusco" else "undone")
