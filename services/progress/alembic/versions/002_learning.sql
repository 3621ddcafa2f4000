-- Times without a zone are UTC. Who may see a row is decided by two settings that a transaction makes for itself:
--   learning.learner   the `sub` whose rows are visible
--   learning.scope     'projector' (all rows) or 'feed' (the change feed and the grades in it)
-- Neither is set by default: then there are no rows.

CREATE TABLE learning.paths (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title varchar(255) NOT NULL,
    query_text text NOT NULL,
    cognito_user_id varchar(100) NOT NULL,
    created_at timestamp DEFAULT now(),
    total_chunks int DEFAULT 0,
    question_difficulty int DEFAULT 3
);
CREATE INDEX idx_paths_user ON learning.paths (cognito_user_id);

-- The grade ledger: every grade ever given, also those that count for nothing. It outlives its ticket: no foreign key.
CREATE TABLE learning.grades (
    id uuid PRIMARY KEY,
    cognito_user_id varchar(100) NOT NULL,
    ticket_id int NOT NULL,
    attempt int NOT NULL,
    score float NOT NULL CHECK (score BETWEEN 0 AND 1),
    feedback text NOT NULL,
    items jsonb NOT NULL,
    provisional boolean NOT NULL,
    confidence float NOT NULL,
    needs_review boolean NOT NULL,
    flags jsonb NOT NULL,
    sources jsonb NOT NULL,
    question_revision bigint,
    grader varchar(100) NOT NULL,
    person boolean NOT NULL,
    graded_by varchar(100),
    revision bigint NOT NULL,
    graded_at timestamptz NOT NULL,
    source text NOT NULL,
    event_id uuid NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX idx_grades_attempt ON learning.grades (ticket_id, cognito_user_id, attempt);

CREATE FUNCTION learning.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the grade ledger is append-only: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Record a new grade with a greater revision.';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON learning.grades
    FOR EACH STATEMENT EXECUTE FUNCTION learning.refuse_change();

-- Whose question a ticket holds (null: everybody's). Reference and rubric are the grader's alone.
CREATE TABLE learning.questions (
    ticket_id int PRIMARY KEY REFERENCES public.ticket (id) ON DELETE CASCADE,
    cognito_user_id varchar(100),
    revision int NOT NULL,
    published_at timestamptz NOT NULL
);

-- One learner on one ticket: the newest answer and what became of it.
CREATE TABLE learning.progress (
    cognito_user_id varchar(100) NOT NULL,
    ticket_id int NOT NULL REFERENCES public.ticket (id) ON DELETE CASCADE,
    status varchar(20) DEFAULT 'not_started',
    started_at timestamp,
    last_accessed timestamp,
    completed_at timestamp,
    time_spent_minutes int DEFAULT 0,
    notes text,
    last_answer text,
    answer_score float,
    answer_feedback text,
    attempt int,
    phase varchar(20),
    phase_at timestamptz,
    grade_id uuid REFERENCES learning.grades (id),
    version uuid NOT NULL DEFAULT gen_random_uuid(),
    PRIMARY KEY (cognito_user_id, ticket_id)
);
COMMENT ON COLUMN learning.progress.version IS 'New with each write: the ETag. Random, so that no restore repeats one.';
CREATE INDEX idx_progress_user ON learning.progress (cognito_user_id);
CREATE INDEX idx_progress_status ON learning.progress (status);
CREATE INDEX idx_progress_ticket ON learning.progress (ticket_id);

-- What is known of each attempt, in whatever order it came; `phase` follows from the other columns.
CREATE TABLE learning.attempts (
    cognito_user_id varchar(100) NOT NULL,
    ticket_id int NOT NULL,
    attempt int NOT NULL,
    answer text,
    submitted_at timestamptz,
    answer_event uuid,
    grading_at timestamptz,
    delayed_at timestamptz,
    ungradable_at timestamptz,
    ungradable_reason varchar(20),
    grade_id uuid REFERENCES learning.grades (id),
    phase varchar(20) NOT NULL,
    phase_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (cognito_user_id, ticket_id, attempt),
    FOREIGN KEY (cognito_user_id, ticket_id) REFERENCES learning.progress ON DELETE CASCADE
);
CREATE INDEX idx_attempts_ticket ON learning.attempts (ticket_id);
CREATE INDEX idx_attempts_waiting ON learning.attempts (received_at) WHERE phase IN ('queued', 'grading');

-- The change feed. A reader that has seen cursor n has seen every row up to n: rows get their ids one transaction
-- after the other, because the lock is taken before the first id and kept until the commit.
CREATE TABLE learning.feed_epoch (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch uuid NOT NULL DEFAULT gen_random_uuid()
);
COMMENT ON TABLE learning.feed_epoch IS 'Give it a new epoch after a restore: readers then start again.';
INSERT INTO learning.feed_epoch DEFAULT VALUES;

CREATE TABLE learning.changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind varchar(20) NOT NULL,
    event_id uuid,
    cognito_user_id varchar(100),
    ticket_id int NOT NULL,
    attempt int,
    grade_id uuid REFERENCES learning.grades (id),
    reason text
);
CREATE FUNCTION learning.one_writer_at_a_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('learning.changes', 0));
    RETURN NULL;
END $$;
-- Per statement, because a row's id is drawn before a row trigger runs.
CREATE TRIGGER one_writer_at_a_time BEFORE INSERT ON learning.changes
    FOR EACH STATEMENT EXECUTE FUNCTION learning.one_writer_at_a_time();

CREATE FUNCTION learning.own(cognito_user_id varchar) RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT cognito_user_id = nullif(current_setting('learning.learner', true), '') $$;
CREATE FUNCTION learning.scoped(VARIADIC scopes text[]) RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT coalesce(current_setting('learning.scope', true) = ANY (scopes), false) $$;

ALTER TABLE learning.paths ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.grades ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.questions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.progress ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.attempts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE learning.changes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own ON learning.paths FOR SELECT USING (learning.own(cognito_user_id));
CREATE POLICY own ON learning.grades FOR SELECT USING (learning.own(cognito_user_id));
CREATE POLICY own ON learning.progress FOR SELECT USING (learning.own(cognito_user_id));
CREATE POLICY own ON learning.attempts FOR SELECT USING (learning.own(cognito_user_id));
CREATE POLICY feed ON learning.changes FOR SELECT USING (learning.scoped('feed'));
CREATE POLICY feed ON learning.grades FOR SELECT USING (learning.scoped('feed'));
CREATE POLICY projector ON learning.paths USING (learning.scoped('projector'));
CREATE POLICY projector ON learning.grades USING (learning.scoped('projector'));
CREATE POLICY projector ON learning.questions USING (learning.scoped('projector'));
CREATE POLICY projector ON learning.progress USING (learning.scoped('projector'));
CREATE POLICY projector ON learning.attempts USING (learning.scoped('projector'));
CREATE POLICY projector ON learning.changes USING (learning.scoped('projector'));

GRANT USAGE ON SCHEMA learning TO progress;
GRANT SELECT, INSERT ON learning.grades, learning.changes TO progress;
GRANT SELECT, INSERT, UPDATE ON learning.paths, learning.questions, learning.progress, learning.attempts TO progress;
GRANT SELECT ON learning.feed_epoch TO progress;
GRANT SELECT (id) ON public.ticket TO progress;
