"""Removes what a person wrote, and what quotes them. Grades stay: the ledger holds none of it."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

DECIDED = """EXISTS (
            SELECT FROM learning.ledger g WHERE g.graded_by = :person AND g.ticket_id = a.ticket_id
                AND g.cognito_user_id = a.cognito_user_id AND g.attempt = a.attempt)"""
"""Whether the person graded the attempt of an appeal, and so may have answered it."""
STATEMENTS = {
    "grades": "DELETE FROM learning.grade_words WHERE :person IN (cognito_user_id, said_by)",
    "answers": "UPDATE learning.attempts SET answer = '' WHERE cognito_user_id = :person AND answer <> ''",
    "progress": """
        UPDATE learning.progress SET last_answer = '', answer_feedback = '', notes = NULL,
            version = gen_random_uuid()
        WHERE cognito_user_id = :person
            AND (last_answer <> '' OR answer_feedback <> '' OR notes IS NOT NULL)""",
    "feedback": """
        UPDATE learning.progress p SET answer_feedback = '', version = gen_random_uuid()
        FROM learning.ledger g
        WHERE g.id = p.grade_id AND g.graded_by = :person AND p.answer_feedback <> ''""",
    "hints": "UPDATE learning.hints SET text = '' WHERE cognito_user_id = :person AND text <> ''",
    "withdrawals": """
        UPDATE learning.withdrawals SET reason = ''
        WHERE :person IN (cognito_user_id, withdrawn_by) AND reason <> ''""",
    "appeals": """
        UPDATE learning.appeals SET reason = '', answer = '', facts = (
            SELECT jsonb_object_agg(id, jsonb_set(
                jsonb_set(fact, '{made,data,reason}', '""', false), '{assessed,data,items}', '[]', false))
            FROM jsonb_each(facts) AS known (id, fact))
        WHERE cognito_user_id = :person AND EXISTS (
            SELECT FROM jsonb_each(facts) AS known (id, fact) WHERE fact #>> '{made,data,reason}' <> '')""",
    "decisions": f"""
        UPDATE learning.appeals a SET answer = '' WHERE answer <> '' AND {DECIDED}""",
    "feed": f"""
        UPDATE learning.changes a SET appeal = appeal || '{{"answer": ""}}'
            || CASE WHEN cognito_user_id = :person THEN '{{"reason": ""}}' ELSE '{{}}' END::jsonb
        WHERE appeal IS NOT NULL AND (
            cognito_user_id = :person AND appeal ->> 'reason' || (appeal ->> 'answer') <> ''
            OR appeal ->> 'answer' <> '' AND {DECIDED})""",
    "disputes": "UPDATE learning.disputes SET note = '' WHERE cognito_user_id = :person AND note <> ''",
    "rulings": "UPDATE learning.rulings SET note = '' WHERE ruled_by = :person AND note <> ''",
}
"""By what each counts. An empty answer is one that was erased: nobody can submit one."""


async def erase_person(engine: AsyncEngine, person: str) -> dict[str, int]:
    """`person`: the `sub` of a learner or an author. How many rows lost words; none the second time."""
    async with engine.begin() as connection:
        await connection.execute(text("SELECT set_config('learning.scope', 'projector', true)"))
        done = {
            name: await connection.execute(text(statement), {"person": person})
            for name, statement in STATEMENTS.items()
        }
        return {name: result.rowcount for name, result in done.items()}
