"""Each way in which a provider's call ends, by the real SDKs over HTTP."""

import asyncio
import json

import pytest
from grader.adapters.language_models.errors import InputRefused, ProviderAway
from grader.domain.errors import BadReply, ReplyUnknown
from model_server import document_of, verdicts

ANSWER = "It records a snapshot of the whole tree."


async def test_verdicts_and_quotes_come_back(grader, server, commit):
    server.script = [lambda asked: verdicts(asked, quote="a  snapshot of the\nwhole tree")]
    reply = await grader.ask(commit, ANSWER, "key-1")
    judgement = grader.read(commit, ANSWER, json.loads(json.dumps(reply)))
    assert [finding.verdict for finding in judgement.findings] == ["yes", "yes"]
    assert judgement.findings[0].quote == "a snapshot of the whole tree"


@pytest.mark.parametrize("before", ["", "\0"])
async def test_nul_is_taken_out_of_a_reply_as_it_comes_for_no_column_holds_it(grader, server, commit, before):
    reason = "It\0\0s " + r"\u0000 is no NUL"
    points = [{"id": "snapshot", "verdict": "no", "quote": None, "reason": reason}]
    server.script = [(before + json.dumps({"points": points}),)]
    reply = await grader.ask(commit, ANSWER, "key-1")
    assert "\0" not in reply["text"] and r"It\u0000" not in reply["text"]
    assert grader.read(commit, ANSWER, reply).findings[0].reason == r"Its \u0000 is no NUL"


async def test_provenance_is_what_the_reply_says(grader, provider, server, commit):
    came = grader.provenance(await grader.ask(commit, ANSWER, "key-1"))
    assert (came.provider, came.prompt_version) == (provider, "4")
    assert came.model in {"gpt-5-mini-2025-08-07", "claude-haiku-4-5-20251001"}
    assert came.input_tokens and came.output_tokens and 0 < came.cost_usd < 0.01


async def test_provider_gets_the_schema_the_key_and_nothing_of_who_answered(grader, server, commit):
    await grader.ask(commit, ANSWER, "key-1")
    (asked,), (headers,) = server.asked, server.headers
    said = document_of(asked)
    assert set(said) == {"question", "full_answers", "points", "material", "graded_answers", "answer"}
    assert [point["id"] for point in said["points"]] == ["snapshot", "parents"]
    assert '"additionalProperties": false' in json.dumps(asked)
    assert {name.lower(): value for name, value in headers.items()}["idempotency-key"] == "key-1"


@pytest.mark.parametrize(
    ("step", "delay"),
    [
        ((429, {"Retry-After": "7"}), 7),
        ((429, {}), 1),
        ((500, {}), 1),
        ((503, {"Retry-After": "99999"}), 3600),
        ((529, {}), 1),
        ((401, {}), 60),
        ((402, {}), 60),
        ((404, {}), 60),
    ],
)
async def test_provider_that_takes_nothing_is_asked_once_and_is_away(grader, server, commit, step, delay):
    server.script = [step]
    with pytest.raises(ProviderAway) as raised:
        await grader.ask(commit, ANSWER, "key-1")
    assert raised.value.delay == delay and len(server.asked) == 1
    assert ANSWER not in str(raised.value)


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_input_that_is_refused_is_not_asked_again(grader, server, commit, status):
    server.script = [(status, {})]
    with pytest.raises(InputRefused):
        await grader.ask(commit, ANSWER, "key-1")


@pytest.mark.parametrize("step", [None, 3.0])
async def test_reply_that_is_lost_may_have_been_paid_for(grader, server, commit, step):
    server.script = [step]
    with pytest.raises(ReplyUnknown):
        await grader.ask(commit, ANSWER, "key-1")
    assert len(server.asked) == 1


async def test_server_that_is_not_there_took_nothing(provider, commit, opened):
    grader = opened(provider, "http://127.0.0.1:9")
    with pytest.raises(ProviderAway, match="cannot be reached"):
        await grader.ask(commit, ANSWER, "key-1")


@pytest.mark.parametrize(
    "step",
    [
        ("The answer is fine, 10/10.",),
        ('{"points": [{"id": "snapshot", "verdict": "yes"',),
        ('{"points": [{"id": "snapshot", "verdict": "absolutely", "quote": null, "reason": ""}]}',),
        ('{"points": []}',),
        ('{"points": [{"id": "other", "verdict": "yes", "quote": "It", "reason": ""}]}',),
        ("",),
        b'{"strange": true}',
        b"not json",
    ],
)
async def test_reply_that_is_no_verdict_is_kept_and_cannot_be_read(grader, server, commit, step):
    server.script = [step]
    reply = await grader.ask(commit, ANSWER, "key-1")
    with pytest.raises(BadReply):
        grader.read(commit, ANSWER, reply)


@pytest.mark.parametrize(
    ("provider", "ending"),
    [
        ("openai", ("length",)),
        ("openai", ("content_filter",)),
        ("openai", ("stop", "I will not.")),
        ("anthropic", ("max_tokens",)),
        ("anthropic", ("refusal",)),
    ],
)
async def test_reply_that_is_cut_or_refused_is_no_verdict_even_if_it_looks_like_one(
    server, commit, provider, ending, opened
):
    grader = opened(provider, server.address)
    server.script = [
        ('{"points": [{"id": "snapshot", "verdict": "yes", "quote": "It", "reason": ""}]}', *ending)
    ]
    reply = await grader.ask(commit, ANSWER, "key-1")
    with pytest.raises(BadReply, match=r"cut|refused"):
        grader.read(commit, ANSWER, reply)


async def test_no_more_calls_are_under_way_than_may_be(provider, server, commit, opened):
    grader = opened(provider, server.address, concurrency=2, timeout=5.0)
    server.script = [0.05] * 6

    async def ask(key):
        async with grader.turn():
            await grader.ask(commit, ANSWER, key)

    await asyncio.gather(*(ask(f"key-{n}") for n in range(6)))
    assert len(server.asked) == 6 and server.most_under_way <= 2
