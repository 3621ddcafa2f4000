"""Rows of one ticket into the records of its learners."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping

from progress.adapters import rows
from progress.domain.record import Question, Record


@dataclass(frozen=True, slots=True)
class TicketRows:
    """What the tables have of it, of everybody or of one learner."""

    attempts: Sequence[RowMapping]
    grades: Sequence[RowMapping]
    hints: Sequence[RowMapping]
    withdrawals: Sequence[RowMapping]


def records_from(ticket: int, question: Question | None, found: TicketRows) -> dict[str, Record]:
    """By learner; a grade alone makes no record, for the attempt of each has a row."""
    empty = {
        row["cognito_user_id"]: Record(row["cognito_user_id"], ticket, question)
        for row in (*found.attempts, *found.hints, *found.withdrawals)
    }
    records = dict(sorted(empty.items()))
    for row in found.hints:
        records[row["cognito_user_id"]] = records[row["cognito_user_id"]].with_hint(rows.hint_from(row))
    for row in found.withdrawals:
        withdrawal = rows.withdrawal_from(row)
        records[withdrawal.learner] = records[withdrawal.learner].with_withdrawal(withdrawal)
    grades = _by_attempt(found.grades)
    for row in found.attempts:
        record = records[row["cognito_user_id"]]
        attempt = rows.attempt_from(row, record.attempt(row["attempt"]).withdrawals)
        for grade in grades[record.learner, attempt.number]:
            attempt = attempt.with_grade(rows.grade_from(grade))
        records[record.learner] = record.with_attempt(attempt)
    return records


def _by_attempt(grades: Iterable[RowMapping]) -> dict[tuple[str, int], list[RowMapping]]:
    found = defaultdict(list)
    for row in grades:
        found[row["cognito_user_id"], row["attempt"]].append(row)
    return found
