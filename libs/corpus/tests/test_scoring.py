"""From nearness to a score that means something."""

import pytest
from traclearn_corpus.reading import ON_TOPIC
from traclearn_corpus.reading.scoring import UNKNOWN, WORDS_WEIGHT, calibration_of, score

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
    assert score(WORDS_WEIGHT, calibration) < ON_TOPIC
