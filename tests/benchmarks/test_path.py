"""What `make bench-path` makes of the course, and of what it measured."""

import json
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from traclearn_corpus import Chunk, Concept, ConceptGraph, Prerequisite, queries

from benchmarks.course_editions import EDITIONS_PER_SUBJECT, Course
from benchmarks.course_parts import take_apart, unit
from benchmarks.path import goals, report, summary
from benchmarks.path_requests import request
from benchmarks.path_timing import Run
from benchmarks.statement_times import NAMES, TimedTransaction, Times

TEXTS = (
    "A table holds rows. Each row holds values. Each value has a type. Keys name rows.",
    "A lock keeps others out. It is released at the end. Two locks can wait for each other.",
    "A log comes first. The pages follow. A crash loses nothing. Redo repeats the log.",
)


class Words:
    """A SpanEmbedder whose every word has a direction of its own; a span's is the mean of its words'."""

    model_id, max_tokens, dimension = "words", 256, 64

    def __init__(self):
        self._numbers = {}

    def count(self, texts):
        return [len(text.split()) for text in texts]

    def embed_spans(self, text, spans):
        rows = np.zeros((len(spans), self.dimension), dtype=np.float32)
        for row, (start, end) in enumerate(spans):
            for word in text[start:end].split():
                rows[row, self._numbers.setdefault(word, len(self._numbers))] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)


def chunk(at, text):
    return Chunk(
        id=f"real {at}", ordinal=at, heading=("Book", f"Part {at}"), page=None, kind="text", content=text,
        tokens=9, parts=(), passage=f"Book › Part {at}\n{text}",
    )  # fmt: skip


@pytest.fixture(scope="module")
def course():
    embedder = Words()
    chunks = tuple(chunk(at, text) for at, text in enumerate(TEXTS))
    concepts = [Concept(name, (f"real {at}",)) for at, name in enumerate(("Table", "Lock", "Log"))]
    graph = ConceptGraph("Databases", concepts, [Prerequisite("Lock", "Table", 0.9, state="agreed")])
    return Course(chunks, tuple(take_apart(one.passage, one.content, embedder) for one in chunks), graph)


def test_first_edition_is_the_course_itself(course):
    first = course.edition(0)
    assert [one.content for one in first.chunks] == list(TEXTS)
    assert [one.passage for one in first.chunks] == [one.passage for one in course.chunks]
    assert [concept.name for concept in first.concepts] == ["Table", "Lock", "Log"]


def test_same_number_gives_the_same_edition(course):
    one, same, other = course.edition(3), course.edition(3), course.edition(4)
    assert one.chunks == same.chunks and np.array_equal(one.vectors, same.vectors)
    assert {each.id for each in one.chunks}.isdisjoint(each.id for each in other.chunks)
    assert one.chunks[0].content != other.chunks[0].content


def test_sentences_of_a_varied_chunk_are_the_courses_and_most_are_its_own(course):
    for number in range(1, 30):
        for at, one in enumerate(course.edition(number).chunks):
            counts = Counter(
                next(place for place, text in enumerate(TEXTS) if sentence.strip(" .") in text)
                for sentence in one.content.replace("\n\n", " ").split(".")
                if sentence.strip()
            )
            assert counts[at] >= counts.total() / 2


def test_varied_vectors_are_of_length_one_and_as_a_rule_nearest_to_their_own_chunks(course):
    real, varied = course.edition(0).vectors, [course.edition(number).vectors for number in range(1, 30)]
    assert np.linalg.norm(varied, axis=2) == pytest.approx(np.ones((29, len(TEXTS))), abs=1e-5)
    own = np.argmax(varied @ real.T, axis=2) == np.arange(len(TEXTS))
    assert own.mean() > 0.8


def test_parts_of_a_passage_add_up_to_its_words():
    """For texts without a word twice in a sentence the mean times the number is one for each word."""
    (own,) = (take_apart("Book\nA table. Some rows.", "A table. Some rows.", Words()),)
    assert own.sentences == ("A table. ", "Some rows.")
    assert own.sums.shape == (3, Words.dimension)
    assert np.count_nonzero(own.sums.sum(axis=0)) == 5


