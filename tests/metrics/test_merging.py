"""Merging leads every row to the survivor, and taking a merge back restores every row and every score, cell by cell."""

# ruff: noqa: S608  names of tables come from our own models and the catalogue
import json
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from collab.merging import MergeRefused, merge, unmerge
from collab.models import Collaboration, MovedRow, Organization, Person, Score
from metrics import tasks
from metrics.checking import differing
from metrics.demo.load import load_demo
from metrics.scoring import fresh_rows, is_stale

TODAY = date(2026, 6, 1)
COUNTED = {"collab.AuditEvent", "collab.MovedRow", "metrics.Stale", "metrics.Attempt"}
MERGE = {"merged_at"}


def rows_of(collaboration: Collaboration) -> dict[str, Any]:
    """Every row of every table of a collaboration, results and history left aside."""
    found = {}
    for model in apps.get_models():
        names = {one.name for one in model._meta.fields}
        if "collaboration" in names and "pgh_id" not in names and model._meta.label not in COUNTED:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT to_jsonb(t) FROM {model._meta.db_table} t WHERE collaboration_id = %s", [collaboration.pk]
                )
                found |= {(model._meta.db_table, str(row.get("id"))): row for row in _plain(cursor.fetchall())}
    with connection.cursor() as cursor:
        cursor.execute("SELECT backbone_id FROM collab_collaboration WHERE id = %s", [collaboration.pk])
        found["backbone", ""] = cursor.fetchone()
    return found


def _plain(rows: list[Any]) -> Iterator[dict[str, Any]]:
    for (row,) in rows:
        found = json.loads(row) if isinstance(row, str) else row
        yield {name: value for name, value in found.items() if name not in MERGE}


def named(one: Organization | Person) -> list[str]:
    """Tables in which a row still names it."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_table, of_column FROM collab_referring(%s::regclass)", [one._meta.db_table])
        for table, column in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [one.pk])
            found += [f"{table}.{column}"] * cursor.fetchone()[0]
    return found


def figures(collaboration: Collaboration) -> list[Any]:
    """Every cell that a computation gives."""
    fresh = fresh_rows(collaboration, today=TODAY, generation=1)
    rows = [*fresh.scores, *fresh.partners, *fresh.gates, fresh.pairs]
    return [
        {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
        for row in rows
    ]


def some_merges(collaboration: Collaboration, dice: random.Random) -> list[tuple[Any, Any]]:
    """Pairs of organisations and of people, chains among them."""
    pairs: list[tuple[Any, Any]] = []
    for model, count in ((Organization, 4), (Person, 4)):
        standing = list(model.objects.filter(collaboration=collaboration).order_by("pk"))
        for _ in range(count):
            one, into = dice.sample(standing, 2)
            standing.remove(one)
            pairs.append((one, into))
    dice.shuffle(pairs)
    return pairs


@pytest.fixture
def story(db: None) -> Collaboration:
    load_demo(today=TODAY)
    return Collaboration.objects.get(slug="mesa-riberena")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.django_db
def test_merges_taken_back_in_any_order_leave_every_row_and_cell_as_it_was(seed):
    load_demo(today=TODAY)
    dice = random.Random(seed)
    for here in Collaboration.objects.order_by("pk"):
        rows, cells = rows_of(here), figures(here)
        done = []
        for one, into in some_merges(here, dice):
            one.refresh_from_db()
            try:
                merge(one, into=into, by=None)
            except MergeRefused:  # somebody signs in
                continue
            done.append(one)
            assert named(one) == []
        assert len(done) > 4
        assert MovedRow.objects.filter(became__isnull=True).exists()
        assert figures(here) != cells
        dice.shuffle(done)
        for one in done:
            one.refresh_from_db()
            unmerge(one, by=None)
        assert rows_of(here) == rows
        assert figures(here) == cells
        assert not MovedRow.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1))
def test_a_merge_taken_back_among_others_is_as_if_it_had_never_been(story, seed):
    dice = random.Random(seed)
    pairs = some_merges(story, dice)
    left_out = dice.randrange(len(pairs))

    def tried(without: bool) -> tuple[dict[str, Any], list[Any]]:
        with transaction.atomic():
            for number, (one, into) in enumerate(pairs):
                if number != left_out or not without:
                    one.refresh_from_db()
                    with suppress(MergeRefused):
                        merge(one, into=type(into).everyone.get(pk=into.pk), by=None)
            if not without:
                gone = pairs[left_out][0]
                gone.refresh_from_db()
                unmerge(gone, by=None)
            found = rows_of(story), figures(story)
            transaction.set_rollback(True)
        return found

    without, taken_back = tried(True), tried(False)
    assert taken_back[0] == without[0]
    assert taken_back[1] == without[1]


@pytest.mark.slow
def test_scores_follow_a_merge_and_its_undoing(story):
    tasks.score(story.pk)
    before = list(Score.objects.filter(collaboration=story).order_by("metric", "month").values("value", "parts"))
    one, into = Organization.objects.filter(partner__isnull=False, collaboration=story).order_by("pk")[:2]
    merge(one, into=into, by=None)
    assert is_stale(story)
    tasks.score(story.pk)
    assert list(differing(story)) == []
    assert not one._meta.apps.get_model("collab", "PartnerScore").objects.filter(organization=one).exists()
    unmerge(one, by=None)
    assert is_stale(story)
    tasks.score(story.pk)
    assert list(differing(story)) == []
    after = list(Score.objects.filter(collaboration=story).order_by("metric", "month").values("value", "parts"))
    assert after == before
