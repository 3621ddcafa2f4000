"""Removes what people wrote, and what quotes them. Grades stay, with their verdicts."""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

OF_A_PERSON = {
    "replies_to_others": """
        DELETE FROM grader.model_replies AS reply USING (
            SELECT ticket, min(stored_at) AS since
            FROM grader.answers JOIN grader.overrides USING (ticket, learner, attempt)
            WHERE learner = :person AND score IS NOT NULL GROUP BY ticket
        ) AS graded
        WHERE reply.ticket = graded.ticket AND reply.received_at >= graded.since
            AND reply.learner <> :person""",
    "answers": "DELETE FROM grader.answers WHERE learner = :person",
    "grades": """
        UPDATE grader.grades SET grade = jsonb_set(grade - 'feedback', '{items}', coalesce(
            (SELECT jsonb_agg(item || '{"quote": null, "reason": null}')
               FROM jsonb_array_elements(grade -> 'items') AS item), '[]'))
        WHERE learner = :person AND grade ? 'feedback'""",
    "replies": """
        UPDATE grader.inbox SET replies = '{}'
        WHERE learner = :person AND state IN ('done', 'failed') AND replies <> '{}'""",
    "parked": "DELETE FROM grader.parked WHERE learner = :person OR position(:person IN body) > 0",
    "model_replies": "DELETE FROM grader.model_replies WHERE learner = :person",
    "hints": "DELETE FROM grader.hints WHERE learner = :person",
    "appeals": """
        UPDATE grader.appeals SET assessment = jsonb_set(assessment, '{items}', '[]')
        WHERE learner = :person AND assessment -> 'items' <> '[]'""",
}
"""By what each counts, in this order: a model may have read an answer that a person graded beside another
learner's, and quote it in its reply to that."""
OLD = {
    "answers": "DELETE FROM grader.answers WHERE stored_at < now() - make_interval(days => :days)",
    "model_replies": """
        DELETE FROM grader.model_replies WHERE received_at < now() - make_interval(days => :days)""",
}


async def erase_person(engine: AsyncEngine, person: str) -> dict[str, int]:
    """`person`: the `sub` of a learner. How many rows lost words; none the second time."""
    return await _run(engine, OF_A_PERSON, person=person)


async def prune_words(engine: AsyncEngine, days: int) -> dict[str, int]:
    """Forgets answers and models' replies that were kept longer ago; how many."""
    return await _run(engine, OLD, days=days)


async def _run(engine: AsyncEngine, statements: Mapping[str, str], **values: str | int) -> dict[str, int]:
    """In one transaction; the rows that each changed."""
    async with engine.begin() as connection:
        done = {name: await connection.execute(text(said), values) for name, said in statements.items()}
        return {name: result.rowcount for name, result in done.items()}
