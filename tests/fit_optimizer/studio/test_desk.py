"""The workers that all pages share: the newest question of a page, and what is lent to jobs."""

import asyncio
import os
import time
from threading import Event

import pytest

from fit_optimizer.studio.desk import MOST_LANES, Cancelled, Desk, Dropped, Lent
from fit_optimizer.workers.lasting import WorkersLost
from rider_models.errors import PedalfitError


def after(seconds, answer):
    time.sleep(seconds)
    return answer


def refuse():
    raise PedalfitError("no")


def die():
    os._exit(1)


@pytest.fixture(scope="module")
def desk():
    found = Desk(2, ready="json")  # nothing to load: its workers are quickly replaced
    found.open()
    yield found
    found.close()


def test_of_a_pages_questions_the_first_and_the_newest_are_answered(desk):
    async def ask():
        asked = [desk.newest("page", "moved", after, 0.05, n) for n in range(200)]
        return await asyncio.gather(*asked, return_exceptions=True)

    answers = asyncio.run(ask())
    answered = [one for one in answers if not isinstance(one, Dropped)]
    assert answered in ([199], [0, 199])
    assert desk.waiting == 0


def test_pages_and_kinds_of_question_do_not_drop_each_other(desk):
    async def ask():
        return await asyncio.gather(
            desk.newest("one", "moved", after, 0.01, 1),
            desk.newest("two", "moved", after, 0.01, 2),
            desk.newest("one", "ridden", after, 0.01, 3),
        )

    assert asyncio.run(ask()) == [1, 2, 3]


def test_pages_that_come_and_go_are_forgotten(desk):
    async def ask():
        for n in range(MOST_LANES + 20):
            await desk.newest(f"page {n}", "moved", after, 0, n)

    asyncio.run(ask())
    assert len(desk._lanes) <= MOST_LANES


def test_a_refusal_reaches_who_asked(desk):
    with pytest.raises(PedalfitError, match="no"):
        asyncio.run(desk.ask(refuse))


def test_a_question_that_kills_every_worker_is_given_up_and_others_go_on(desk):
    async def ask():
        with pytest.raises(WorkersLost, match="died"):
            await desk.ask(die)
        return await desk.ask(after, 0, "alive")

    assert asyncio.run(ask()) == "alive"


def test_what_is_lent_answers_in_order_and_leaves_a_worker_for_the_pages(desk):
    async def ask():
        lent = Lent(desk, asyncio.get_running_loop(), Event())
        found = []
        job = asyncio.to_thread(lambda: found.extend(lent.map(after, [0.02] * 100, range(100))))
        task = asyncio.create_task(job)
        while desk.waiting == 0:
            await asyncio.sleep(0.001)
        most = 0
        for _ in range(5):
            most = max(most, desk.waiting)
            await desk.ask(after, 0, 0)
        assert not task.done()
        await task
        return found, most

    found, most = asyncio.run(ask())
    assert found == list(range(100))
    assert most == 1


def test_what_is_cancelled_stops_before_its_next_piece(desk):
    async def ask():
        ended = Event()
        lent = Lent(desk, asyncio.get_running_loop(), ended)
        found = []

        def work():
            for answer in lent.map(after, [0.02] * 1000, range(1000)):
                found.append(answer)
                if answer == 3:
                    ended.set()

        with pytest.raises(Cancelled):
            await asyncio.to_thread(work)
        return found

    assert len(asyncio.run(ask())) < 8
