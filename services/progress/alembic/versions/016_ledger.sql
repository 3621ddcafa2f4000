SELECT set_config('learning.scope', 'projector', true);

-- All that is changed below, at once or not at all. The version that still runs takes these in several orders (a page
-- the progress and then its grade, the projector the grade and then the progress), and copying the ledger takes its
-- time: with one lock after the other the first page that is read meanwhile ends in a deadlock.
DO $$
BEGIN
    SET LOCAL lock_timeout = '2s';  -- more than `deadlock_timeout`, after which an autovacuum gives way
    FOR attempt IN 1..60 LOOP
        BEGIN
            LOCK TABLE learning.grades, learning.progress, learning.attempts, learning.changes, learning.questions
                IN ACCESS EXCLUSIVE MODE;
            SET LOCAL lock_timeout = 0;
            RETURN;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            PERFORM pg_sleep(0.5);
        END;
    END LOOP;
    RAISE EXCEPTION 'somebody reads or writes learning.* without a pause: nothing was changed'
        USING HINT = 'See pg_stat_activity for long transactions (a dump?), end them and migrate again.';
END $$;

-- What an author says of a question, as far as it matters here.
ALTER TABLE learning.questions
    ADD COLUMN course varchar(100),
    ADD COLUMN counting varchar(10) NOT NULL DEFAULT 'best',
    ADD COLUMN hint_deduction float NOT NULL DEFAULT 0;
CREATE INDEX idx_questions_course ON learning.questions (course) WHERE course IS NOT NULL;

-- The ledger keeps what nobody takes back. What people wrote, or what quotes them, stands beside it under the grade's
-- key, so that a person can be erased and the grade stays. `learning.grades` is from now on a view of both: programs
-- from before read and write it as they did.
ALTER TABLE learning.grades RENAME TO ledger;
ALTER INDEX learning.grades_pkey RENAME TO ledger_pkey;
ALTER INDEX learning.idx_grades_attempt RENAME TO idx_ledger_attempt;
ALTER TABLE learning.ledger
    ADD COLUMN cause varchar(20),
    ADD COLUMN answer_event uuid,
    ADD COLUMN provenance jsonb,
    ADD COLUMN reply_id varchar(200),
    ADD COLUMN latency_ms int,
    ADD COLUMN similarity_group uuid,
    ADD COLUMN against uuid,
    ADD COLUMN appeal uuid,
    ADD COLUMN batch uuid;
CREATE TABLE learning.grade_words (
    grade_id uuid,
    cognito_user_id varchar(100) NOT NULL,
    said_by varchar(100),
    feedback text NOT NULL,
    items jsonb NOT NULL,
    reason text NOT NULL DEFAULT ''
);
COMMENT ON COLUMN learning.grade_words.cognito_user_id IS 'Whose answer the words are about.';
COMMENT ON COLUMN learning.grade_words.said_by IS 'The person who graded; null: a machine.';
COMMENT ON COLUMN learning.grade_words.items IS 'As the ledger''s, with quotes and reasons.';

CREATE FUNCTION learning.without_words(items jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_agg(item || '{"quote": null, "reason": null}' ORDER BY place), '[]')
    FROM jsonb_array_elements(items) WITH ORDINALITY AS listed (item, place) $$;

-- Grades from before. A course may have a million, and nobody reads or writes meanwhile: rows are copied and changed by
-- one statement each, and what would look at them one by one (policies of the owner's own, keys, indexes, a function
-- that is not inlined) comes afterwards. The ledger was append-only, and is so again below.
ALTER TABLE learning.ledger NO FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.progress NO FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.attempts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.changes NO FORCE ROW LEVEL SECURITY;
INSERT INTO learning.grade_words (grade_id, cognito_user_id, said_by, feedback, items)
    SELECT id, cognito_user_id, graded_by, feedback, items FROM learning.ledger;
