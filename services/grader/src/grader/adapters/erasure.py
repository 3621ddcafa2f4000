"""Removes what people wrote, and what quotes them. Grades stay, with their verdicts."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

OF_A_PERSON = {
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
    "hints": "DELETE FROM grader.hints WHERE learner = :person",
    "appeals": """
        UPDATE grader.appeals SET assessment = jsonb_set(assessment, '{items}', '[]')
        WHERE learner = :person AND assessment -> 'items' <> '[]'""",
}
"""By what each counts."""
OLD = "DELETE FROM grader.answers WHERE stored_at < now() - make_interval(days => :days)"


async def erase_person(engine: AsyncEngine, person: str) -> dict[str, int]:
    """`person`: the `sub` of a learner. How many rows lost words; none the second time."""
    async with engine.begin() as connection:
        done = {
            name: await connection.execute(text(statement), {"person": person})
            for name, statement in OF_A_PERSON.items()
        }
        return {name: result.rowcount for name, result in done.items()}


async def prune_answers(engine: AsyncEngine, days: int) -> int:
    """Forgets answers that were kept longer ago; how many."""
    async with engine.begin() as connection:
        return (await connection.execute(text(OLD), {"days": days})).rowcount