def test_concepts_of_a_subject_have_names_and_chunks_of_their_own(course):
    editions = [course.edition(number) for number in range(EDITIONS_PER_SUBJECT + 1)]
    *same, other = editions
    assert {each.subject for each in same} == {"Databases 1"} and other.subject == "Databases 2"
    concepts = [concept for each in same for concept in each.concepts]
    assert len({concept.name for concept in concepts}) == len(concepts)
    assert len({one.heading for each in same for one in each.chunks}) == len(same) * len(TEXTS)
    for each in editions:
        names = {concept.name for concept in each.concepts}
        assert {end for edge in each.edges for end in (edge.concept, edge.prerequisite)} <= names
        taught = {chunk for concept in each.concepts for chunk in concept.chunks}
        assert taught == {chunk.id for chunk in each.chunks}


def test_unit_vector_keeps_its_direction():
    assert unit(np.array([3.0, 4.0])) == pytest.approx([0.6, 0.8])


def test_goals_are_other_questions_from_all_parts_of_the_course():
    few, many = goals(5), goals(10_000)
    assert len(few) == 5 and set(few) <= set(many)
    assert len(many) == len(set(many))
    gaps = [after - before for before, after in pairwise(many.index(goal) for goal in few)]
    assert min(gaps) >= len(many) // 6


def test_every_request_asks_for_a_path_of_its_own():
    one, other = request("locks"), request("locks")
    assert one.data.goal == "locks" and one.metadata.event_id != other.metadata.event_id


async def test_statement_is_booked_under_its_name():
    class Answers:
        async def run(self, query, **parameters):
            return [parameters]

    times = Times()
    transaction = TimedTransaction(Answers(), times)
    assert await transaction.one(queries.FIND, a=1) == {"a": 1}
    await transaction.run("RETURN 2")
    assert times.take().keys() == {"FIND", "other"} and times.statements == 2
    assert times.take() == {}
    assert len(NAMES) > 50


def a_run(ours, theirs, **parts):
    seconds = ([each / 1000 for each in side] for side in (ours, theirs, [5]))
    return Run(*seconds, parts, statements=28)


def test_figures_of_a_size_are_medians_over_all_runs():
    found = summary([a_run([10, 30], [10, 10], FIND=0.02), a_run([20, 20], [10, 10], FIND=0.04, SIZE=0.08)])
    assert (found["ours"]["p50"], found["theirs"]["p50"]) == (20.0, 10.0)
    assert (found["ratio"], found["spread"], found["ratio_lean"]) == (2.0, [2.0, 2.0], 4.0)
    assert list(found["parts"].items()) == [("SIZE", 20.0), ("FIND", 15.0)]
    assert found["statements"] == 14


def size(ours, theirs, recall):
    return summary([a_run([ours], [theirs])]) | {"recall": recall}


def test_report_is_of_the_largest_corpus_with_its_growth():
    told = json.loads(json.dumps(report([size(12, 10, 1.0), size(60, 50, 0.96)], runs=1)))
    assert {"name", "peer", "ratio", "ours", "theirs", "unit", "spread", "runs"} <= told.keys()
    assert (told["ratio"], told["ours"], told["theirs"]) == (1.2, 60.0, 50.0)
    assert told["growth"] == {"ours": 5.0, "theirs": 5.0}
    assert list(told["aims"].values()) == [True, True, True]


@pytest.mark.parametrize(
    ("sizes", "reached"),
    [
        ([size(14, 10, 1.0), size(50, 50, 1.0)], [False, True, True]),
        ([size(10, 10, 1.0), size(60, 50, 1.0)], [True, False, True]),
        ([size(10, 10, 0.94), size(50, 50, 1.0)], [True, True, False]),
    ],
)
def test_each_aim_is_missed_by_its_own_figure(sizes, reached):
    assert list(report(sizes, runs=1)["aims"].values()) == reached
