-- What the latest PathChanged.v1 with a title, and with a state, said of a path: kept whole as the others are.
ALTER TABLE learning.paths
    ADD COLUMN renaming jsonb,
    ADD COLUMN abandonment jsonb;

-- How long an answer took, as Trac saw it; their sum is learning.progress.time_spent_minutes.
ALTER TABLE learning.attempts ADD COLUMN seconds int;