ALTER TABLE learning.grade_words
    ADD PRIMARY KEY (grade_id),
    ADD FOREIGN KEY (grade_id) REFERENCES learning.ledger (id);
CREATE INDEX idx_grade_words_learner ON learning.grade_words (cognito_user_id);
CREATE INDEX idx_grade_words_said_by ON learning.grade_words (said_by) WHERE said_by IS NOT NULL;
ALTER TABLE learning.ledger DISABLE TRIGGER append_only;
ALTER TABLE learning.ledger DROP COLUMN feedback;
UPDATE learning.ledger SET
    items = (SELECT coalesce(jsonb_agg(item || '{"quote": null, "reason": null}' ORDER BY place), '[]')
        FROM jsonb_array_elements(items) WITH ORDINALITY AS listed (item, place)),  -- `without_words`
    cause = CASE WHEN person THEN 'override' WHEN revision > 1 THEN 'regrade' ELSE 'first' END;
ALTER TABLE learning.ledger ENABLE TRIGGER append_only;
ALTER TABLE learning.ledger ALTER COLUMN cause SET NOT NULL;
CREATE INDEX idx_ledger_graded ON learning.ledger (graded_at);

CREATE VIEW learning.grades WITH (security_invoker = true) AS
    SELECT g.id, g.cognito_user_id, g.ticket_id, g.attempt, g.score, coalesce(w.feedback, '') AS feedback,
        coalesce(w.items, g.items) AS items, g.provisional, g.confidence, g.needs_review, g.flags, g.sources,
        g.question_revision, g.grader, g.person, g.graded_by, g.revision, g.graded_at, g.source, g.event_id,
        g.recorded_at, g.cause, g.answer_event, g.provenance, g.reply_id, g.latency_ms, g.similarity_group,
        coalesce(w.reason, '') AS reason, g.against, g.appeal, g.batch
    FROM learning.ledger g LEFT JOIN learning.grade_words w ON w.grade_id = g.id;

-- Words are written with their grade and never again: an event that comes a second time brings nothing erased back.
CREATE FUNCTION learning.append_grade() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- An author took a person's grade back. It may come before that grade. It outlives its ticket, as the ledger does.
CREATE TABLE learning.withdrawals (
    event_id uuid PRIMARY KEY,
    cognito_user_id varchar(100) NOT NULL,
    ticket_id int NOT NULL,
    attempt int NOT NULL,
    override uuid NOT NULL,
    withdrawn_by varchar(100) NOT NULL,
    withdrawn_at timestamptz NOT NULL,
    reason text NOT NULL
);
COMMENT ON COLUMN learning.withdrawals.override IS 'The event of the grade.';
CREATE INDEX idx_withdrawals_attempt ON learning.withdrawals (ticket_id, cognito_user_id, attempt);

-- Hints and explanations, each as it was first given.
CREATE TABLE learning.hints (
    cognito_user_id varchar(100) NOT NULL,
    ticket_id int NOT NULL,
    id uuid NOT NULL,
    attempt int NOT NULL,
    kind varchar(20) NOT NULL,
    item varchar(40),
    text text NOT NULL,
    deduction float NOT NULL,
    given_at timestamptz NOT NULL,
    event_id uuid NOT NULL,
    grader varchar(100),
    provenance jsonb,
    PRIMARY KEY (ticket_id, cognito_user_id, id)
);
CREATE INDEX idx_hints_given ON learning.hints (given_at);

