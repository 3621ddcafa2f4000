-- After a restore and the replay of the bus archive: attempts that came back by the bus, and that Trac, whose own
-- tables went back in time, does not know. As the owner, while Trac and its sync are stopped. Again does no harm.
BEGIN;
SELECT set_config('learning.scope', 'projector', true);  -- row security binds the owner, too

INSERT INTO public.learning_seat (ticket, sub, last_attempt)
SELECT ticket_id, cognito_user_id, max(attempt) FROM learning.attempts
WHERE answer_event IS NOT NULL AND minted GROUP BY ticket_id, cognito_user_id
ON CONFLICT (ticket, sub) DO UPDATE
    SET last_attempt = greatest(public.learning_seat.last_attempt, excluded.last_attempt);

-- As Trac writes an attempt that it has just received: the feed says the rest, from its beginning.
INSERT INTO public.learning_attempt (
    ticket, sub, attempt, answer, event_id, phase, phase_at, submitted, seconds,
    feedback, items, provisional, needs_review, sources, grader, grade_id, person, revision, reason)
SELECT a.ticket_id, a.cognito_user_id, a.attempt, a.answer, a.answer_event::text, 'received', at.us, at.us, a.seconds,
    '', '[]', 0, 0, '[]', '', '', 0, 0, ''
FROM learning.attempts a,
    LATERAL (SELECT (extract(epoch FROM a.submitted_at) * 1000000)::bigint AS us) at
WHERE a.answer_event IS NOT NULL AND a.minted
    AND NOT EXISTS (SELECT 1 FROM public.learning_attempt t
        WHERE t.event_id = a.answer_event::text
            OR (t.ticket, t.sub, t.attempt) = (a.ticket_id, a.cognito_user_id, a.attempt));

-- Readers of the feed begin anew.
UPDATE learning.feed_epoch SET epoch = gen_random_uuid();

COMMIT;
