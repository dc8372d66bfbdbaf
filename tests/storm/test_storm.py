"""Whatever is killed while people save: nothing acknowledged is lost, nothing stands twice, and scores become right."""

import os
import random
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from tests.browser.stack import wait_for
from tests.browser.visitor import Answer, Form, Pair, Visitor
from tests.storm.conftest import OwnStack

pytestmark = pytest.mark.slow

# ./dev storm sets them; the small version runs with every ./dev test --all
MEETINGS = int(os.environ.get("STORM_MEETINGS", "72"))
KILLS = int(os.environ.get("STORM_KILLS", "5"))
CLIENTS = 8 if MEETINGS >= 500 else 4
WITHOUT_BROKER = 100
BETWEEN_KILLS = max(1, MEETINGS // (KILLS + 1))  # meetings acknowledged between one kill and the next
SEED = 2017
FRESH_SECONDS = 30.0
GIVE_UP_SECONDS = 60.0  # for one meeting, retries included
VICTIMS = ("worker", "web", "beat", "valkey", "postgres")


@dataclass
class Diary:
    """What the clients were told: the oracle of every test here."""

    form: Form
    path: str
    begun: float = field(default_factory=time.monotonic)
    acknowledged: dict[UUID, str] = field(default_factory=dict)
    tries: int = 0
    slowest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, number: UUID, answer: Answer) -> None:
        """This meeting was said to be saved."""
        with self.lock:
            self.acknowledged[number] = answer.to
            self.slowest = max(self.slowest, answer.took)

    def meeting(self, number: UUID, text: str) -> list[Pair]:
        """Two people who met, and one promise."""
        first, second, *_rest = self.form.choices["who"]
        return self.form.filled([
            ("id", str(number)), ("who", first), ("who", second), ("mode", "call"), ("topics", text),
            ("promises-0-who", first), ("promises-0-text", f"Promise of {text}"),
        ])  # fmt: skip


@pytest.fixture
def diary(stack: OwnStack, visitor: Visitor) -> Diary:
    """An empty diary over the real form of the first collaboration."""
    [(slug,)] = stack.rows("SELECT slug FROM collab_collaboration WHERE ended_on IS NULL ORDER BY slug LIMIT 1")
    path = f"/c/{slug}/meetings/new/"
    return Diary(visitor.form(path, "who"), path)


def save(visitor: Visitor, diary: Diary, text: str) -> UUID:
    """Send one meeting until the answer is clear, always under the same id."""
    number, deadline = uuid4(), time.monotonic() + GIVE_UP_SECONDS
    while True:
        diary.tries += 1
        try:
            answer = visitor.post(diary.path, diary.meeting(number, text))
        except OSError as error:
            said = repr(error)
        else:
            if answer.status == 302:
                diary.note(number, answer)
                return number
            assert answer.status >= 500, f"{answer.status}: {answer.text[:2000]}"
            said = str(answer.status)
        assert time.monotonic() < deadline, f"a meeting could not be saved: {said}"
        time.sleep(0.2)


def counts(stack: OwnStack, diary: Diary) -> tuple[int, int, int, int]:
    """Meetings, attendances and promises under the acknowledged ids, and meetings that nobody was told of."""
    ids = list(diary.acknowledged)
    [found] = stack.rows(
        "SELECT (SELECT count(*) FROM collab_meeting WHERE id = ANY(%(ids)s)),"
        " (SELECT count(*) FROM collab_attendance WHERE meeting_id = ANY(%(ids)s)),"
        " (SELECT count(*) FROM collab_commitment WHERE meeting_id = ANY(%(ids)s)),"
        " (SELECT count(*) FROM collab_meeting WHERE topics LIKE 'Storm%%' AND NOT id = ANY(%(ids)s))",
        {"ids": ids},
    )
    return found


def test_meetings_are_saved_while_the_broker_is_down_and_scored_once_it_is_back(
    stack: OwnStack, visitor: Visitor, diary: Diary
) -> None:
    stack.kill("valkey")
    home = diary.path.removesuffix("meetings/new/")
    try:
        with ThreadPoolExecutor(CLIENTS) as pool:
            jobs = [pool.submit(save, visitor.twin(), diary, f"Calm {n}") for n in range(WITHOUT_BROKER)]
            answers = {page: visitor.get(page) for page in ("/", home, f"{home}meetings/", f"{home}meetings/new/")}
            for job in jobs:
                job.result()
    finally:
        stack.start("valkey")
    back = time.monotonic()
    assert {page: answer.status for page, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert diary.tries == WITHOUT_BROKER, "every meeting was saved at the first try"
    assert counts(stack, diary)[:3] == (WITHOUT_BROKER, 2 * WITHOUT_BROKER, WITHOUT_BROKER)
    assert stack.rows("SELECT count(*) > 0 FROM metrics_stale") == [(True,)], "nobody scored without a broker"
    stack.wait_until_fresh(FRESH_SECONDS)
    print(f"\nslowest answer {max(a.took for a in answers.values()):.2f} s, slowest save {diary.slowest:.2f} s; "
          f"scored {time.monotonic() - back:.1f} s after the broker was back")  # fmt: skip
    stack.manage("recompute", "--check")


def test_nothing_is_lost_or_doubled_whatever_is_killed(stack: OwnStack, visitor: Visitor, diary: Diary) -> None:
    enough = threading.Event()

    def client(number: int) -> None:
        one, n = visitor.twin(), 0
        while not enough.is_set():
            n += 1
            saved = save(one, diary, f"Storm {number}-{n}")
            if n % 5 == 0:  # somebody presses the button again, perhaps while nobody answers
                with suppress(OSError):
                    again = one.post(diary.path, diary.meeting(saved, f"Storm {number}-{n}"))
                    assert again.status >= 500 or (again.status, again.to) == (302, diary.acknowledged[saved])

    with ThreadPoolExecutor(CLIENTS) as pool:
        jobs = [pool.submit(client, number) for number in range(CLIENTS)]
        try:
            for victim in victims():
                wait_for_more(diary, jobs)
                stack.kill(victim)
                last = time.monotonic()
                stack.start(victim)
            wait_for_more(diary, jobs, up_to=MEETINGS)
        finally:
            enough.set()
        for job in jobs:
            job.result()
    stack.wait_until_fresh(last + FRESH_SECONDS - time.monotonic())
    fresh = time.monotonic() - last
    saved = len(diary.acknowledged)
    print(f"\n{saved} meetings by {CLIENTS} clients in {diary.tries} tries, {KILLS} kills; "
          f"all fresh {fresh:.1f} s after the last kill")  # fmt: skip
    assert counts(stack, diary) == (saved, 2 * saved, saved, 0)
    stack.manage("recompute", "--check")


def victims() -> list[str]:
    """Whom to kill, in an order that looks like chance and is the same each time; each of them before any again."""
    chance, found = random.Random(SEED), []
    while len(found) < KILLS:
        found += chance.sample(VICTIMS, len(VICTIMS))
    return found[:KILLS]


def wait_for_more(diary: Diary, jobs: list[Future[None]], *, up_to: int = 0) -> None:
    """Until the clients have saved some more and at least so many, or one of them found something wrong."""
    wanted = max(len(diary.acknowledged) + BETWEEN_KILLS, up_to)

    def saved() -> bool:
        for job in jobs:
            if job.done():
                job.result()
        return len(diary.acknowledged) >= wanted

    wait_for(saved, GIVE_UP_SECONDS + wanted - len(diary.acknowledged), "the clients save too little")
