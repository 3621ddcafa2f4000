-- A reader claims all rows behind its cursor by asking for them.
CREATE TABLE learning.feed_readers (
    reader varchar(100) PRIMARY KEY,
    cursor bigint NOT NULL,
    seen_at timestamptz NOT NULL
);
COMMENT ON COLUMN learning.feed_readers.reader IS 'The client of its token.';
GRANT SELECT, INSERT, UPDATE ON learning.feed_readers TO progress;
GRANT DELETE ON learning.changes TO progress;

-- Finds the later row of an attempt or a document.
CREATE INDEX idx_changes_attempt ON learning.changes (ticket_id, cognito_user_id, attempt, id)
    WHERE state IS NOT NULL;
CREATE INDEX idx_changes_document ON learning.changes (document, id) WHERE content IS NOT NULL;
