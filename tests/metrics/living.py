"""A collaboration that is written to at random, as people and imports do it; its figures are watched all the way."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from collab.merging import MergeRefused, merge, unmerge
from collab.models import (
    Attendance,
    Collaboration,
    Commitment,
    Meeting,
    Organization,
    Person,
    Seat,
)
from government.erasing import erase
from government.models import NoneFound, StateRole
from metrics import tasks
from metrics.exchange.working import work_on
from metrics.formulas.catalogue import PARTNER_READINESS
from metrics.models import Import, WeightSet
from partners.models import PartnerStage, Tie
from tests import factories
from tests.government import story
from tests.metrics.importing import imported
from tests.metrics.watching import watch

SIZE, AGE = 4, 170  # the backbone and three partners; days since the start, five months and the running one
TIMES = (1, 2, 5)

who = st.integers(0, SIZE - 1)
two = st.lists(who, min_size=2, max_size=2, unique=True)
some = st.lists(who, min_size=1, max_size=SIZE, unique=True)
ago = st.integers(-20, 420)
which = st.integers(0, 30)
level = st.none() | st.integers(0, 4)
OF_THE_WHOLE = ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "C1", "C2", "C3", "C4", "C7", "D1", "D2", "D3", "D4", "D5")


class Undone(Exception):
    """Ends a life: nothing of it stays in the database."""


class Living(RuleBasedStateMachine):
    """Add, edit, close, import, undo, erase and delete; tasks come once, twice or five times, among those of others."""

    checked = 0
    moved = 0
    undone = 0
    merged = 0

    @initialize()
    def begin(self) -> None:
        self.here: Collaboration = factories.collaboration()
        self.today = self.here.today()
        Collaboration.objects.filter(pk=self.here.pk).update(started_on=self.today - timedelta(days=AGE))
        self.here.refresh_from_db()
        self.other: Collaboration = factories.collaboration(started_on=self.today)
        self.members: list[Organization] = [self.here.backbone]
        self.members += [factories.organization(collaboration=self.here) for _ in range(SIZE - 1)]
        self.partners = [factories.partner(one) for one in self.members[1:]]
        self.people = [factories.person(organization=one) for one in self.members]
        self.mandates = [story.mandate(self.here, from_on=self.here.started_on) for _ in range(2)]
        self.liaisons = [story.liaison(one, from_on=self.here.started_on) for one in self.mandates]
        self.seat: Seat = factories.seat(collaboration=self.here, organization=self.members[0])
        self.meetings: list[Meeting] = []
        self.promises: list[Commitment] = []
        self.rows: list[Any] = []
        self.imports: list[Import] = []

    # --- add -----------------------------------------------------------------------------------------------------
    @rule(
        present=some, days=ago, mode=st.sampled_from(Meeting.Mode.values), is_held=st.booleans(), caller=st.none() | who
    )
    def log_a_meeting(self, present: list[int], days: int, mode: str, is_held: bool, caller: int | None) -> None:
        called_by = None if caller is None else self.members[caller]
        there, people = [self.members[one] for one in present], (self.people[present[0]],) if len(present) > 1 else ()
        of = {"people": people, "held_at": self._at(days), "mode": mode, "is_held": is_held, "called_by": called_by}
        # two that are one organisation by now are there once
        self._take(lambda: self.meetings.append(factories.meeting(*there, **of)) or [])

    @rule(pair=two, to_all=st.booleans(), days=ago)
    def promise(self, pair: list[int], to_all: bool, days: int) -> None:
        first, second = (self.members[one] for one in pair)
        due_on = self._on(days)
        on = {"made_on": due_on - timedelta(30), "due_on": due_on}
        self._take(lambda: self.promises.append(factories.commitment(first, None if to_all else second, **on)) or [])

    @rule(pair=two, days=ago, said=st.tuples(*[st.none() | st.integers(1, 4)] * 3), joint=st.none() | st.integers(0, 5))
    def answer(self, pair: list[int], days: int, said: tuple[int | None, ...], joint: int | None) -> None:
        rater, subject = (self.members[one] for one in pair)
        self._take(lambda: factories.answers(rater, subject, trust=said, joint=joint, counted_on=self._on(days)))

    @rule(place=which, assessor=who, criterion=st.sampled_from(PARTNER_READINESS.keys), given=level, days=ago)
    def rate_a_partner(self, place: int, assessor: int, criterion: str, given: int | None, days: int) -> None:
        of = {"criterion": criterion, "assessor": self.members[assessor], "rated_on": self._on(days)}
        self._take(lambda: [factories.readiness_rating(self.partners[place % len(self.partners)], given, **of)])

    @rule(assessor=who, item=st.sampled_from(OF_THE_WHOLE), given=st.integers(0, 2), days=ago)
    def rate_the_whole(self, assessor: int, item: str, given: int, days: int) -> None:
        of = {"assessor": self.members[assessor], "rated_on": self._on(days)}
        self._take(lambda: [factories.collaboration_rating(self.here, item, given, **of)])

    @rule(proposed=some, approved=some, is_carried=st.booleans(), days=ago)
    def decide(self, proposed: list[int], approved: list[int], is_carried: bool, days: int) -> None:
        sides = {side: tuple(self.members[one] for one in by) for side, by in
                 (("proposed", proposed), ("approved", approved))}  # fmt: skip
        self._take(lambda: factories.decision(is_carried=is_carried, decided_on=self._on(days), **sides) and [])

    @rule(by=some, days=ago, is_approved=st.booleans())
    def write_a_strategy(self, by: list[int], days: int, is_approved: bool) -> None:
        on = self._on(days)
        text = factories.strategy(self.here, drafted_on=on, approved_on=on if is_approved else None)
        part = {"proposed_on": on, "accepted_on": on + timedelta(3)}
        for one in (self.members[place] for place in by):
            self._take(lambda one=one: [factories.contribution(text, one, **part)])
            self._take(lambda one=one: [factories.endorsement(text, one, given_on=on + timedelta(by[0]))])

    @rule(one=who, amount=st.integers(1, 900), days=ago)
    def give(self, one: int, amount: int, days: int) -> None:
        self._take(lambda: [factories.resource(self.members[one], amount, given_on=self._on(days))])

    @rule(one=who, days=ago)
    def lead(self, one: int, days: int) -> None:
        self._take(lambda: [factories.leadership(self.members[one], from_on=self._on(days))])

    @rule(place=which, days=ago, given=st.integers(0, 4))
    def watch_the_state(self, place: int, days: int, given: int) -> None:
        mandate, on = self.mandates[place % 2], self._on(days)
        mine = {"collaboration": self.here, "mandate": mandate}
        self._take(lambda: [story.stance(mandate, given, seen_on=on)])
        self._take(lambda: [story.rating(self.liaisons[place % 2], (given, 4, 3, 4, given), rated_on=on)])
        self._take(lambda: [NoneFound.objects.create(confirmed_on=on, **mine)])
        role = StateRole.Role.values[given % 3]
        self._take(
            lambda: [StateRole.objects.create(collaboration=self.here, role=role, from_on=on, reason="So it is")]
        )

    @rule(place=which, days=ago, timing=st.sampled_from(["before framing", "before draft", "later"]))
    def consult_the_state(self, place: int, days: int, timing: str) -> None:
        made = story.consultation(self.mandates[place % 2], timing, held_at=self._at(days))
        self.meetings.append(made.meeting)

    @rule(one=which, days=ago, stage=st.sampled_from(PartnerStage.Stage.values))
    def reach_a_stage(self, one: int, days: int, stage: str) -> None:
        self._take(lambda: [factories.partner_stage(self.partners[one % 3], stage, from_on=self._on(days))])

    # --- edit, close, import, erase, delete ------------------------------------------------------------------------
    @rule(place=which, days=ago, is_held=st.booleans(), guest=who)
    def edit_a_meeting(self, place: int, days: int, is_held: bool, guest: int) -> None:
        if self.meetings:
            one = self.meetings[place % len(self.meetings)]
            one.held_at, one.is_held = self._at(days), is_held
            one.save()
            self._take(lambda: Attendance.objects.create(
                collaboration=self.here, meeting=one, organization=self.members[guest]) and [])  # fmt: skip

    @rule(place=which, outcome=st.sampled_from(Commitment.Outcome.values[1:]), after=st.integers(-20, 150))
    def close_a_promise(self, place: int, outcome: str, after: int) -> None:
        if self.promises:
            one = self.promises[place % len(self.promises)]
            if not Commitment.objects.filter(pk=one.pk).exists():  # a promise to oneself, since a merge
                return
            one.refresh_from_db()
            one.close(outcome=Commitment.Outcome(outcome), on=one.due_on + timedelta(after), reason="It came so")

    @rule(pair=two, is_needed=st.booleans(), days=st.integers(0, 100))
    def agree_on_a_tie(self, pair: list[int], is_needed: bool, days: int) -> None:
        first, second = (self.members[one] for one in pair)
        self._take(
            lambda: Tie.agree(first, second, is_needed=is_needed, cadence_days=30, from_on=self._on(days)) and []
        )

    @rule(joint=st.lists(st.integers(0, 5), min_size=3, max_size=3), days=ago)
    def import_a_network(self, joint: list[int], days: int) -> None:
        ends = [(0, 1), (1, 0), (2, 3)]
        rows = [f"{self.members[a].name},{self.members[b].name},{n}" for (a, b), n in zip(ends, joint, strict=True)]
        on = min(self._on(days), self.today)
        batch = imported(self.seat, "network", "\n".join(["from,to,level", *rows]), counted_on=on.isoformat())
        assert batch.state == Import.State.WRITTEN, batch.trouble
        self.imports.append(batch)

    @rule(names=st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True), days=ago, present=two,
          is_mistake=st.booleans())  # fmt: skip
    def import_meetings(self, names: list[int], days: int, present: list[int], is_mistake: bool) -> None:
        """A sheet of meetings: those with a name that an earlier sheet brought on that day are changed."""
        there = "; ".join(self.members[one].name for one in present)
        rows = [f"{self._on(days)} 12:00,Sheet {one},video,{there}" for one in names]
        batch = imported(self.seat, "meetings", "\n".join(["when,topics,how,organisations present", *rows]))
        assert batch.state == Import.State.WRITTEN, batch.trouble
        self.imports.append(batch)
        if is_mistake:
            self.undo_an_import(len(self.imports) - 1)

    @rule(place=which)
    def undo_an_import(self, place: int) -> None:
        """Taken back as a whole, or refused as a whole where somebody changed its rows since."""
        if self.imports:
            batch = self.imports.pop(place % len(self.imports))
            batch.move(Import.State.UNDOING, only_from=(Import.State.WRITTEN,))
            work_on(batch)
            Living.undone += batch.state == Import.State.UNDONE

    @rule(month=st.integers(0, 6), trust=st.integers(0, 9), half_life=st.sampled_from([None, 30.0, 90.0]))
    def weigh_anew(self, month: int, trust: int, half_life: float | None) -> None:
        weights = {"relationship": {"trust": trust, "commitments": 2, "joint_work": 2, "contact": 1, "reciprocity": 1}}
        WeightSet.objects.create(
            collaboration=self.here, from_month=month, weights=weights, half_life=half_life, why="Agreed",
            set_by=self.seat.user,
        )  # fmt: skip

    @rule(one=who)
    def erase_a_person(self, one: int) -> None:
        self._take(lambda: erase(self.people[one], by=self.seat.user) and [])
        self.people[one] = factories.person(organization=self.members[one])

    @rule(pair=two, what=st.sampled_from(["organizations", "people", "back"]))
    def merge_or_take_back(self, pair: list[int], what: str) -> None:
        """Two become one, or a merge is taken back; who was merged goes on being written to, as late clients do."""
        if what == "organizations":
            self._merge(*(Organization.everyone.get(pk=self.members[place].pk) for place in pair))
        elif what == "people":
            self._merge(*(Person.everyone.get(pk=self.people[place].pk) for place in pair))
        else:
            self._take_merge_back(pair[0])

    def _take_merge_back(self, place: int) -> None:
        kinds = (Organization.everyone, Person.everyone)
        merged = [one for rows in kinds for one in rows.filter(collaboration=self.here).exclude(merged_into=None)]
        if merged:
            with suppress(MergeRefused):  # erased since
                unmerge(merged[place % len(merged)], by=self.seat.user)

    def _merge(self, one: Any, into: Any) -> None:
        with suppress(MergeRefused):
            merge(one, into=into, by=self.seat.user)
            Living.merged += 1

    @rule(place=which)
    def take_back(self, place: int) -> None:
        """What was recorded by mistake is deleted."""
        if self.rows:
            self.rows.pop(place % len(self.rows)).delete()

    # --- deliver ---------------------------------------------------------------------------------------------------
    @rule(times=st.sampled_from(TIMES), seed=st.integers(0, 99))
    def deliver(self, times: int, seed: int) -> None:
        """Hints of this collaboration, of another and of one that is gone, in any order."""
        hints = [one for one in (self.here.pk, self.other.pk, self.other.pk + 10_000) for _ in range(times)]
        random.Random(seed).shuffle(hints)
        for one in hints:
            tasks.score(one)
        self.check()

    def check(self) -> None:
        """Nothing waits, every cell is what a computation from scratch gives, parts and changes add up."""
        Living.moved += watch(self.here, self.seat)
        Living.checked += 1

    def teardown(self) -> None:
        try:
            if hasattr(self, "seat"):
                self.deliver(1, 0)
        finally:
            self._atomic.__exit__(Undone, Undone(), None)

    def __init__(self) -> None:
        super().__init__()
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def _take(self, make: Callable[[], list[Any]]) -> None:
        """Write, or be refused by the database, which takes one of a kind a day."""
        try:
            with transaction.atomic():
                self.rows += make()
                with connection.cursor() as cursor:  # what hangs on a row that was put away is refused
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        except IntegrityError:
            pass

    def _on(self, days: int) -> date:
        return self.today - timedelta(days)

    def _at(self, days: int) -> datetime:
        return datetime.combine(self._on(days), time(12), UTC)
