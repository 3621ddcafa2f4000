SELECT set_config('learning.scope', 'projector', true);
DELETE FROM learning.changes WHERE path IS NOT NULL;
ALTER TABLE learning.changes
    DROP COLUMN path_id,
    DROP COLUMN path;
ALTER TABLE learning.paths
    DROP COLUMN state,
    DROP COLUMN at,
    DROP COLUMN minutes,
    DROP COLUMN path_minutes,
    DROP COLUMN step_count,
    DROP COLUMN reason,
    DROP COLUMN request,
    DROP COLUMN headway,
    DROP COLUMN proposal,
    DROP COLUMN refusal,
    DROP COLUMN acceptance,
    DROP COLUMN version;
