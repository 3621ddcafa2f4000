DROP INDEX learning.idx_changes_attempt, learning.idx_changes_document;
REVOKE DELETE ON learning.changes FROM progress;
DROP TABLE learning.feed_readers;
