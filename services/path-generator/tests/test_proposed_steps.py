"""A low grade of a step proposes what it builds on: once, with a question, also after the corpus was away."""

import json
from dataclasses import replace

import pytest
from traclearn_contracts.events import parse
from traclearn_corpus import GraphAway
from traclearn_worker import Unavailable
from traclearn_worker.testing import FakeWork


async def create(course, event):
    return await course.creation.handle(event, FakeWork(course.store))


async def take(course, event):
    said = await handler_of(course, event)(event, FakeWork(course.store))
    for each in said:
        parse(each.source, each.detail_type, json.loads(json.dumps(each.detail())))
    return said


def handler_of(course, event):
    return course.grades.graded if "AnswerGraded" in event.detail_type else course.grades.overridden


@pytest.fixture
def gap(course, proposed, accepted):
    """A path whose first step, the table, its learner dropped: transaction 102, lock 103, isolation 104."""

    async def make():
        _, path = await proposed()
        await create(course, accepted(path, steps=path.data.steps[1:]))
        return path

    return make


async def test_low_grade_proposes_the_dropped_step_before_the_graded_one(course, gap, graded):
    path = await gap()
    (said,) = await take(course, graded(102, 0.4, path.metadata.learner))
    dropped, transaction = path.data.steps[:2]
    assert (said.detail_type, said.data.path, said.data.before) == (
        "StepProposed.v1",
        path.data.path,
        transaction.step,
    )
    step = said.data.step
    assert (step.step, step.concept, step.question, step.n) == (dropped.step, "table", dropped.question, 5)
    assert step.reason == "you had 40 % on “Transaction”, which builds on this"
    assert [(one.code, one.titles, one.text) for one in step.remarks] == [("step_gap", ["Transaction"], "40")]
    assert (said.data.because.ticket, said.data.because.score) == (102, 0.4)
    assert said.metadata.learner == path.metadata.learner


async def test_neither_reference_nor_rubric_is_told(course, gap, graded, accepted):
    path = await gap()
    (said,) = await take(course, graded(102, 0.4, path.metadata.learner))
    assert "reference" not in json.dumps(said.detail()) and "criterion" not in json.dumps(said.detail())


async def test_accepted_gap_gets_its_question_and_the_others_none_anew(course, gap, graded, accepted):
    path = await gap()
    (said,) = await take(course, graded(102, 0.4, path.metadata.learner))
    steps = [said.data.step.model_copy(update={"n": 5}), *path.data.steps[1:]]
    (question,) = await create(course, accepted(path, steps=steps))
    assert (question.data.ticket, question.data.question) == (105, said.data.step.question)
    assert question.data.reference and question.data.rubric


async def test_what_was_mastered_before_it_was_renamed_is_no_gap(course, gap, proposed, accepted, graded):
    path = await gap()
    learner = path.metadata.learner
    _, other = await proposed()
    await create(course, accepted(other, first=201))
    await take(course, graded(201, 0.9, learner))
    corpus = course.corpus
    corpus.concepts[0] = replace(corpus.concepts[0], name="relation", aliases=("table",), former=("table",))
    corpus.edges = [
        replace(edge, prerequisite="relation") if edge.prerequisite == "table" else edge
        for edge in corpus.edges
    ]
    assert await take(course, graded(102, 0.4, learner)) == []
    corpus.concepts[0] = replace(corpus.concepts[0], former=())
    (said,) = await take(course, graded(102, 0.3, learner, attempt=2))
    assert said.data.step.concept == "relation"


@pytest.mark.parametrize("merged", [False, True])
async def test_gap_of_a_step_whose_concept_was_renamed_or_merged_is_found(course, gap, graded, merged):
    path = await gap()
    corpus = course.corpus
    was, now = ("lock", "lock") if merged else ("transaction", "unit of work")
    corpus.concepts = [
        replace(each, name=now, aliases=("transaction",)) if each.name == was else each
        for each in corpus.concepts
        if not (merged and each.name == "transaction")
    ]
    corpus.edges = [
        replace(edge, concept=now if edge.concept == "transaction" else edge.concept)
        for edge in corpus.edges
        if edge.prerequisite != "transaction"
    ]
    (said,) = await take(course, graded(102, 0.4, path.metadata.learner))
    assert (said.data.step.concept, said.data.before) == ("table", path.data.steps[1].step)


@pytest.mark.parametrize("score", [0.8, 1.0])
async def test_good_grade_looks_at_nothing(course, gap, graded, score):
    path = await gap()
    course.corpus.away = GraphAway("away", 1.0)
    (said,) = await take(course, graded(102, score, path.metadata.learner))
    assert said.detail_type == "ReviewScheduled.v1"


