SELECT set_config('learning.scope', 'projector', true);
DELETE FROM learning.changes WHERE appeal IS NOT NULL;
ALTER TABLE learning.changes DROP COLUMN appeal;
DROP INDEX learning.idx_ledger_cited, learning.idx_ledger_review;
DROP TABLE learning.rulings, learning.appeals;
