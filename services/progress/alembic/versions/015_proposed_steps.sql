-- The latest StepProposed.v1 of each step, whole as the others are, by the steps' ids; and the ids of those declined.
ALTER TABLE learning.paths
    ADD COLUMN proposed_steps jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN declined jsonb NOT NULL DEFAULT '[]';
