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
