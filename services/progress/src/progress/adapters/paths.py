"""Rows of `learning.paths` into facts and facts into rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from progress.adapters.rows import utc_without_zone
from progress.domain.path import Path, Statement
from progress.domain.path_document import changed_at, path_steps, path_summary, requested_at

Values = dict[str, Any]

STATEMENTS = (
    "request",
    "headway",
    "proposal",
    "refusal",
    "acceptance",
    "renaming",
    "abandonment",
    "material",
)


def path_row(path: Path) -> Values:
    shown = path_summary(path)
    same = ("title", "state", "minutes", "path_minutes", "step_count")
    refusal = path.refusal if shown["state"] == "unavailable" else None
    return {
        "id": path.id,
        "cognito_user_id": path.learner,
        "query_text": shown["goal"],
        "question_difficulty": shown["difficulty"],
        "created_at": utc_without_zone(requested_at(path)),
        "at": changed_at(path),
        "total_chunks": len({step["source"]["chunk"] for step in path_steps(path)}),
        "reason": refusal and refusal.data["reason"],
        "topic": path.outcome.data.get("topic", "") if path.outcome else "",
        "covered": path.covered,
        "settled_at": path.outcome and path.outcome.at,
        **{name: shown[name] for name in same},
        **{name: statement_values(getattr(path, name)) for name in STATEMENTS},
        "proposed_steps": {step: statement_values(said) for step, said in path.proposed_steps.items()},
        "declined": sorted(path.declined),
    }


def path_from(row: RowMapping) -> Path:
    statements = {name: statement_from(row[name]) for name in STATEMENTS}
    proposed = {
        step: said for step, values in row["proposed_steps"].items() if (said := statement_from(values))
    }
    return Path(
        row["id"],
        row["cognito_user_id"],
        **statements,
        proposed_steps=proposed,
        declined=frozenset(row["declined"]),
    )


def statement_values(said: Statement | None) -> Values | None:
    if said is None:
        return None
    return {"at": said.at.isoformat(), "event_id": str(said.event_id), "data": said.data}


def statement_from(values: Values | None) -> Statement | None:
    if values is None:
        return None
    return Statement(datetime.fromisoformat(values["at"]), UUID(values["event_id"]), values["data"])
