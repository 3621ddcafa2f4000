-- A view loses no column by being replaced.
DROP VIEW learning.grades;
CREATE VIEW learning.grades WITH (security_invoker = true) AS
    SELECT g.id, g.cognito_user_id, g.ticket_id, g.attempt, g.score, coalesce(w.feedback, '') AS feedback,
        coalesce(w.items, g.items) AS items, g.provisional, g.confidence, g.needs_review, g.flags, g.sources,
        g.question_revision, g.grader, g.person, g.graded_by, g.revision, g.graded_at, g.source, g.event_id,
        g.recorded_at, g.cause, g.answer_event, g.provenance, g.reply_id, g.latency_ms, g.similarity_group,
        coalesce(w.reason, '') AS reason, g.against, g.appeal, g.batch
    FROM learning.ledger g LEFT JOIN learning.grade_words w ON w.grade_id = g.id;

CREATE OR REPLACE FUNCTION learning.append_grade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO learning.ledger (id, cognito_user_id, ticket_id, attempt, score, items, provisional, confidence,
        needs_review, flags, sources, question_revision, grader, person, graded_by, revision, graded_at, source,
        event_id, cause, answer_event, provenance, reply_id, latency_ms, similarity_group, against, appeal, batch)
    VALUES (NEW.id, NEW.cognito_user_id, NEW.ticket_id, NEW.attempt, NEW.score, learning.without_words(NEW.items),
        NEW.provisional, NEW.confidence, NEW.needs_review, NEW.flags, NEW.sources, NEW.question_revision, NEW.grader,
        NEW.person, NEW.graded_by, NEW.revision, NEW.graded_at, NEW.source, NEW.event_id,
        coalesce(NEW.cause, CASE WHEN NEW.person THEN 'override' ELSE 'first' END), NEW.answer_event, NEW.provenance,
        NEW.reply_id, NEW.latency_ms, NEW.similarity_group, NEW.against, NEW.appeal, NEW.batch)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        INSERT INTO learning.grade_words (grade_id, cognito_user_id, said_by, feedback, items, reason)
        VALUES (NEW.id, NEW.cognito_user_id, NEW.graded_by, NEW.feedback, NEW.items, coalesce(NEW.reason, ''));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER append_grade INSTEAD OF INSERT ON learning.grades
    FOR EACH ROW EXECUTE FUNCTION learning.append_grade();
GRANT SELECT, INSERT ON learning.grades TO progress;
ALTER TABLE learning.grade_words DROP COLUMN remarks;
ALTER TABLE learning.hints DROP COLUMN remarks;
