from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace

import pytest

from agent.database import Database
from agent.delivery.inbox import Job, LeaseLost, NewJob, SqlInbox
from agent.delivery.intake import Intake


@pytest.fixture
def inbox(database: Database) -> SqlInbox:
    return SqlInbox(database)


def job(number: int, conversation: str = "c", *, workspace: str = "", user: str = "") -> NewJob:
    body = {"text": f"问题{number}"}
    return NewJob(f"{conversation}/{number}", conversation, f"{number:06}", "message", body, workspace, user)


def keys(jobs: list[Job]) -> list[str]:
    return [job.key for job in jobs]


def test_a_job_is_accepted_once(inbox: SqlInbox):
    """However often it is delivered, there is one job."""
    assert inbox.add([job(1), job(1), job(2)]) == [True, False, True]
    assert inbox.add([job(1)]) == [False]
    assert inbox.waiting() == 2


def test_a_conversation_is_worked_on_in_order_and_one_at_a_time(inbox: SqlInbox):
    """The next message of a conversation is given out when the one before is done; other conversations go on."""
    inbox.add([job(2), job(1), job(1, "other")])
    first = inbox.claim("a", lease=30, limit=10)

    assert sorted(keys(first)) == ["c/1", "other/1"]
    assert inbox.claim("b", lease=30, limit=10) == []
    inbox.finish(next(j for j in first if j.key == "c/1"), "answered")
    assert keys(inbox.claim("b", lease=30, limit=10)) == ["c/2"]


def test_an_older_message_that_comes_late_waits_for_the_one_at_work(inbox: SqlInbox):
    """Two messages of a conversation are never worked on at once, in whatever order they come."""
    inbox.add([job(2)])
    (later,) = inbox.claim("a", lease=30, limit=10)
    inbox.add([job(1)])

    assert inbox.claim("b", lease=30, limit=10) == []
    inbox.finish(later, "answered")
    assert keys(inbox.claim("b", lease=30, limit=10)) == ["c/1"]


def test_a_dead_process_is_taken_over_with_what_it_reached(inbox: SqlInbox):
    """Whoever takes over sees the turn, the answer and the post that was being tried."""
    inbox.add([job(1)])
    (dead,) = inbox.claim("dead", lease=0.2, limit=1)
    inbox.begin_turn(dead, 7)
    inbox.save_answer(dead, {"parts": [{"text": "十"}, {}]})
    inbox.end_post(dead, 1)
    inbox.begin_post(dead, 1)
    assert inbox.claim("b", lease=30, limit=1) == []
    time.sleep(0.3)
    (taken,) = inbox.claim("b", lease=30, limit=1)

    assert taken == replace(
        dead,
        owner="b",
        attempt=2,
        turn=7,
        answer={"parts": [{"text": "十"}, {}]},
        posted=1,
        posting=1,
        posting_age=taken.posting_age,
    )
    assert 0.2 < taken.posting_age < 5


def test_a_process_that_was_only_slow_cannot_go_on(inbox: SqlInbox):
    """What was taken over is written by its new owner alone."""
    inbox.add([job(1)])
    (slow,) = inbox.claim("slow", lease=0, limit=1)
    time.sleep(0.01)
    (taken,) = inbox.claim("b", lease=30, limit=1)

    for write in (
        lambda: inbox.save_answer(slow, {}),
        lambda: inbox.begin_post(slow, 0),
        lambda: inbox.finish(slow, "answered"),
        lambda: inbox.give_back(slow, delay=0, failed=False),
    ):
        with pytest.raises(LeaseLost):
            write()
    inbox.finish(taken, "answered")


def test_a_renewed_lease_is_kept(inbox: SqlInbox):
    """A process that lives keeps its jobs, however long they take."""
    inbox.add([job(1)])
    inbox.claim("a", lease=0.1, limit=1)
    inbox.renew("a", ["c/1"], lease=30)
    time.sleep(0.2)

    assert inbox.claim("b", lease=30, limit=1) == []


def test_a_job_given_back_waits_as_long_as_it_was_told(inbox: SqlInbox):
    """It blocks its conversation meanwhile, so that order is kept."""
    inbox.add([job(1), job(2)])
    (first,) = inbox.claim("a", lease=30, limit=5)
    inbox.give_back(first, delay=0.3, failed=True)

    assert inbox.claim("a", lease=30, limit=5) == []
    time.sleep(0.4)
    (again,) = inbox.claim("a", lease=30, limit=5)
    assert (again.key, again.failures) == ("c/1", 1)


def test_ten_thousand_redeliveries_add_nothing(inbox: SqlInbox):
    """Replays, at once or late, of messages that are open or done, make no second job."""
    jobs = [job(n, f"c{n % 50}") for n in range(200)]
    inbox.add(jobs)
    while claimed := inbox.claim("a", lease=30, limit=50):
        for done in claimed[: len(claimed) // 2 + 1]:
            inbox.finish(done, "answered")
        if inbox.waiting() < 100:
            break

    assert not any(fresh for _ in range(50) for fresh in inbox.add(jobs))


def test_rates_are_counted_by_user_and_workspace(inbox: SqlInbox):
    """A job knows how many came before it, from its user and from its workspace."""
    inbox.add(
        [
            job(1, "a", workspace="T", user="U"),
            job(1, "b", workspace="T", user="V"),
            job(1, "c", workspace="S", user="U"),
        ]
    )
    mine = next(j for j in inbox.claim("a", lease=30, limit=5) if j.key == "a/1")

    assert inbox.recent(workspace="T", user="U", before=mine.received, seconds=60) == 1
    assert inbox.recent(workspace="T", user=None, before=time.time() + 5, seconds=60) == 2


def test_finished_jobs_are_forgotten_in_time(inbox: SqlInbox):
    """Retention takes what is done and old, and nothing else."""
    inbox.add([job(1), job(1, "d")])
    done = next(j for j in inbox.claim("a", lease=30, limit=5) if j.conversation == "c")
    inbox.finish(done, "answered")

    assert inbox.prune(older_than=60) == 0
    assert inbox.prune(older_than=-1) == 1
    assert inbox.add([job(1), job(1, "d")]) == [True, False]


def test_two_processes_share_the_work_without_overlap(database: Database):
    """Each job is claimed once, and each conversation stays in order, when several claim at the same time."""
    inbox = SqlInbox(database)
    inbox.add([job(n, f"c{c}") for c in range(8) for n in range(5)])
    seen: list[str] = []
    lock = threading.Lock()

    def work(owner: str) -> None:
        own = SqlInbox(database)
        while own.waiting():
            for claimed in own.claim(owner, lease=30, limit=3):
                with lock:
                    seen.append(claimed.key)
                own.finish(claimed, "answered")

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(seen) == len(set(seen)) == 40
    for c in range(8):
        assert [key for key in seen if key.startswith(f"c{c}/")] == [f"c{c}/{n}" for n in range(5)]


async def test_events_that_come_together_share_a_commit(inbox: SqlInbox):
    """Each sender is told of its own job, when it is safe."""
    woken = []
    intake = Intake(inbox, woken=lambda: woken.append(1))
    results = await asyncio.gather(*(intake.accept(job(n % 20)) for n in range(60)))

    assert sum(results) == 20
    assert inbox.waiting() == 20
    assert 1 <= len(woken) <= 20
