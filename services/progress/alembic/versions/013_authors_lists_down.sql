DROP POLICY staff ON learning.paths;
ALTER TABLE learning.paths
    DROP COLUMN topic,
    DROP COLUMN covered,
    DROP COLUMN settled_at;
