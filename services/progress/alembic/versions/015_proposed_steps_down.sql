ALTER TABLE learning.paths
    DROP COLUMN proposed_steps,
    DROP COLUMN declined;
