"""A goal becomes a path, or it is said why not; once, whatever comes again."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4, uuid5

import pytest
from path_generator.adapters.cache import ENTRY_TTL
from path_generator.application.generation import MAX_ASKING_S, MAX_INFERENCE_WAIT
from path_generator.handlers.failures import failed
from structlog.testing import capture_logs
from traclearn_contracts.events import parse
from traclearn_corpus import GraphAway
from traclearn_worker import Busy, Unavailable
from traclearn_worker.breaker import Breakers
from traclearn_worker.testing import FakeWork


class LateWork(FakeWork):
    """Nearly at the end of its time."""

    elapsed = MAX_ASKING_S + 1


async def ask(service, event, work=None):
    (said,) = await service.requests.handle(event, work or FakeWork(service.store))
    parse(said.source, said.detail_type, json.loads(json.dumps(said.detail())))
    return said


def phases(work):
    return [each.data.phase for each in work.announced if each.detail_type == "PathProgressed.v1"]


def codes(remarks):
    """What they are about, beside each code."""
    return [(one.code, *one.titles, *filter(None, [one.text]), *one.words) for one in remarks]


def concepts(said):
    return [step.concept for step in said.data.steps]


async def test_goal_becomes_a_path_that_closes_over_what_it_needs(course, request_path):
    event, work = request_path(), FakeWork(course.store)
    said = await ask(course, event, work)
    assert concepts(said) == ["table", "transaction", "lock", "isolation"]
    assert [[need.root for need in step.needs] for step in said.data.steps] == [[], [1], [1], [2, 3]]
    assert [step.reason for step in said.data.steps] == [
        "needed for transaction and lock",
        "needed for isolation",
        "needed for isolation",
        "what you asked for",
    ]
    assert [codes(step.remarks) for step in said.data.steps] == [
        [("step_needed_for", "transaction", "lock")],
        [("step_needed_for", "isolation")],
        [("step_needed_for", "isolation")],
        [("step_asked_for",)],
    ]
    assert [step.asked_for for step in said.data.steps] == [False, False, False, True]
    assert said.data.path == event.metadata.event_id
    assert [step.step for step in said.data.steps] == [
        uuid5(event.metadata.event_id, concept) for concept in concepts(said)
    ]
    assert said.data.minutes == sum(step.minutes for step in said.data.steps) <= event.data.minutes
    assert said.data.title == "How isolation levels work"
    assert list(dict.fromkeys(phases(work))) == ["searching", "ordering", "asking"]
    assert work.unparked == [f"path:{event.metadata.event_id}"]


async def test_proposal_holds_neither_reference_nor_rubric(course, request_path):
    said = await ask(course, request_path())
    names = json.dumps(said.detail())
    assert '"reference"' not in names and '"rubric"' not in names and '"criterion"' not in names


async def test_suggested_prerequisite_leads_nowhere(course, request_path):
    course.corpus.edges = [replace(edge, state="suggested") for edge in course.corpus.edges]
    assert concepts(await ask(course, request_path())) == ["isolation"]


async def test_same_request_twice_says_the_same(course, request_path):
    event = request_path()
    first = await ask(course, event)
    course.corpus.teach("disk", "A disk keeps what is written to it when the power goes.")
    course.corpus.edges.append(replace(course.corpus.edges[0], concept="isolation", prerequisite="disk"))
    second = await ask(course, event)
    assert (first.data, first.metadata.event_id) == (second.data, second.metadata.event_id)
    assert len(course.corpus.asked) == 1


async def test_both_doors_make_one_path(course, request_path):
    """Trac's relay sends again, under the same id, what a person's request brought already."""
    event = request_path()
    by_api = event.metadata.model_copy(update={"producer": "traclearn.api"})
    said = [await ask(course, each) for each in (event, event.model_copy(update={"metadata": by_api}))]
    assert said[0].metadata.event_id == said[1].metadata.event_id and said[0].data == said[1].data


async def test_two_at_once_say_what_the_first_said(course, request_path):
    event = request_path()
    both = await asyncio.gather(ask(course, event), ask(course, event))
    assert both[0].data == both[1].data


async def test_id_of_another_learner_stays_theirs(course, request_path):
    event = request_path()
    first = await ask(course, event)
    thief = event.model_copy(
        update={"metadata": event.metadata.model_copy(update={"learner": "somebody-else"})}
    )
    assert await course.requests.handle(thief, FakeWork(course.store)) == []
    assert await failed(thief, "broken", FakeWork(course.store)) == []
    assert (await ask(course, event)).data == first.data


async def test_second_learner_pays_for_no_question(course, request_path):
    first = await ask(course, request_path())
    assert len(course.maker.made) == 4
    second = await ask(course, request_path(metadata={"learner": "another"}))
    assert len(course.maker.made) == 4
    assert [s.question for s in first.data.steps] == [s.question for s in second.data.steps]
    await ask(course, request_path(difficulty=5))
    assert len(course.maker.made) == 8


async def test_equal_requests_at_once_cost_one_question_each(course, request_path):
    requests = [request_path(metadata={"learner": f"learner-{number}"}) for number in range(10)]
    said = await asyncio.gather(*(ask(course, request) for request in requests))
    assert len(course.maker.made) == 4
    assert len({tuple(step.question for step in each.data.steps) for each in said}) == 1


async def test_passages_that_break_the_maker_get_a_summary_and_are_logged(course, request_path, monkeypatch):
    make = course.maker.make

    def broken(concept, passages, *rest):
        if concept == "lock":
            raise IndexError
        return make(concept, passages, *rest)

    monkeypatch.setattr(course.maker, "make", broken)
    with capture_logs() as logs:
        said = await ask(course, request_path())
    assert concepts(said) == ["table", "transaction", "lock", "isolation"]
    assert said.data.steps[2].question.startswith("Read “Lock” and summarise it")
    (line,) = [each for each in logs if each["log_level"] == "error"]
    assert (line["event"], line["error"]) == ("no question made", "IndexError")
    assert line["where"].startswith("test_requests.py:")
    assert set(line["key"].split()) == {
        chunk for chunk, located in course.corpus.located.items() if located.passage.name == "lock.md"
    }


async def test_maker_without_memory_fails_the_attempt_which_may_be_made_again(
    course, request_path, monkeypatch
):
    def broken(*_):
        raise MemoryError

    monkeypatch.setattr(course.maker, "make", broken)
    with pytest.raises(MemoryError):
        await course.requests.handle(request_path(), FakeWork(course.store))


async def test_attempt_without_time_for_all_questions_is_handed_back_with_those_made(
    course, request_path, monkeypatch
):
    monkeypatch.setattr("path_generator.application.step_questions.REPORT_EVERY_S", 0)
    event, made = request_path(), []
    for _ in range(3):
        with pytest.raises(Busy):
            await course.requests.handle(event, LateWork(course.store))
        made.append(len(course.maker.made))
    assert made == [1, 2, 3]
    await ask(course, event)
    assert len(course.maker.made) == 4


async def test_time_bounds_the_path_and_says_what_is_missing(course, request_path):
    said = await ask(course, request_path(minutes=9))
    assert concepts(said) == ["table", "transaction"] and said.data.minutes <= 9
    assert {(one.concept, one.reason) for one in said.data.skipped} == {
        ("lock", "no_time"),
        ("isolation", "no_time"),
    }
    assert "too short to reach isolation" in said.data.warnings[0].root
    assert codes(said.data.remarks) == [("path_no_time", "isolation")]


async def test_concept_without_passage_is_passed_over_with_a_warning(course, request_path):
    course.corpus.located = {
        chunk: located
        for chunk, located in course.corpus.located.items()
        if located.passage.name not in {"lock.md", "transaction.md"}
    }
    said = await ask(course, request_path())
    assert concepts(said) == ["table", "isolation"]
    assert [need.root for need in said.data.steps[1].needs] == [1]
    assert "transaction and lock" in said.data.warnings[0].root
    assert codes(said.data.remarks) == [("path_no_texts", "transaction", "lock")]


async def test_picture_is_shown_with_its_passage_and_nothing_is_asked_of_it(course, request_path):
    located = course.corpus.located
    for chunk, old in located.items():
        text = {
            "lock.md": "[Picture: A lock.png]",
            "table.md": f"{old.passage.text}\n\n[Picture: Zebrafish crossing]",
        }.get(old.passage.name, old.passage.text)
        located[chunk] = replace(old, passage=replace(old.passage, text=text))
    said = await ask(course, request_path())
    assert concepts(said) == ["table", "transaction", "isolation"]
    assert "[Picture: Zebrafish crossing]" in said.data.steps[0].source.text
    stored = (await course.store.find_path(said.data.path)).steps[said.data.steps[0].step]
    assert stored.question["rubric"]
    assert "Zebrafish" not in str([stored.question["reference"], stored.question["rubric"]])


async def test_circle_is_told_and_the_path_goes_on(course, request_path):
    course.corpus.edges.append(
        replace(course.corpus.edges[0], concept="table", prerequisite="lock", weight=0.1)
    )
    said = await ask(course, request_path())
    assert concepts(said) == ["table", "transaction", "lock", "isolation"]
    assert "round in a circle" in said.data.warnings[0].root
    assert [code for code, *_ in codes(said.data.remarks)] == ["path_circle"]


async def test_off_topic_goal_is_told_with_the_nearest(course, request_path):
    course.corpus.found = [replace(hit, score=0.4) for hit in course.corpus.found]
    said = await ask(course, request_path(goal="teach me to bake pancakes"))
    assert (said.detail_type, said.data.reason) == ("PathUnavailable.v1", "not_covered")
    assert [(near.concept, near.title) for near in said.data.nearest] == [("isolation", "On isolation")]
    assert said.data.goal == "teach me to bake pancakes"
    assert codes(said.data.remarks) == [("path_not_covered",)]


@pytest.mark.parametrize("goal", ["?", "  ", "🙂🙂"])
async def test_goal_without_a_word_is_not_looked_for(course, request_path, goal):
    said = await ask(course, request_path(goal=goal))
    assert said.data.reason == "not_covered" and not course.corpus.asked
    assert codes(said.data.remarks) == [("path_no_words",)]


async def test_one_request_too_many_is_told_until_when(course, request_path):
    for minute in (0, 10, 20):
        assert (await ask(course, request_path(minute))).detail_type == "PathGenerated.v1"
    refused = request_path(30)
    for _ in range(2):
        said = await ask(course, refused)
        assert said.data.reason == "too_many_requests"
        assert said.data.detail == "You asked for 3 paths within an hour. Ask again in 30 minutes."
        assert codes(said.data.remarks) == [("path_too_many_wait", "3", "30")]
    said = await ask(course, request_path(59))
    assert said.data.detail.endswith("in a minute.") and codes(said.data.remarks) == [("path_too_many", "3")]
    assert (await ask(course, request_path(61))).detail_type == "PathGenerated.v1"
    assert (await ask(course, request_path(30, {"learner": "another"}))).detail_type == "PathGenerated.v1"


async def test_absent_corpus_lets_the_request_wait_and_finish_by_itself(course, request_path):
    event, breakers = request_path(), Breakers(rest=60)
    course.corpus.away = GraphAway("away", 30)
    work = FakeWork(course.store, breakers)
    with pytest.raises(Unavailable):
        await course.requests.handle(event, work)
    assert [each.data.phase for each in work.announced] == ["searching", "waiting"]
    assert "goes on by itself" in work.announced[-1].data.detail
    work = FakeWork(course.store, breakers)
    with pytest.raises(Unavailable):
        await course.requests.handle(event, work)
    assert [each.data.phase for each in work.announced] == ["waiting"] and course.corpus.looks == 1
    course.corpus.away = None
    assert (await ask(course, event)).detail_type == "PathGenerated.v1"


async def test_absent_corpus_gives_what_the_goal_found_before_and_says_when(course, request_path):
    first, breakers = await ask(course, request_path()), Breakers(rest=60)
    course.corpus.away = GraphAway("away", 30)
    for number in range(2):  # it fails, and then its breaker is open
        work = FakeWork(course.store, breakers)
        learner = {"learner": f"learner-{number}"}
        said = await ask(
            course, request_path(metadata=learner, goal=" Teach ME how\nisolation levels work"), work
        )
        assert concepts(said) == concepts(first) and "waiting" not in phases(work)
        assert [one.root for one in said.data.warnings] == [
            "The knowledge base is away: this path was made from what was found at 09:30 UTC."
        ]
    assert len(course.corpus.asked) == 1


async def test_absent_corpus_gives_questions_of_passages_found_before(course, request_path):
    await ask(course, request_path())
    course.corpus.away = GraphAway("away", 30)
    said = await ask(course, request_path(difficulty=5))
    assert len(course.maker.made) == 8 and all(step.question for step in said.data.steps)


@pytest.mark.parametrize("goal", ["teach me how isolation levels work", "something else"])
async def test_absent_corpus_lets_a_request_wait_that_found_nothing_before(course, request_path, goal):
    """That nothing was found may have changed since."""
    found, course.corpus.found = course.corpus.found, []
    assert (await ask(course, request_path())).data.reason == "not_covered"
    course.corpus.away, course.corpus.found = GraphAway("away", 30), found
    work = FakeWork(course.store)
    with pytest.raises(Unavailable):
        await course.requests.handle(request_path(goal=goal), work)
    assert phases(work)[-1] == "waiting"


async def test_what_was_found_an_hour_ago_is_not_taken(course, request_path):
    await ask(course, request_path())
    course.corpus.away = GraphAway("away", 30)
    course.clock.now += ENTRY_TTL
    with pytest.raises(Unavailable):
        await course.requests.handle(request_path(), FakeWork(course.store))


async def test_goal_of_which_no_passage_has_words_is_not_covered(course, request_path):
    course.corpus.located.clear()
    said = await ask(course, request_path())
    assert (said.data.reason, said.data.nearest[0].concept) == ("not_covered", "isolation")


async def test_goal_that_cannot_be_compared_by_meaning_waits_and_is_not_called_uncovered(
    course, request_path
):
    """Words alone never reach the topic: while the model is away they prove nothing."""
    found, course.corpus.found = course.corpus.found, []
    course.corpus.by_meaning = False
    event, work = request_path(), FakeWork(course.store)
    with pytest.raises(Busy):
        await course.requests.handle(event, work)
    assert phases(work)[-1] == "waiting" and "compares meanings" in work.announced[-1].data.detail
    course.corpus.by_meaning, course.corpus.found = True, found
    assert concepts(await ask(course, event))[-1] == "isolation"


async def test_material_without_concepts_is_taught_by_its_sections(course, request_path):
    course.corpus.found = [replace(hit, concept=None) for hit in course.corpus.found]
    said = await ask(course, request_path())
    assert concepts(said) == ["Isolation"]


async def test_path_asked_while_prerequisites_are_inferred_waits_for_them(course, request_path):
    """Chunks of a document are found some seconds before its edges are written."""
    course.corpus.stale, edges = {"Databases"}, course.corpus.edges
    course.corpus.edges = []
    event, work = request_path(metadata={"occurred_at": course.clock.now}), FakeWork(course.store)
    with pytest.raises(Busy):
        await course.requests.handle(event, work)
    assert phases(work)[-1] == "waiting" and "just changed" in work.announced[-1].data.detail
    course.corpus.stale, course.corpus.edges = set(), edges
    course.corpus.generation += 1
    said = await ask(course, event)
    assert concepts(said) == ["table", "transaction", "lock", "isolation"] and not said.data.warnings


@pytest.mark.parametrize("age", [MAX_INFERENCE_WAIT, timedelta(hours=-1)], ids=["too long", "clock ahead"])
async def test_path_that_waited_long_enough_for_prerequisites_says_they_may_be_missing(
    course, request_path, age
):
    course.corpus.stale, course.corpus.edges = {"Databases"}, []
    said = await ask(course, request_path(metadata={"occurred_at": course.clock.now - age}))
    assert concepts(said) == ["isolation"]
    assert "not worked out yet" in said.data.warnings[0].root
    assert codes(said.data.remarks) == [("path_stale",)]


async def test_path_does_not_wait_for_a_subject_that_is_not_asked_for(course, request_path):
    course.corpus.stale = {"Cooking"}
    said = await ask(course, request_path(metadata={"occurred_at": course.clock.now}))
    assert concepts(said)[-1] == "isolation" and not said.data.warnings


async def test_failed_request_is_told_and_a_replay_may_still_make_it(course, request_path):
    event = request_path()
    (told,) = await failed(event, "TimeoutError", FakeWork(course.store))
    assert told.data.reason == "failed" and "TimeoutError" in told.data.detail
    assert codes(told.data.remarks) == [("path_failed", "TimeoutError")]
    assert (await ask(course, event)).detail_type == "PathGenerated.v1"


async def test_large_path_stays_below_the_size_of_an_event(service, request_path):
    names = [f"主题{number}" for number in range(30)]
    for number, name in enumerate(names):
        service.corpus.teach(name, f"{number}. {'数据库事务的隔离级别。' * 900}", needs=names[:number])
    service.corpus.teach("goal", "The goal is the end of all of this.", needs=names, score=0.9)
    said = await ask(service, request_path(minutes=6000))
    assert len(said.data.steps) == 30 and len(json.dumps(said.detail())) < 200_000


async def test_long_names_are_cut_to_the_contract(service, request_path):
    service.corpus.teach("n" * 900, "It has a name that is much longer than it ought to be.", score=0.9)
    said = await ask(service, request_path(goal="g" * 1000))
    assert len(said.data.steps[0].concept) == 300
    assert said.data.steps[0].step == uuid5(said.data.path, said.data.steps[0].concept)


@pytest.mark.parametrize("name", ["nasty", "plain"])
async def test_examples_of_the_contract_are_taken(course, make_event, name):
    said = await ask(course, make_event(f"PathRequested.v1/{name}", {"event_id": str(uuid4())}))
    assert said.detail_type == "PathGenerated.v1"
