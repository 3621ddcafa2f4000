-- A path of a learner. What each event said of it is kept as it came, whole: a document in jsonb and no table of steps,
-- since a step is never read or written but with its path, and any of the five may come first. The columns beside them
-- follow from all that is known, for lists: total_chunks counts the passages that are taught from.
ALTER TABLE learning.paths
    ADD COLUMN state varchar(20) NOT NULL DEFAULT 'requested',
    ADD COLUMN at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN minutes int,
    ADD COLUMN path_minutes int,
    ADD COLUMN step_count int NOT NULL DEFAULT 0,
    ADD COLUMN reason varchar(20),
    ADD COLUMN request jsonb,
    ADD COLUMN headway jsonb,
    ADD COLUMN proposal jsonb,
    ADD COLUMN refusal jsonb,
    ADD COLUMN acceptance jsonb,
    ADD COLUMN version uuid NOT NULL DEFAULT gen_random_uuid();
COMMENT ON COLUMN learning.paths.at IS 'When what gives the state occurred; state and moment make the rank.';
COMMENT ON COLUMN learning.paths.minutes IS 'What the learner has; path_minutes: what all steps take.';
COMMENT ON COLUMN learning.paths.version IS 'New with each write: the ETag. Random, so that no restore repeats one.';

-- The feed tells of paths too: all that is known of one after an event about it.
ALTER TABLE learning.changes
    ADD COLUMN path_id uuid,
    ADD COLUMN path jsonb;
CREATE INDEX idx_changes_path ON learning.changes (path_id, id) WHERE path IS NOT NULL;
