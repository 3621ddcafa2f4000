"""What `make bench-runtime` makes of what it measured."""

import base64
import json

import pytest
from traclearn_worker.handling.delivery import parse_event
from traclearn_worker.messages import Message

from benchmarks import messages
from benchmarks.runtime import CONSUMERS, PEERS, figures, report
from benchmarks.stopwatch import Stopwatch


def took(seconds, cpu, **more):
    return {"seconds": seconds / 1000, "cpu": cpu / 1000, **more}


def rounds(*rates):
    return [
        {
            "raw": took(1.0, 0.2),
            "memory": took(2.0, 0.2 * memory),
            "postgres": took(4.0, 0.2 * postgres, statements=0.3),
            "taskiq": took(8.0, 0.8),
            "celery": took(6.0, 1.0),
        }
        for memory, postgres in rates
    ]


def test_a_consumers_figures_are_medians():
    assert figures([took(1.0, 0.5), took(2.0, 0.1), took(4.0, 0.3)]) == {"messages_s": 500.0, "cpu_ms": 0.3}


def test_statements_are_told_where_there_is_a_database():
    assert figures([took(1.0, 0.5, statements=0.25)])["statements"] == 0.25


def test_ratios_are_of_cpu_in_the_same_round():
    told = report(rounds((1.5, 2.0), (1.2, 3.0), (1.1, 2.5)), 1000)
    assert (told["ratio"], told["ratio_memory"], told["spread"]) == (2.5, 1.2, [2.0, 3.0])
    assert (told["ours"], told["theirs"]) == (0.5, 0.2)
    assert told["consumers"]["postgres"]["messages_s"] == 250.0


def test_every_peer_has_ratios_of_its_own():
    told = report(rounds((1.5, 2.0), (1.2, 3.0), (1.1, 2.5)), 1000)["peers"]
    assert told.keys() == PEERS.keys()
    assert told["celery"]["postgres"] == {"cpu": 0.5, "spread": [0.4, 0.6], "messages_s": 1.5}
    assert told["taskiq"]["memory"]["messages_s"] == 4.0


def test_the_report_is_json_with_what_every_bench_tells():
    told = json.loads(json.dumps(report(rounds((1.5, 2.0)), 1000)))
    assert {"name", "peer", "ratio", "ours", "theirs", "unit", "spread", "runs"} <= told.keys()
    assert told["consumers"].keys() == set(CONSUMERS)


def test_every_message_is_an_event_of_its_own_that_the_runtime_reads():
    events = [parse_event(Message(messages.event(number), "receipt")) for number in (1, 2, 1)]
    assert len({event.metadata.event_id for event in events}) == 3
    assert [event.metadata.learner for event in events] == ["learner-1", "learner-2", "learner-1"]


def test_peers_get_the_same_answer():
    in_taskiq = json.loads(messages.taskiq(1))["args"][0]
    in_celery = json.loads(base64.b64decode(json.loads(messages.celery(1))["body"]))[0][0]
    for found in (in_taskiq, in_celery):
        assert found["detail"]["data"] == messages.ENVELOPE["detail"]["data"]
        assert found["detail"]["metadata"]["learner"] == "learner-1"


@pytest.mark.parametrize("step", [1, 10])
def test_a_stopwatch_measures_after_the_first_tenth_and_tells_once(step):
    told = []
    watch = Stopwatch(100, lambda: told.append(watch.took))
    for _ in range(0, 110, step):
        watch.handled(step)
    assert told == [watch.took]
    assert watch.took.keys() == {"seconds", "cpu"}