@pytest.mark.parametrize(("ticket", "learner"), [(7, None), (102, "somebody-else")])
async def test_grade_of_no_step_of_this_learner_looks_at_nothing(course, gap, graded, ticket, learner):
    path = await gap()
    course.corpus.away = GraphAway("away", 1.0)
    assert await take(course, graded(ticket, 0.1, learner or path.metadata.learner)) == []


async def test_next_low_grades_propose_nothing_while_the_step_is_open(course, gap, graded):
    path = await gap()
    event = graded(102, 0.4, path.metadata.learner)
    assert len(await take(course, event)) == 1
    assert await take(course, event) == []
    assert await take(course, graded(102, 0.3, path.metadata.learner, attempt=2)) == []
    assert await take(course, graded(103, 0.3, path.metadata.learner)) == [], "table is proposed already"


async def test_step_that_was_skipped_as_mastered_and_fell_is_proposed(course, proposed, accepted, graded):
    _, first = await proposed()
    learner = first.metadata.learner
    await create(course, accepted(first))
    await take(course, graded(101, 1.0, learner))
    _, second = await proposed()
    assert "table" not in [step.concept for step in second.data.steps]
    await create(course, accepted(second, first=201))
    assert await take(course, graded(201, 0.4, learner)) == [], "mastered still"
    await take(course, graded(101, 0.2, learner, "GradeOverridden.v1/plain", attempt=1))
    (said,) = await take(course, graded(201, 0.4, learner, attempt=2))
    assert (said.data.step.concept, said.data.path) == ("table", second.data.path)


async def test_whole_path_without_a_gap_proposes_nothing(course, proposed, accepted, graded):
    _, path = await proposed()
    await create(course, accepted(path))
    assert await take(course, graded(104, 0.1, path.metadata.learner)) == []


async def test_gap_without_a_passage_gives_way_to_what_lies_behind_it(course, proposed, accepted, graded):
    course.corpus.teach("row", "A row holds one value for each column, and rows make up a table.")
    _, path = await proposed()
    await create(course, accepted(path, steps=path.data.steps[1:]))
    for concept in course.corpus.concepts:
        if concept.name == "table":
            for chunk in concept.chunks:
                del course.corpus.located[chunk]
    assert await take(course, graded(102, 0.4, path.metadata.learner)) == []
    course.corpus.edges.append(replace(course.corpus.edges[0], concept="table", prerequisite="row"))
    (said,) = await take(course, graded(102, 0.4, path.metadata.learner, attempt=2))
    assert said.data.step.concept == "row"


async def test_grade_is_kept_while_the_corpus_is_away_and_the_step_comes_later(course, gap, graded):
    path = await gap()
    event = graded(102, 0.4, path.metadata.learner)
    course.corpus.away = GraphAway("away", 1.0)
    with pytest.raises(Unavailable):
        await take(course, event)
    assert await course.store.find_score(path.metadata.learner, 102) == 0.4
    course.corpus.away = None
    assert [said.data.step.concept for said in await take(course, event)] == ["table"]


async def test_better_answer_while_the_corpus_is_away_leaves_nothing_to_propose(course, gap, graded):
    path = await gap()
    event = graded(102, 0.4, path.metadata.learner)
    course.corpus.away = GraphAway("away", 1.0)
    with pytest.raises(Unavailable):
        await take(course, event)
    await take(course, graded(102, 0.9, path.metadata.learner, attempt=2))
    course.corpus.away = None
    assert await take(course, event) == []


async def test_grade_that_a_person_set_speaks_to_the_learner(course, gap, graded):
    path = await gap()
    event = graded(102, 0.2, path.metadata.learner, "GradeOverridden.v1/plain", attempt=1)
    assert event.metadata.learner != path.metadata.learner
    (said,) = await take(course, event)
    assert (said.metadata.learner, said.data.step.concept) == (path.metadata.learner, "table")


async def test_two_steps_of_one_path_never_get_the_same_place(course, proposed, accepted, graded):
    _, path = await proposed()
    learner = path.metadata.learner
    course.corpus.teach("key", "A key names each row of a table, so that other tables can refer to it.")
    course.corpus.edges.append(replace(course.corpus.edges[0], concept="lock", prerequisite="key"))
    await create(course, accepted(path, steps=path.data.steps[1:]))
    said = [
        *await take(course, graded(102, 0.4, learner)),
        *await take(course, graded(103, 0.4, learner)),
    ]
    assert [(one.data.step.concept, one.data.step.n) for one in said] == [("table", 5), ("key", 6)]
