"""What became of paths: each must have ended, and each of its tickets must have its question, once."""

import time

from traclearn_local.running_stack import RunningStack

LOST = """
WITH asked AS (SELECT unnest(%s::text[]) AS id),
     path AS (SELECT p.* FROM public.learning_path p JOIN asked USING (id)),
     step AS (SELECT s.*, p.learner FROM public.learning_step s JOIN path p ON p.id = s.path)
SELECT (SELECT count(*) FROM asked LEFT JOIN path USING (id)
        WHERE coalesce(state, '') NOT IN ('accepted', 'unavailable')) AS unfinished,
       (SELECT count(*) FROM asked LEFT JOIN learning.paths p ON p.id = asked.id::uuid
        WHERE coalesce(p.state, '') NOT IN ('accepted', 'unavailable')) AS unprojected,
       (SELECT count(*) FROM path
        WHERE document::json->>'reason' NOT IN ('not_covered', 'nothing_left')) AS failed,
       (SELECT count(*) FROM path WHERE state = 'accepted'
        AND NOT EXISTS (SELECT 1 FROM step WHERE step.path = path.id)) AS ticketless,
       (SELECT count(DISTINCT ticket) FROM step WHERE NOT EXISTS (
            SELECT 1 FROM grader.questions q WHERE q.ticket = step.ticket AND q.learner = step.learner)
       ) AS unquestioned
"""
DOUBLED = """
WITH path AS (SELECT * FROM public.learning_path WHERE id = ANY(%s)),
     step AS (SELECT s.*, p.learner FROM public.learning_step s JOIN path p ON p.id = s.path)
SELECT (SELECT count(*) FROM public.ticket t JOIN public.learning_account a ON a.username = t.reporter
        WHERE a.sub IN (SELECT learner FROM path)
        AND NOT EXISTS (SELECT 1 FROM public.learning_step s WHERE s.ticket = t.id)) AS stray_tickets,
       (SELECT count(*) FROM (SELECT 1 FROM step GROUP BY learner, concept, chunk
                              HAVING count(DISTINCT ticket) > 1) d) AS tickets,
       (SELECT count(*) FROM (SELECT 1 FROM public.learning_outbox o
                              JOIN path ON path.id = o.data::json->>'path'
                              WHERE o.detail_type = 'PathCreated.v1' GROUP BY path.id
                              HAVING count(*) > 1) d) AS acceptances,
       (SELECT count(*) FROM (SELECT 1 FROM learning.changes c JOIN path ON path.id::uuid = c.path_id
                              JOIN progress.inbox i USING (event_id)
                              WHERE i.detail_type IN ('PathGenerated.v1', 'PathUnavailable.v1')
                              GROUP BY c.path_id HAVING count(*) > 1) d) AS outcomes,
       (SELECT count(*) FROM path_generator.published WHERE revision > 1
        AND ticket IN (SELECT ticket FROM step)) AS questions
"""


def count(stack: RunningStack, query: str, paths: list[str]) -> dict[str, int]:
    """What is wrong, by kind; {} when nothing is."""
    (row,) = stack.sql(query, paths)
    return {kind: int(number) for kind, number in row.items() if number}


def settle_paths(stack: RunningStack, paths: list[str], seconds: float) -> dict[str, int]:
    """Waits until nothing is under way; what is lost after that time."""
    deadline = time.monotonic() + seconds
    while (lost := count(stack, LOST, paths)) and time.monotonic() < deadline:
        time.sleep(1)
    return lost


def dead_letters(stack: RunningStack) -> dict[str, int]:
    """How many lie in each dead-letter queue, by its name; empty ones are left out."""
    sqs, name = stack.aws("sqs"), "ApproximateNumberOfMessages"
    urls = [url for url in sqs.list_queues(QueueNamePrefix="traclearn-")["QueueUrls"] if url.endswith("-dlq")]
    found = {
        url.rpartition("/")[2]: int(
            sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name]
        )
        for url in urls
    }
    return {queue: number for queue, number in found.items() if number}
