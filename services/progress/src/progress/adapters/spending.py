"""What language models cost at list prices, as their grades, hints and second looks say it."""

from sqlalchemy import TextClause, text

SPENDING = """
    SELECT (said.at AT TIME ZONE 'UTC')::date AS day, q.course,
        count(*) FILTER (WHERE said.kind = 'grade') AS grades,
        count(*) FILTER (WHERE said.kind = 'hint') AS hints,
        sum((said.provenance ->> 'input_tokens')::bigint)::bigint AS input_tokens,
        sum((said.provenance ->> 'output_tokens')::bigint)::bigint AS output_tokens,
        round(coalesce(sum((said.provenance ->> 'cost_usd')::numeric), 0), 6)::float AS cost_usd,
        count(*) FILTER (WHERE said.provenance ->> 'cost_usd' IS NULL) AS unpriced
    FROM (
        SELECT 'grade' AS kind, ticket_id, graded_at AS at, provenance FROM learning.ledger
        UNION ALL SELECT 'hint', ticket_id, given_at, provenance FROM learning.hints
        UNION ALL SELECT 'grade', ticket_id, (fact #>> '{assessed,at}')::timestamptz,
                fact #> '{assessed,data,provenance}'
            FROM learning.appeals, jsonb_each(facts) AS known (id, fact)
    ) said LEFT JOIN learning.questions q ON q.ticket_id = said.ticket_id
    WHERE said.provenance ->> 'provider' <> 'offline'
        AND said.at >= date_trunc('day', clock_timestamp(), 'UTC') - make_interval(days => :days - 1)
    GROUP BY 1, 2 ORDER BY 1 DESC, 2 NULLS LAST"""
"""By day (UTC) and course, as the ticket's question says it now; the offline grader costs nothing. A second
grader's look at an appeal is a grade, too."""


def spending_of(days: int) -> TextClause:
    """Of the last days, today among them."""
    return text(SPENDING).bindparams(days=days)
