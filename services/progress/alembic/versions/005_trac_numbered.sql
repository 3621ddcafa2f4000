-- A learner could send an answer under any number by API, such as the greatest, which then stood above all others.
-- What Trac's own table does not know is kept and counts for nothing: the standing of its ticket is right again with
-- the next answer, or the next grade that an author sets. Where Trac's tables are out of sight, all count.
ALTER TABLE learning.attempts ADD COLUMN minted boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN learning.attempts.minted IS 'Whether the answer is the one to which Trac gave this number.';

SELECT set_config('learning.scope', 'projector', true);
DO $$
BEGIN
    IF to_regclass('public.learning_attempt') IS NULL
        OR NOT has_table_privilege('public.learning_attempt', 'SELECT') THEN
        RETURN;
    END IF;
    UPDATE learning.attempts AS a SET minted = false
    WHERE a.answer IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.learning_attempt AS t
        WHERE t.ticket = a.ticket_id AND t.sub = a.cognito_user_id AND t.attempt = a.attempt
            AND t.event_id = a.answer_event::text);
END $$;
