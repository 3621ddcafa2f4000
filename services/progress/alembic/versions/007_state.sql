-- The state of the attempt that a row names, after the row. The counting grade has a column for its foreign key.
ALTER TABLE learning.changes
    ADD COLUMN state jsonb,
    ADD COLUMN counting_grade uuid REFERENCES learning.grades (id);
COMMENT ON COLUMN learning.changes.state IS 'Null: the row is an echo, or about a document.';

-- Rows from before say what Trac made of them until now. One that was told late changed nothing, and still does not.
SELECT set_config('learning.scope', 'projector', true);
UPDATE learning.changes SET
    counting_grade = CASE WHEN kind IN ('graded', 'overridden') THEN coalesce((
        SELECT a.grade_id FROM learning.attempts a WHERE a.cognito_user_id = changes.cognito_user_id
            AND a.ticket_id = changes.ticket_id AND a.attempt = changes.attempt), grade_id) END,
    state = jsonb_build_object(
        'attempt', attempt,
        'phase', CASE kind
            WHEN 'answer_received' THEN 'queued'
            WHEN 'grading_started' THEN 'grading'
            WHEN 'overridden' THEN 'graded'
            ELSE kind END,
        'reason', nullif(reason, 'superseded'),
        'answer', CASE WHEN reason = 'attempt_taken' THEN event_id END)
WHERE attempt IS NOT NULL AND cognito_user_id IS NOT NULL AND reason IS DISTINCT FROM 'outranked';
