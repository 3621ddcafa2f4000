"""Another API than that of vectors, with the same limits, budget, second attempts and errors."""

import sys
from pathlib import Path

import pytest
from traclearn_hosted import BadReply, BudgetSpent, Client, InputRefused, Limits, ModelDown, RateLimited

sys.path.insert(0, str(Path(__file__).parent))

from hosted_api import Api

SAID = (200, {}, {"choices": [{"message": {"content": "4"}}]})
BROKEN = (503, {}, {"error": "overloaded"})
FULL = (429, {}, {"error": "slow down"})


class Purse:
    """A Budget that holds so many tokens."""

    def __init__(self, tokens):
        self.left = tokens

    def spend(self, tokens):
        if tokens > self.left:
            raise BudgetSpent("The month's budget is spent.")
        self.left -= tokens


def parse_words(reply):
    try:
        return reply["choices"][0]["message"]["content"]
    except KeyError as error:
        raise BadReply("no words") from error


@pytest.fixture
def api():
    with Api() as running:
        yield running


@pytest.fixture
def purse():
    return Purse(100)


@pytest.fixture
def client(api, purse, monkeypatch):
    monkeypatch.setattr("traclearn_hosted.client.FIRST_PAUSE_S", 0.01)
    with Client("grading API", api.base, "secret", Limits(attempts=2), purse) as opened:
        yield opened


def ask(client, tokens=60):
    return client.post("chat/completions", {"messages": ["2 + 2"]}, tokens, parse_words)


def test_a_call_that_is_tried_again_is_paid_once(api, client, purse):
    api.answers = [BROKEN, SAID]
    assert (ask(client), purse.left) == ("4", 40)
    assert (api.asked, api.keys[0]) == ([{"messages": ["2 + 2"]}] * 2, "Bearer secret")


def test_a_spent_budget_asks_nothing(api, client):
    api.answers = [SAID]
    ask(client)
    with pytest.raises(BudgetSpent):
        ask(client)
    assert len(api.asked) == 1


@pytest.mark.parametrize(
    ("answer", "error"), [(BROKEN, ModelDown), (FULL, RateLimited), ((400, {}, {}), InputRefused)]
)
def test_errors_name_the_api_that_they_are_of(api, client, answer, error):
    api.answers = [answer] * 2
    with pytest.raises(error, match="grading API"):
        ask(client)


def test_a_reply_that_cannot_be_read_is_not_asked_for_again(api, client):
    api.answers = [(200, {}, {})]
    with pytest.raises(BadReply, match="no words"):
        ask(client)
    assert len(api.asked) == 1
