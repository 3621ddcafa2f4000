"""From nearness to a score that means something."""

import pytest
from traclearn_corpus.reading import ON_TOPIC
from traclearn_corpus.reading.scoring import UNKNOWN, calibration_of, coverage, nearness, score

MINILM, NEW = calibration_of("all-minilm-l6-v2-q"), calibration_of("somebody/new")


def test_the_calibrated_nearness_is_on_topic_and_less_is_not():
    least = MINILM.least
    assert score(least, MINILM) == pytest.approx(ON_TOPIC)
    assert score(least - 0.01, MINILM) < ON_TOPIC < score(least + 0.01, MINILM)


def test_scores_keep_the_order_of_nearness_within_0_and_1():
    scores = [score(near / 10, MINILM) for near in range(-10, 14)]
    assert scores == sorted(scores)
    assert scores[0] > 0 and scores[-1] < 1


def test_of_an_unknown_model_only_the_nearest_are_on_topic():
    assert score(0.8, NEW) < ON_TOPIC <= score(UNKNOWN.least, NEW)


@pytest.mark.parametrize("calibration", [MINILM, NEW])
def test_words_alone_are_never_on_topic(calibration):
    assert score(nearness(None, 1.0), calibration) < ON_TOPIC


def test_both_meaning_and_words_bring_a_chunk_nearer():
    assert nearness(0.5, 0.2) > nearness(0.4, 0.2) > nearness(0.4, 0.1) > nearness(0.4, 0.0) == 0.4


def test_coverage_does_not_grow_with_the_question_or_the_corpus():
    assert coverage(4.0, 4, 1000) == pytest.approx(coverage(2.0, 2, 1000))
    assert coverage(9.0, 2, 1000) > coverage(9.0, 2, 1_000_000)
    assert coverage(1e9, 2, 1000) == 1.0
    assert coverage(0.0, 0, 0) == 0.0
