-- Whether the material had what a path's goal asks for, and since when that is known. Paths from before are grouped by
-- their goals alone.
SELECT set_config('learning.scope', 'projector', true);
ALTER TABLE learning.paths
    ADD COLUMN topic varchar(1000) NOT NULL DEFAULT '',
    ADD COLUMN covered boolean,
    ADD COLUMN settled_at timestamptz;
COMMENT ON COLUMN learning.paths.topic IS 'What the goal asks for, the same for goals that differ in wording alone.';
COMMENT ON COLUMN learning.paths.covered IS 'Null: nobody knows yet, or the request never got so far.';
UPDATE learning.paths p SET
    topic = lower(regexp_replace(btrim(p.query_text), '\s+', ' ', 'g')),
    covered = said.covered,
    settled_at = said.at
FROM (
    SELECT id, (proposal ->> 'at')::timestamptz AS at, true AS covered FROM learning.paths
    WHERE proposal IS NOT NULL AND (refusal IS NULL OR proposal ->> 'at' > refusal ->> 'at')
    UNION ALL
    SELECT id, (refusal ->> 'at')::timestamptz,
        CASE refusal -> 'data' ->> 'reason' WHEN 'not_covered' THEN false WHEN 'nothing_left' THEN true END
    FROM learning.paths
    WHERE refusal IS NOT NULL AND (proposal IS NULL OR proposal ->> 'at' <= refusal ->> 'at')
) said WHERE said.id = p.id;
CREATE INDEX idx_paths_topic ON learning.paths (topic, settled_at) WHERE covered IS NOT NULL;

-- What staff read of everybody's: the API answers them with no learner's name.
CREATE POLICY staff ON learning.paths FOR SELECT USING (learning.scoped('staff'));
CREATE POLICY staff ON learning.questions FOR SELECT USING (learning.scoped('staff'));

-- Which of the path generator's questions a ticket asks; null: an author's own.
ALTER TABLE learning.questions ADD COLUMN generated uuid;
CREATE INDEX idx_questions_generated ON learning.questions (generated) WHERE generated IS NOT NULL;

-- Questions that the path generator made. How each was made and what an author said of it last are kept as they came,
-- whole; either may come first. Reference and rubric are in them: learners see none of it.
CREATE TABLE learning.generated_questions (
    id uuid PRIMARY KEY,
    subject varchar(100),
    state varchar(20) NOT NULL,
    drafted_at timestamptz,
    reviewed_at timestamptz,
    draft jsonb,
    review jsonb
);
CREATE INDEX idx_generated_questions_drafted ON learning.generated_questions (drafted_at DESC, id);
ALTER TABLE learning.generated_questions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY projector ON learning.generated_questions USING (learning.scoped('projector'));
CREATE POLICY staff ON learning.generated_questions FOR SELECT USING (learning.scoped('staff'));
GRANT SELECT, INSERT, UPDATE ON learning.generated_questions TO progress;

-- Learners who say that the question on a ticket of theirs makes no sense.
CREATE TABLE learning.disputes (
    ticket_id int NOT NULL REFERENCES public.ticket (id) ON DELETE CASCADE,
    cognito_user_id varchar(100) NOT NULL,
    said_at timestamptz NOT NULL,
    event_id uuid NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (ticket_id, cognito_user_id)
);
ALTER TABLE learning.disputes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY projector ON learning.disputes USING (learning.scoped('projector'));
CREATE POLICY staff ON learning.disputes FOR SELECT USING (learning.scoped('staff'));
GRANT SELECT, INSERT, UPDATE ON learning.disputes TO progress;

-- How authors have a course taught. A course is a subject of the material.
CREATE TABLE learning.courses (
    subject varchar(100) PRIMARY KEY,
    generated_questions varchar(20) NOT NULL,
    said_at timestamptz NOT NULL,
    event_id uuid NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON learning.courses TO progress;
