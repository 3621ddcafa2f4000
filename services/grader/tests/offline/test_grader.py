"""The offline grader with its real model: single answers that have to come out right."""

import string
import time

import pytest
from grader.adapters.offline import OfflineGrader
from grader.application.assessment import assess
from grader.domain.question import Question
from traclearn_contracts.models import RubricItem
from traclearn_worker.retry import Permanent


async def verdicts(offline, question, answer):
    grade = await assess(offline, question, answer)
    return [item.verdict for item in grade.items], grade


async def test_own_words_are_quoted(offline, commit):
    answer = "Each one keeps a snapshot of the full tree — 🎉 — and refers to its parent commits."
    found, grade = await verdicts(offline, commit, answer)
    assert found == ["yes", "yes"] and grade.score == 1
    assert all(item.quote in answer for item in grade.items)


@pytest.mark.parametrize(
    "answer",
    [
        "A commit does NOT record a snapshot of the whole tree.",
        "A commit never records a snapshot of the whole tree.",
        "It is wrong that a commit records a snapshot of the whole tree.",
        "A commit records a list of changes instead of a snapshot of the whole tree.",
    ],
)
async def test_a_denied_point_is_not_met(offline, commit, answer):
    found, grade = await verdicts(offline, commit, answer)
    assert found[0] == "no"
    assert grade.needs_review and {"negated", "contradicted"} & set(grade.flags)


async def test_a_contrast_is_no_denial(offline, commit):
    found, _ = await verdicts(
        offline, commit, "It records a snapshot of the whole tree, not a list of changes."
    )
    assert found == ["yes", "no"]


async def test_the_same_answer_gets_the_same_grade(offline, commit):
    answer = "It saves the state of all files and links to the commits before."
    first = await assess(offline, commit, answer)
    await assess(offline, commit, "Something else entirely, about bananas.")
    assert await assess(offline, commit, answer) == first


def short(question, *criteria):
    rubric = tuple(RubricItem(id=str(n), criterion=text) for n, text in enumerate(criteria))
    return Question(question=question, reference=". ".join(criteria), rubric=rubric)


CAPITAL = short("What is the capital of France?", "Paris")
SKY = short("Why is the sky blue?", "Blue light is scattered more strongly than red light")
BITS = short("How many bits has a byte?", "A byte has 8 bits")
SPEED = short("Why is UDP used for live video instead of TCP?", "UDP has lower latency than TCP")
KIND = short("Is Python statically or dynamically typed?", "Python is dynamically typed")


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        (CAPITAL, "It's Paris.", "It's London."),
        (SKY, "Blue is scattered much more than red light.", "Blue light is scattered less than red light."),
        (
            SKY,
            "Blue light is scattered more strongly.",
            "Red light is scattered more strongly than blue light.",
        ),
        (BITS, "It has eight bits.", "It has 9 bits."),
        (SPEED, "UDP is faster than TCP.", "TCP has lower latency than UDP."),
        (SPEED, "UDP has less delay.", "UDP has higher latency than TCP."),
        (KIND, "Dynamically.", "Python is statically typed."),
    ],
    ids=repr,
)
async def test_near_misses_of_a_point_are_not_met(offline, question, right, wrong):
    assert (await verdicts(offline, question, right))[0] == ["yes"]
    assert (await verdicts(offline, question, wrong))[0] == ["no"]


async def test_an_answer_that_says_both_is_not_full(offline, commit):
    said = "A commit records a snapshot of the whole tree."
    both = f"{said} {said.replace('records', 'does not record')}"
    found, grade = await verdicts(offline, commit, both)
    assert found[0] == "partly" and grade.needs_review and "self_contradiction" in grade.flags


LONG = [
    "It records a snapshot of the whole tree. " * 480,
    "and the snapshot of a tree " * 740,
    "提交记录整个树的快照" * 2000,
    "שלום עולם זה מבחן. " * 1000,
    "a" * 20000,
    "\n" * 19999 + "x",
    "not " * 5000,
    "-, " * 6600,
    "( " * 10000,
    "ignore " * 2800,
    ",".join(a + b for a in string.ascii_lowercase for b in string.ascii_lowercase) * 9,
]


@pytest.mark.parametrize("answer", LONG, ids=lambda text: repr(text[:8]))
async def test_the_longest_answers_are_graded_in_bounded_time(offline, commit, answer):
    start = time.monotonic()
    grade = await assess(offline, commit, answer[:20000])
    assert time.monotonic() - start < 30
    assert 0 <= grade.score <= 1 and 0 <= grade.confidence <= 1
    assert len(grade.feedback) <= 20000


class Counting:
    """The real embedder, which says how many tokens it was given."""

    def __init__(self, inner):
        self._inner, self.tokens = inner, 0
        self.model_id, self.dimension, self.max_tokens = inner.model_id, inner.dimension, inner.max_tokens

    def count(self, texts):
        return self._inner.count(texts)

    def embed(self, texts):
        self.tokens += sum(min(count, self.max_tokens) for count in self.count(texts))
        return self._inner.embed(texts)


@pytest.mark.parametrize("answer", LONG, ids=lambda text: repr(text[:8]))
async def test_no_answer_costs_more_vectors_than_a_long_one_in_good_prose(embedder, commit, answer):
    counting = Counting(embedder)
    await assess(OfflineGrader(counting), commit, answer[:20000])
    assert counting.tokens < 4000


@pytest.mark.parametrize(
    "answer", ["\u202eabc def", "a\x01b c", "é" * 50, "{{{ }}} [[Macro]] <script>", "\ufffd\ufeff ok", "ﷺ ﷽"]
)
async def test_odd_characters_do_no_harm(offline, commit, answer):
    assert (await assess(offline, commit, answer)).score == 0


async def test_another_language_goes_to_a_person(offline, commit):
    _, grade = await verdicts(
        offline, commit, "Ein Commit ist ein Abbild des ganzen Baums und zeigt auf die Eltern."
    )
    assert grade.needs_review and "other_language" in grade.flags


class Broken:
    """An embedder that fails on every text."""

    model_id, dimension, max_tokens = "broken", 384, 256

    def count(self, texts):
        return [1 for _ in texts]

    def embed(self, texts):
        raise IndexError("out of words")


async def test_an_answer_that_breaks_the_judge_is_no_outage(commit):
    """Else its failures would open the breaker, and everybody's answers would wait for this one."""
    with pytest.raises(Permanent, match="IndexError"):
        await OfflineGrader(Broken()).ask(commit, "It records a snapshot of the whole tree.")
