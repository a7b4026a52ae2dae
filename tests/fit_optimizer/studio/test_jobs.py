"""Work in the background: told as it goes, ended in a sentence, cancelled, and forgotten after a while."""

import asyncio
from threading import Event

import pytest

from fit_optimizer.studio.desk import Desk
from fit_optimizer.studio.jobs import MOST_KEPT, MOST_RUNNING, Found, Jobs, NoSuchJob, TooManyJobs
from rider_models.errors import PedalfitError


@pytest.fixture
def jobs():
    return Jobs(Desk(1))  # its workers are never asked


async def ended(jobs, name):
    while jobs.state(name).state == "running":
        await asyncio.sleep(0.002)
    return jobs.state(name)


def finish(lent, tell):
    tell(0.5, "half way")
    return Found(notes=("found",))


def refuse(lent, tell):
    raise PedalfitError("nothing can be ridden")


def fail(lent, tell):
    raise ZeroDivisionError


def test_what_a_job_found_is_kept(jobs):
    async def run():
        return await ended(jobs, jobs.start("fit", finish).job)

    state = asyncio.run(run())
    assert (state.state, state.done, state.notes) == ("done", 1.0, ["found"])


@pytest.mark.parametrize(
    ("work", "said"), [(refuse, "nothing can be ridden"), (fail, "ZeroDivisionError")]
)
def test_a_job_that_fails_says_why(jobs, work, said):
    async def run():
        return await ended(jobs, jobs.start("fit", work).job)

    state = asyncio.run(run())
    assert state.state == "failed"
    assert said in state.words


def test_a_job_tells_how_far_it_is_and_ends_when_it_is_cancelled(jobs):
    told, go = Event(), Event()

    def work(lent, tell):
        tell(0.25, "a quarter")
        told.set()
        go.wait(10)
        tell(0.5, "never told")
        return Found(notes=("never",))

    async def run():
        name = jobs.start("check", work).job
        await asyncio.to_thread(told.wait, 10)
        before = jobs.state(name)
        jobs.cancel(name)
        go.set()
        return before, await ended(jobs, name)

    before, after = asyncio.run(run())
    assert (before.done, before.words) == (0.25, "a quarter")
    assert (after.state, after.notes, after.done) == ("cancelled", [], 0.25)


def test_no_more_jobs_than_the_machine_bears_run_at_once(jobs):
    go = Event()

    def work(lent, tell):
        go.wait(10)
        return Found()

    async def run():
        names = [jobs.start("fit", work).job for _ in range(MOST_RUNNING)]
        with pytest.raises(TooManyJobs, match="cancel"):
            jobs.start("fit", work)
        go.set()
        for name in names:
            await ended(jobs, name)
        return await ended(jobs, jobs.start("fit", work).job)

    assert asyncio.run(run()).state == "done"


def test_old_jobs_are_forgotten_and_said_to_be(jobs):
    async def run():
        names = []
        for _ in range(MOST_KEPT + 3):
            names.append(jobs.start("fit", finish).job)
            await ended(jobs, names[-1])
        return names

    names = asyncio.run(run())
    with pytest.raises(NoSuchJob, match="start it again"):
        jobs.state(names[0])
    assert jobs.state(names[-1]).state == "done"
    with pytest.raises(NoSuchJob, match="no fit"):
        jobs.fit_of(names[-1])
