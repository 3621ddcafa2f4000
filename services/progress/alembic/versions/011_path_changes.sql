-- What the latest PathChanged.v1 with a title, and with a state, said of a path: kept whole as the others are.
ALTER TABLE learning.paths
    ADD COLUMN renaming jsonb,
    ADD COLUMN abandonment jsonb;
