SELECT set_config('learning.scope', 'projector', true);
DELETE FROM learning.changes WHERE review IS NOT NULL;
ALTER TABLE learning.changes DROP COLUMN review;
DROP TABLE learning.reviews;
