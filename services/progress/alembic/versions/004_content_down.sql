SELECT set_config('learning.scope', 'projector', true);
DELETE FROM learning.changes WHERE ticket_id IS NULL;
ALTER TABLE learning.changes
    ALTER COLUMN ticket_id SET NOT NULL,
    DROP COLUMN document,
    DROP COLUMN content;
DROP TABLE learning.content;
