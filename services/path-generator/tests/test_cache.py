"""What a goal finds is searched for once and is the same whoever finds it, whatever becomes of the cache."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from path_generator.adapters import cache
from path_generator.application.goal_search import CorpusFinder
from path_generator.domain.text import normalised
from redis.exceptions import ConnectionError as RedisConnectionError
from traclearn_corpus import GraphAway

GOAL = "how isolation levels work"
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
NAMES = [f"c{number}" for number in range(6)]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(cache, "POLL_S", (0, 0.001))


def entry(service):
    (key,) = service.redis.entries
    return key, json.loads(service.redis.entries[key])


async def test_second_process_finds_the_same_without_a_search(course):
    first = await course.process().find(GOAL)
    assert await course.process().find(GOAL) == first
    assert len(course.corpus.asked) == 1
    key, _ = entry(course)
    assert course.redis.lives == {
        key: cache.ENTRY_TTL,
        f"{key}:lock": timedelta(seconds=cache.LOCK_TIMEOUT_S),
    }


async def test_process_that_knows_it_asks_nobody_but_for_the_state(course):
    process = course.process()
    first, calls = await process.find(GOAL), course.redis.calls
    assert await process.find(GOAL) is first and course.redis.calls == calls


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), TEXTS, st.none() | st.floats(0, 1)), min_size=1, max_size=8),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=8),
    TEXTS,
)
def test_cached_finding_equals_the_uncached(new_service, chunks, edges, goal):
    async def compare():
        service = new_service()
        for concept, text, score in chunks:
            service.corpus.teach(concept, text, score=score)
        for concept, need in edges:
            service.corpus.teach(concept, needs=[need])
        uncached = CorpusFinder(service.corpus, new_service.wanted)
        try:
            wanted = await uncached.find(goal)
        except Exception as error:
            with pytest.raises(type(error)):
                await service.process().find(goal)
            return
        first = service.process()
        assert [await one.find(goal) for one in (first, first, service.process())] == [wanted] * 3
        assert len(service.corpus.asked) == 2

    asyncio.run(compare())


@given(st.text(), st.sampled_from([str.upper, str.title, lambda text: f"\n {text}\t", str]))
def test_normalising_a_goal_again_changes_nothing(text, change):
    assert normalised(normalised(text)) == normalised(text)
    if text.isascii():
        assert normalised(change(text)) == normalised(text)


@pytest.mark.parametrize("process", [0, 1])
async def test_change_of_the_corpus_is_a_miss(course, process):
    processes = [course.process(), course.process()]
    first = await processes[0].find(GOAL)
    course.corpus.teach("disk", "A disk keeps what is written to it.", score=0.95)
    course.corpus.generation += 1
    second = await processes[process].find(GOAL)
    assert second != first and len(course.corpus.asked) == 2
    assert await processes[0].find(GOAL) == await processes[1].find(GOAL) == second
    assert len(course.corpus.asked) == 2


async def test_entry_ends_after_an_hour(course):
    process = course.process()
    await process.find(GOAL)
    course.clock.now += cache.ENTRY_TTL
    assert await process.find_former(GOAL) is None
    await process.find(GOAL)
    assert len(course.corpus.asked) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda said: b"\x80 no JSON",
        lambda said: b"",
        lambda said: json.dumps(said | {"format": 0}).encode(),
        lambda said: json.dumps({name: value for name, value in said.items() if name != "found_at"}).encode(),
        lambda said: json.dumps(said | {"finding": []}).encode(),
        lambda said: json.dumps(said)[:-20].encode(),
    ],
    ids=["no JSON", "empty", "older format", "without its time", "another shape", "cut"],
)
async def test_entry_that_cannot_be_read_is_a_miss_and_is_replaced(course, change):
    first = await course.process().find(GOAL)
    key, said = entry(course)
    course.redis.entries[key] = change(said)
    assert await course.process().find_former(GOAL) is None
    assert await course.process().find(GOAL) == first
    assert len(course.corpus.asked) == 2 and entry(course) == (key, said)


async def test_other_goals_and_other_settings_have_entries_of_their_own(course):
    await course.process().find(GOAL)
    await course.process().find("another goal")
    other = course.process()
    other._settings = replace(other._settings, limit=3)
    await other.find(GOAL)
    assert len(course.corpus.asked) == len(course.redis.entries) == 3
    assert not any("isolation" in key for key in course.redis.entries)


async def test_finding_by_words_alone_is_not_kept(course):
    process, course.corpus.by_meaning = course.process(), False
    for _ in range(2):
        await process.find(GOAL)
    assert len(course.corpus.asked) == 2 and not course.redis.entries


async def test_hundred_equal_goals_at_once_in_two_processes_cost_one_search(course):
    processes, search = [course.process(), course.process()], course.corpus.search

    async def slow(goal, limit):
        await asyncio.sleep(0.02)
        return await search(goal, limit)

    course.corpus.search = slow
    found = await asyncio.gather(*(process.find(GOAL) for process in processes * 50))
    assert len(course.corpus.asked) == 1 and found == [found[0]] * 100
    assert len(course.redis.entries) == 1  # the lock is given back


async def test_process_that_gets_the_lock_late_finds_what_the_other_found(course):
    process, other, take = course.process(), course.process(), course.redis.set

    async def take_late(key, value, **how):
        course.redis.set = take
        await other.find(GOAL)
        return await take(key, value, **how)

    course.redis.set = take_late
    assert await process.find(GOAL) == await other.find(GOAL)
    assert len(course.corpus.asked) == 1


async def test_process_that_died_with_the_lock_is_waited_for_no_longer_than_said(course, monkeypatch):
    monkeypatch.setattr(cache, "MAX_WAIT_S", 0.05)
    process = course.process()
    course.redis.entries[f"{process._key(GOAL)}:lock"] = b"of one that died"
    assert (await process.find(GOAL)).coverage is not None
    assert course.redis.entries[f"{process._key(GOAL)}:lock"] == b"of one that died"


async def test_search_that_fails_is_everybodys_in_the_process_and_gives_the_lock_back(course):
    process, course.corpus.search = course.process(), failing
    found = await asyncio.gather(*(process.find(GOAL) for _ in range(5)), return_exceptions=True)
    assert [type(one) for one in found] == [GraphAway] * 5 and not course.redis.entries
    del course.corpus.search
    assert (await process.find(GOAL)).coverage is not None


async def failing(goal, limit):
    raise GraphAway("away", 30)


async def test_who_is_cancelled_takes_nothing_from_the_others(course):
    process, search, free = course.process(), course.corpus.search, asyncio.Event()

    async def slow(goal, limit):
        await free.wait()
        return await search(goal, limit)

    course.corpus.search = slow
    first, second = (asyncio.create_task(process.find(GOAL)) for _ in range(2))
    await asyncio.sleep(0.01)
    first.cancel()
    await asyncio.sleep(0)
    free.set()
    assert (await second).coverage is not None and first.cancelled() and len(course.corpus.asked) == 1


async def test_without_redis_each_process_searches_once(course):
    course.redis.fault = RedisConnectionError("gone")
    processes = [course.process(), course.process()]
    found = await asyncio.gather(*(process.find(GOAL) for process in processes * 50))
    assert found == [found[0]] * 100 and len(course.corpus.asked) == 2
    assert course.redis.calls == 2  # each asked once, and left it alone then


async def test_redis_that_goes_and_comes_back_with_older_entries_misleads_nobody(course):
    process = course.process()
    await process.find(GOAL)
    course.redis.fault = RedisConnectionError("gone")
    course.corpus.generation += 1
    course.corpus.teach("disk", "A disk keeps what is written to it.", score=0.95)
    second = await process.find(GOAL)
    course.redis.fault = None
    assert await course.process().find(GOAL) == second


async def test_former_finding_is_the_latest_that_any_process_made(course):
    processes = [course.process(), course.process()]
    await processes[0].find(GOAL)
    course.clock.now += timedelta(minutes=5)
    course.corpus.generation += 1
    await processes[1].find(GOAL)
    assert {(await one.find_former(GOAL)).found_at for one in processes} == {course.clock.now}
    course.redis.fault = RedisConnectionError("gone")
    former = await processes[0].find_former(GOAL)
    assert former.found_at == course.clock.now - timedelta(minutes=5)


async def test_process_keeps_the_goals_that_it_had_last(course, monkeypatch):
    monkeypatch.setattr(cache, "MAX_RECENT", 2)
    course.redis.fault = RedisConnectionError("gone")
    process = course.process()
    for goal in ("a", "b", "a", "c", "a", "b"):
        await process.find(goal)
    assert course.corpus.asked == ["a", "b", "c", "b"]


async def test_finding_too_large_for_redis_stays_in_the_process(course, monkeypatch):
    monkeypatch.setattr(cache, "MAX_ENTRY_BYTES", 100)
    process = course.process()
    for _ in range(2):
        await process.find(GOAL)
    assert len(course.corpus.asked) == 1 and not course.redis.entries
