"""Batches of the relay fit what one call takes."""

from hypothesis import given
from hypothesis import strategies as st
from traclearn_worker.relay import MAX_CALL_BYTES, batches, weight
from traclearn_worker.store import OutboxRow
from traclearn_worker.transport import Entry, QueueMessage

sizes = st.integers(min_value=0, max_value=300_000)


@given(st.lists(st.tuples(sizes, st.booleans()), max_size=60))
def test_no_batch_is_too_large_and_none_is_lost(rows):
    made = [
        OutboxRow(number, QueueMessage("x" * size) if own else Entry("s", "d", "x" * size), 1)
        for number, (size, own) in enumerate(rows)
    ]
    cut = list(batches(made))
    assert [row for batch in cut for row in batch] == made
    assert all(0 < len(batch) <= 10 for batch in cut)
    assert all(sum(map(weight, batch)) <= MAX_CALL_BYTES for batch in cut)


def test_what_was_refused_often_goes_alone():
    rows = [OutboxRow(number, QueueMessage("x"), 4 if number in {2, 3} else 1) for number in range(6)]
    assert [[row.id for row in batch] for batch in batches(rows)] == [[0, 1], [2], [3], [4, 5]]


def test_batch_size_counts_bytes_and_not_characters():
    assert Entry("s", "d", '"🎓"').size == 8


def test_rows_that_fit_are_sent_in_batches_of_ten():
    rows = [OutboxRow(number, Entry("s", "d", "{}"), 1) for number in range(25)]
    assert [len(batch) for batch in batches(rows)] == [10, 10, 5]
