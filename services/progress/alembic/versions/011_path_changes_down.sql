ALTER TABLE learning.paths
    DROP COLUMN renaming,
    DROP COLUMN abandonment;
ALTER TABLE learning.attempts DROP COLUMN seconds;
