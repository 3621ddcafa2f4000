ALTER TABLE learning.paths
    DROP COLUMN renaming,
    DROP COLUMN abandonment;
