"""The limiter of requests in any minute, and the estimate of tokens."""

from traclearn_hosted import Limits, estimated_tokens
from traclearn_hosted.limits import RateLimiter


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def test_no_minute_sees_more_requests_than_allowed():
    clock = Clock()
    limiter = RateLimiter(Limits(requests_per_minute=2), clock)
    assert limiter.wait(1) == 0
    clock.now += 10
    assert limiter.wait(1) == 0
    assert limiter.wait(1) == 50
    clock.now += 50
    assert limiter.wait(1) == 0
    assert limiter.wait(1) == 10


def test_no_minute_sees_more_tokens_than_allowed():
    clock = Clock()
    limiter = RateLimiter(Limits(tokens_per_minute=100), clock)
    assert limiter.wait(60) == 0
    clock.now += 10
    assert limiter.wait(30) == 0
    assert limiter.wait(20) == 50
    assert limiter.wait(80) == 60


def test_what_is_larger_than_the_limit_goes_alone():
    clock = Clock()
    limiter = RateLimiter(Limits(tokens_per_minute=100), clock)
    assert limiter.wait(500) == 0
    assert limiter.wait(500) == 60
    clock.now += 60
    assert limiter.wait(500) == 0


def test_the_estimate_is_on_the_safe_side_in_any_script():
    assert estimated_tokens("A commit records a snapshot of the whole tree.") >= 11
    assert estimated_tokens("提交记录整个树的快照") >= 15
    assert estimated_tokens("") == 2
