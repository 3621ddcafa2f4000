"""A hosted model against a real HTTP server that limits, fails, dawdles and lies."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import numpy as np
import pytest
from hosted_api import data, shuffled, vector
from traclearn_embedding import Endpoint, HostedEmbedder
from traclearn_hosted import BadReply, BudgetSpent, InputRefused, ModelDown, ModelRefused, RateLimited

FULL = (429, {}, {"error": "slow down"})
BROKEN = (503, {}, {"error": "overloaded"})


class Purse:
    """A Budget that holds so many tokens."""

    def __init__(self, tokens):
        self.left = tokens

    def spend(self, tokens):
        if tokens > self.left:
            raise BudgetSpent("The day's budget is spent.", 3600)
        self.left -= tokens


def unit(text):
    return np.array(vector(text)) / np.linalg.norm(vector(text))


def test_rows_come_in_order_and_of_length_1_whatever_the_order_of_the_reply(api, hosted):
    api.answers = [shuffled]
    vectors = hosted().embed(["a", "bbb", "cc"])
    assert vectors == pytest.approx(np.array([unit("a"), unit("bbb"), unit("cc")]))
    assert vectors.dtype == np.float32
    assert api.asked == [{"model": "model-3", "input": ["a", "bbb", "cc"], "encoding_format": "float"}]
    assert api.keys == ["Bearer secret"]


def test_nothing_is_asked_for_no_texts(api, hosted):
    assert hosted().embed([]).shape == (0, 3)
    assert api.asked == []


def test_batches_are_full_by_count_or_by_tokens(api, hosted):
    vectors = hosted(texts=2, tokens=100).embed(["a", "b", "c", "d" * 300, "e"])
    assert [len(asked["input"]) for asked in api.asked] == [2, 1, 1, 1]
    assert vectors[3] == pytest.approx(unit("d" * 300))


def test_a_text_that_is_too_long_counts_with_its_beginning(api, hosted):
    hosted(text_tokens=10).embed(["x" * 1000, ""])
    assert api.asked[0]["input"] == ["x" * 24, " "]


def test_after_429_it_waits_as_long_as_it_is_told(api, hosted):
    api.answers = [(429, {"Retry-After": "0.4"}, {}), BROKEN]
    began = time.monotonic()
    assert hosted().embed(["a"]).shape == (1, 3)
    assert time.monotonic() - began >= 0.4
    assert len(api.asked) == 3


def test_a_wait_beyond_the_total_timeout_is_the_callers_to_wait(api, hosted):
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=600))
    api.answers = [(429, {"Retry-After": at}, {})]
    with pytest.raises(RateLimited) as caught:
        hosted().embed(["a"])
    assert caught.value.retry_in == pytest.approx(600, abs=5)
    assert len(api.asked) == 1


@pytest.mark.parametrize(("answer", "error"), [(FULL, RateLimited), (BROKEN, ModelDown)])
def test_client_stops_after_its_last_attempt(api, hosted, answer, error):
    api.answers = [answer] * 9
    with pytest.raises(error) as caught:
        hosted(attempts=3).embed(["a"])
    assert caught.value.retry_in >= 15
    assert len(api.asked) == 3


def test_an_api_that_is_not_there_is_down(api, hosted):
    gone = hosted(base="http://127.0.0.1:9/v1", attempts=2)
    with pytest.raises(ModelDown, match="cannot be reached"):
        gone.embed(["a"])


def test_reply_slower_than_the_attempt_timeout_is_a_model_down(api, hosted):
    api.answers = [(200, {}, [b" "] * 30)]
    began = time.monotonic()
    with pytest.raises(ModelDown, match="did not end in time"):
        hosted(attempt_timeout_s=0.3, attempts=1).embed(["a"])
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(("status", "advice"), [(401, "API key"), (404, "API's address"), (302, "address")])
def test_a_refusal_says_what_to_do_and_is_not_repeated(api, hosted, status, advice):
    api.answers = [(status, {}, {"error": {"message": "no such thing"}})]
    with pytest.raises(ModelRefused, match=rf"no such thing.*{advice}"):
        hosted().embed(["a"])
    assert len(api.asked) == 1


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_text_that_is_refused_is_told_from_an_api_that_takes_nothing(api, hosted, status):
    no = (status, {}, {"error": {"message": "too long"}})
    api.answers = [no]
    with pytest.raises(InputRefused, match="too long"):
        hosted().embed(["a"])
    api.answers = [no, no]
    with pytest.raises(ModelRefused, match="too long"):
        hosted().embed(["a"])


def test_an_account_without_credit_is_a_refusal_though_it_is_a_429(api, hosted):
    api.answers = [(429, {}, {"error": {"code": "insufficient_quota"}})]
    with pytest.raises(ModelRefused, match="insufficient_quota"):
        hosted().embed(["a"])


@pytest.mark.parametrize("base", ["nonsense", "http://[::1", "ftp://host/v1"])
def test_an_address_that_is_none_is_a_refusal(hosted, base):
    with pytest.raises(ModelRefused, match="Check address"):
        hosted(base=base).embed(["a"])


@pytest.mark.parametrize(
    "body",
    [
        {"data": [{"index": 0, "embedding": [1.0, 2.0]}]},
        {"data": [{"index": 1, "embedding": [1.0, 2.0, 3.0]}]},
        {"data": [{"index": 0, "embedding": [float("nan"), 0.0, 1.0]}]},
        {"data": [{"index": 0, "embedding": [1e200, 1e200, 1e200]}]},
        {"data": [{"index": 0, "embedding": [0.0, 0.0, 0.0]}]},
        {"data": [{"index": 0, "embedding": ["a", "b", "c"]}]},
        {"data": []},
        [],
        b"<html>Welcome</html>",
    ],
)
def test_a_reply_that_is_no_vector_is_never_used(api, hosted, body):
    api.answers = [(200, {}, body)]
    with pytest.raises(BadReply):
        hosted().embed(["a"])


def test_the_budget_pays_for_each_batch_once_before_it_is_sent(api, hosted):
    purse = Purse(8)
    api.answers = [BROKEN]
    with pytest.raises(BudgetSpent, match="budget"):
        hosted(purse, texts=1).embed(["abc", "defghi", "jkl"])
    assert [asked["input"] for asked in api.asked] == [["abc"], ["abc"], ["defghi"]]
    assert purse.left == 1


def test_our_own_limit_sends_nothing_and_spends_nothing(api, hosted):
    purse = Purse(100)
    embedder = hosted(purse, requests_per_minute=1)
    embedder.embed(["abc"])
    with pytest.raises(RateLimited, match="Our own limit") as caught:
        embedder.embed(["abc"])
    assert 50 < caught.value.retry_in <= 60
    assert (len(api.asked), purse.left) == (1, 97)


def test_a_shortened_model_is_a_space_of_its_own(api):
    endpoint = Endpoint(api.base, "model-3", 3, shorten=True)
    api.answers = [lambda asked: (200, {}, data(asked["input"]))]
    with HostedEmbedder(endpoint) as embedder:
        embedder.embed(["a"])
        assert embedder.model_id == "model-3@3"
    assert api.asked[0]["dimensions"] == 3


def test_the_key_is_not_shown():
    assert "secret" not in repr(Endpoint("http://host/v1", "model-3", 3, key="secret"))
