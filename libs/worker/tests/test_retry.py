import json

from hypothesis import given
from hypothesis import strategies as st
from traclearn_worker import Permanent
from traclearn_worker.handling.dead_letters import printable
from traclearn_worker.messages import Message
from traclearn_worker.retry import BACKOFF_CAP_S, backoff, describe


@given(st.integers(min_value=0, max_value=10_000))
def test_a_back_off_is_bounded(failures):
    assert 0 <= backoff(failures) <= min(BACKOFF_CAP_S, 2.0 ** min(max(failures, 1) - 1, 20))


def test_back_off_with_full_jitter_spreads_over_its_range():
    waits = [backoff(6) for _ in range(400)]
    assert min(waits) < 4
    assert max(waits) > 28


def test_only_our_own_reasons_are_told():
    try:
        json.loads("a learner's answer")
    except ValueError as error:
        assert describe(error) == "JSONDecodeError"
    assert describe(Permanent("the rubric is empty")) == "the rubric is empty"
    assert describe(Permanent("")) == "Permanent"
    assert len(describe(Permanent("x" * 5000))) == 1000


@given(st.text())
def test_a_reason_fits_a_message_attribute(reason):
    """SQS refuses an empty value and most control characters."""
    fit = printable(reason)
    assert fit
    assert all(letter.isprintable() for letter in fit)


def replay(**attributes):
    return Message(body="", receipt="", attributes=attributes).replay_of


def test_a_replay_is_known_by_both_attributes():
    assert replay() is None
    assert replay(reason="x") is None
    assert replay(failed_at="2026-01-15T09:30:00+00:00") is None
    assert (
        replay(reason="x", failed_at="2026-01-15T09:30:00+00:00").isoformat() == "2026-01-15T09:30:00+00:00"
    )
    assert replay(reason="x", failed_at="2026-01-15T09:30:00").tzinfo is not None
    assert replay(reason="x", failed_at="yesterday") is not None