ALTER TABLE learning.grade_words ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.withdrawals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.hints ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON learning.grade_words FOR SELECT USING (learning.own(cognito_user_id));
CREATE POLICY own ON learning.hints FOR SELECT USING (learning.own(cognito_user_id));
CREATE POLICY feed ON learning.grade_words FOR SELECT USING (learning.scoped('feed'));
CREATE POLICY feed ON learning.hints FOR SELECT USING (learning.scoped('feed'));
CREATE POLICY feed ON learning.withdrawals FOR SELECT USING (learning.scoped('feed'));
CREATE POLICY projector ON learning.grade_words USING (learning.scoped('projector'));
CREATE POLICY projector ON learning.hints USING (learning.scoped('projector'));
CREATE POLICY projector ON learning.withdrawals USING (learning.scoped('projector'));
-- What authors read of everybody's, with the learner's `sub`.
CREATE POLICY staff ON learning.ledger FOR SELECT USING (learning.scoped('staff'));
CREATE POLICY staff ON learning.grade_words FOR SELECT USING (learning.scoped('staff'));
CREATE POLICY staff ON learning.progress FOR SELECT USING (learning.scoped('staff'));
CREATE POLICY staff ON learning.attempts FOR SELECT USING (learning.scoped('staff'));
CREATE POLICY staff ON learning.hints FOR SELECT USING (learning.scoped('staff'));
CREATE POLICY staff ON learning.withdrawals FOR SELECT USING (learning.scoped('staff'));

GRANT SELECT, INSERT ON learning.grades, learning.withdrawals TO progress;
GRANT SELECT, INSERT, DELETE ON learning.grade_words TO progress;
GRANT SELECT, INSERT, UPDATE ON learning.hints TO progress;
-- For the erasure of a person.
GRANT UPDATE (reason) ON learning.withdrawals TO progress;

-- The attempt that counts. Until now that was the newest.
ALTER TABLE learning.progress
    ADD COLUMN counting_attempt int,
    ADD COLUMN counting_score float,
    ADD COLUMN deducted float NOT NULL DEFAULT 0,
    ADD COLUMN counting_grade uuid;
COMMENT ON COLUMN learning.progress.counting_score IS 'Less what hints took; null: no attempt has a grade.';
ALTER TABLE learning.changes
    ADD COLUMN counting jsonb,
    ADD COLUMN hint_id uuid;
CREATE INDEX idx_changes_hint ON learning.changes (ticket_id, cognito_user_id, hint_id) WHERE hint_id IS NOT NULL;

UPDATE learning.progress p SET
    counting_attempt = best.attempt,
    counting_score = best.score,
    counting_grade = best.grade_id,
    status = CASE WHEN best.score >= 0.8 THEN 'completed' ELSE p.status END,
    completed_at = CASE WHEN best.score >= 0.8 THEN best.graded_at AT TIME ZONE 'UTC' ELSE p.completed_at END,
    version = gen_random_uuid()
FROM (
    SELECT DISTINCT ON (a.ticket_id, a.cognito_user_id)
        a.ticket_id, a.cognito_user_id, a.attempt, a.grade_id, g.score, g.graded_at
    FROM learning.attempts a JOIN learning.ledger g ON g.id = a.grade_id
    ORDER BY a.ticket_id, a.cognito_user_id, (a.answer IS NOT NULL AND a.minted) DESC, g.score DESC, a.attempt
) best WHERE (best.ticket_id, best.cognito_user_id) = (p.ticket_id, p.cognito_user_id);

-- Readers of the feed are told what counts, each learner's of each ticket once.
INSERT INTO learning.changes (kind, cognito_user_id, ticket_id, attempt, state, counting_grade, counting)
SELECT 'counting', p.cognito_user_id, p.ticket_id, a.attempt,
    jsonb_build_object('attempt', a.attempt, 'phase', 'graded', 'reason', null, 'answer', null), a.grade_id,
    jsonb_build_object('attempt', p.counting_attempt, 'score', p.counting_score, 'deducted', 0)
FROM learning.progress p JOIN learning.attempts a
    ON (a.ticket_id, a.cognito_user_id, a.attempt) = (p.ticket_id, p.cognito_user_id, p.counting_attempt)
ORDER BY p.ticket_id, p.cognito_user_id;
ALTER TABLE learning.progress ADD FOREIGN KEY (counting_grade) REFERENCES learning.ledger (id);
ALTER TABLE learning.ledger FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.progress FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.attempts FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.changes FORCE ROW LEVEL SECURITY;
