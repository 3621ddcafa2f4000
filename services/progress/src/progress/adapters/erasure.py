"""Removes what a person wrote, and what quotes them. Grades stay: the ledger holds none of it.

Ticket by ticket, each under its lock: a projector that is at work there has read what it would write back.
"""

from collections import Counter

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from progress.adapters.store import TICKET_LOCK

DECIDED = """EXISTS (
            SELECT FROM learning.ledger g WHERE g.graded_by = :person AND g.ticket_id = a.ticket_id
                AND g.cognito_user_id = a.cognito_user_id AND g.attempt = a.attempt)"""
"""Whether the person graded the attempt of an appeal, and so may have answered it."""
TICKETS = text("""
    SELECT ticket_id FROM learning.ledger WHERE :person IN (cognito_user_id, graded_by)
    UNION SELECT ticket_id FROM learning.attempts WHERE cognito_user_id = :person
    UNION SELECT ticket_id FROM learning.progress WHERE cognito_user_id = :person
    UNION SELECT ticket_id FROM learning.hints WHERE cognito_user_id = :person
    UNION SELECT ticket_id FROM learning.withdrawals WHERE :person IN (cognito_user_id, withdrawn_by)
    UNION SELECT ticket_id FROM learning.appeals WHERE cognito_user_id = :person
    UNION SELECT ticket_id FROM learning.changes WHERE cognito_user_id = :person AND appeal IS NOT NULL
    UNION SELECT ticket_id FROM learning.disputes WHERE cognito_user_id = :person
    UNION SELECT ticket_id FROM learning.rulings WHERE ruled_by = :person
    ORDER BY 1""")
STATEMENTS = {
    "grades": """
        DELETE FROM learning.grade_words w USING learning.ledger g
        WHERE g.id = w.grade_id AND g.ticket_id = :ticket AND :person IN (w.cognito_user_id, w.said_by)""",
    "answers": """
        UPDATE learning.attempts SET answer = ''
        WHERE ticket_id = :ticket AND cognito_user_id = :person AND answer <> ''""",
    "progress": """
        UPDATE learning.progress SET last_answer = '', answer_feedback = '', notes = NULL
        WHERE ticket_id = :ticket AND cognito_user_id = :person
            AND (last_answer <> '' OR answer_feedback <> '' OR notes IS NOT NULL)""",
    "feedback": """
        UPDATE learning.progress p SET answer_feedback = ''
        FROM learning.ledger g
        WHERE p.ticket_id = :ticket AND g.id = p.grade_id AND g.graded_by = :person
            AND p.answer_feedback <> ''""",
    "hints": """
        UPDATE learning.hints SET text = '', remarks = '[]'
        WHERE ticket_id = :ticket AND cognito_user_id = :person AND text <> ''""",
    "withdrawals": """
        UPDATE learning.withdrawals SET reason = ''
        WHERE ticket_id = :ticket AND :person IN (cognito_user_id, withdrawn_by) AND reason <> ''""",
    "appeals": """
        UPDATE learning.appeals SET reason = '', answer = '', facts = (
            SELECT jsonb_object_agg(id, jsonb_set(
                jsonb_set(fact, '{made,data,reason}', '""', false), '{assessed,data,items}', '[]', false))
            FROM jsonb_each(facts) AS known (id, fact))
        WHERE ticket_id = :ticket AND cognito_user_id = :person AND EXISTS (
            SELECT FROM jsonb_each(facts) AS known (id, fact) WHERE fact #>> '{made,data,reason}' <> '')""",
    "decisions": f"""
        UPDATE learning.appeals a SET answer = ''
        WHERE ticket_id = :ticket AND answer <> '' AND {DECIDED}""",
    "feed": f"""
        UPDATE learning.changes a SET appeal = appeal || '{{"answer": ""}}'
            || CASE WHEN cognito_user_id = :person THEN '{{"reason": ""}}' ELSE '{{}}' END::jsonb
        WHERE ticket_id = :ticket AND appeal IS NOT NULL AND (
            cognito_user_id = :person AND appeal ->> 'reason' || (appeal ->> 'answer') <> ''
            OR appeal ->> 'answer' <> '' AND {DECIDED})""",
    "disputes": """
        UPDATE learning.disputes SET note = ''
        WHERE ticket_id = :ticket AND cognito_user_id = :person AND note <> ''""",
    "rulings": """
        UPDATE learning.rulings SET note = ''
        WHERE ticket_id = :ticket AND ruled_by = :person AND note <> ''""",
}
"""By what each counts. An empty answer is one that was erased: nobody can submit one."""
RENEW = text("""
    UPDATE learning.progress p SET version = gen_random_uuid()
    WHERE ticket_id = :ticket AND (cognito_user_id = :person OR EXISTS (
        SELECT FROM learning.ledger g WHERE g.graded_by = :person AND g.ticket_id = p.ticket_id
            AND g.cognito_user_id = p.cognito_user_id)
        OR EXISTS (
        SELECT FROM learning.withdrawals w WHERE w.withdrawn_by = :person AND w.ticket_id = p.ticket_id
            AND w.cognito_user_id = p.cognito_user_id))""")
"""Whatever attempt the words were of: what readers hold of it is no longer current."""


async def erase_person(engine: AsyncEngine, person: str) -> dict[str, int]:
    """`person`: the `sub` of a learner or an author. How many rows lost words; none the second time."""
    done: Counter[str] = Counter(dict.fromkeys(STATEMENTS, 0))
    async with engine.begin() as connection:
        await _as_projector(connection)
        tickets = (await connection.execute(TICKETS, {"person": person})).scalars().all()
    for ticket in tickets:
        async with engine.begin() as connection:
            await _as_projector(connection)
            done.update(await _erase_at(connection, person, ticket))
    return dict(done)


async def _as_projector(connection: AsyncConnection) -> None:
    await connection.execute(text("SELECT set_config('learning.scope', 'projector', true)"))


async def _erase_at(connection: AsyncConnection, person: str, ticket: int) -> dict[str, int]:
    await connection.execute(select(func.pg_advisory_xact_lock(TICKET_LOCK, ticket)))
    values = {"person": person, "ticket": ticket}
    done = {
        name: (await connection.execute(text(statement), values)).rowcount
        for name, statement in STATEMENTS.items()
    }
    if any(done.values()):
        await connection.execute(RENEW, values)
    return done
