"""What `make bench-runtime` makes of what it measured."""

import json

from traclearn_worker.delivery import read
from traclearn_worker.messages import Message

from benchmarks.runtime import body, figures, report


def took(seconds, cpu, **more):
    return {"seconds": seconds, "cpu": cpu, **more}


def rounds(*rates):
    return [
        {
            "raw": took(1.0, 0.2),
            "memory": took(2.0, 0.2 * memory),
            "postgres": took(4.0, 0.2 * postgres, statements=0.3),
        }
        for memory, postgres in rates
    ]


def test_a_consumers_figures_are_medians_a_message():
    runs = [took(1.0, 0.5), took(2.0, 0.1), took(4.0, 0.3)]
    assert figures(runs, 1000) == {"messages_s": 500.0, "cpu_ms": 0.3}


def test_statements_are_told_where_there_is_a_database():
    assert figures([took(1.0, 0.5, statements=0.25)], 1000)["statements"] == 0.25


def test_ratios_are_of_cpu_in_the_same_round():
    told = report(rounds((1.5, 2.0), (1.2, 3.0), (1.1, 2.5)), 1000)
    assert (told["ratio"], told["ratio_memory"], told["spread"]) == (2.5, 1.2, [2.0, 3.0])
    assert (told["ours"], told["theirs"]) == (0.5, 0.2)
    assert told["consumers"]["postgres"]["messages_s"] == 250.0


def test_the_report_is_json_with_what_every_bench_tells():
    told = json.loads(json.dumps(report(rounds((1.5, 2.0)), 1000)))
    assert {"name", "peer", "ratio", "ours", "theirs", "unit", "spread", "runs"} <= told.keys()


def test_every_message_is_an_event_of_its_own_that_the_runtime_reads():
    events = [read(Message(body(number), "receipt")) for number in (1, 2, 1)]
    assert len({event.metadata.event_id for event in events}) == 3
    assert [event.metadata.learner for event in events] == ["learner-1", "learner-2", "learner-1"]
