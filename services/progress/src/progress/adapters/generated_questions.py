"""Rows of `learning.generated_questions` into facts and facts into rows."""

from typing import Any

from sqlalchemy import RowMapping

from progress.adapters.paths import statement_from, statement_values
from progress.domain.generated_question import Dispute, GeneratedQuestion

Values = dict[str, Any]


def generated_question_row(question: GeneratedQuestion) -> Values:
    draft, review = question.draft, question.review
    return {
        "id": question.id,
        "subject": draft and draft.data["subject"],
        "state": question.state,
        "drafted_at": draft and draft.at,
        "reviewed_at": review and review.at,
        "draft": statement_values(draft),
        "review": statement_values(review),
    }


def generated_question_from(row: RowMapping) -> GeneratedQuestion:
    return GeneratedQuestion(row["id"], statement_from(row["draft"]), statement_from(row["review"]))


def dispute_row(dispute: Dispute) -> Values:
    return {
        "ticket_id": dispute.ticket,
        "cognito_user_id": dispute.learner,
        "said_at": dispute.at,
        "event_id": dispute.event_id,
        "note": dispute.note,
    }
