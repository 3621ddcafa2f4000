"""Rows of `learning.appeals` into facts and facts into rows, and its columns in queries of other tables."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, RowMapping, and_

from progress.adapters.paths import statement_from, statement_values
from progress.adapters.tables import APPEALS
from progress.domain.appeal import Appeal, Appeals
from progress.domain.appeal_status import AppealStatuses

Values = dict[str, Any]

ATTEMPT_KEY = ("cognito_user_id", "ticket_id", "attempt")
APPEAL_PREFIX = "appeal_"
APPEAL_FIELDS = ("id", "state", "why", "reason", "answer", "at")


def appeals_row(statuses: AppealStatuses) -> Values:
    """The columns beside the facts are those of the attempt's appeal; all null while there is none."""
    appeals, shown = statuses.appeals, statuses.shown()
    id_, status = shown or (None, None)
    made = appeals.known[id_].made if id_ else None
    return {
        "cognito_user_id": appeals.learner,
        "ticket_id": appeals.ticket,
        "attempt": appeals.attempt,
        "facts": {str(appeal.id): _appeal_values(appeal) for appeal in appeals.known.values()},
        "id": id_,
        "state": status and status.state,
        "why": status and status.why,
        "reason": made and made.data["reason"],
        "answer": status and status.answer,
        "at": status and status.at,
    }


def appeals_from(row: RowMapping) -> Appeals:
    known = {UUID(id_): _appeal_from(UUID(id_), values) for id_, values in row["facts"].items()}
    return Appeals(row["cognito_user_id"], row["ticket_id"], row["attempt"], known)


def appeal_columns() -> list[ColumnElement[Any]]:
    """The attempt's appeal beside a row of something else."""
    return [APPEALS.c[name].label(APPEAL_PREFIX + name) for name in APPEAL_FIELDS]


def is_same_attempt(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    return and_(*(one.c[name] == other.c[name] for name in ATTEMPT_KEY))


def _appeal_values(appeal: Appeal) -> Values:
    overdue_at = appeal.overdue_at and appeal.overdue_at.isoformat()
    said = {"made": statement_values(appeal.made), "assessed": statement_values(appeal.assessed)}
    return said | {"overdue_at": overdue_at}


def _appeal_from(id_: UUID, values: Values) -> Appeal:
    overdue_at = values["overdue_at"] and datetime.fromisoformat(values["overdue_at"])
    return Appeal(id_, statement_from(values["made"]), statement_from(values["assessed"]), overdue_at)
