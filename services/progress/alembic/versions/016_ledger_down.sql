SELECT set_config('learning.scope', 'projector', true);
DELETE FROM learning.changes WHERE kind IN ('counting', 'withdrawn', 'hint', 'explanation');
ALTER TABLE learning.changes DROP COLUMN counting, DROP COLUMN hint_id;
ALTER TABLE learning.progress
    DROP COLUMN counting_attempt, DROP COLUMN counting_score, DROP COLUMN deducted, DROP COLUMN counting_grade;
DROP POLICY staff ON learning.ledger;
DROP POLICY staff ON learning.progress;
DROP POLICY staff ON learning.attempts;
DROP TABLE learning.hints, learning.withdrawals;
DROP VIEW learning.grades;
DROP FUNCTION learning.append_grade();

-- The words go back into the ledger, as far as they were not erased. What has no place in it is lost.
ALTER TABLE learning.ledger DISABLE TRIGGER append_only;
ALTER TABLE learning.ledger ADD COLUMN feedback text NOT NULL DEFAULT '';
UPDATE learning.ledger g SET feedback = w.feedback, items = w.items
    FROM learning.grade_words w WHERE w.grade_id = g.id;
ALTER TABLE learning.ledger ALTER COLUMN feedback DROP DEFAULT;
ALTER TABLE learning.ledger ENABLE TRIGGER append_only;
DROP TABLE learning.grade_words;
DROP FUNCTION learning.without_words(jsonb);
DROP INDEX learning.idx_ledger_graded;
ALTER TABLE learning.ledger
    DROP COLUMN cause, DROP COLUMN answer_event, DROP COLUMN provenance, DROP COLUMN reply_id,
    DROP COLUMN latency_ms, DROP COLUMN similarity_group, DROP COLUMN against, DROP COLUMN appeal,
    DROP COLUMN batch;
ALTER TABLE learning.ledger RENAME TO grades;
ALTER INDEX learning.ledger_pkey RENAME TO grades_pkey;
ALTER INDEX learning.idx_ledger_attempt RENAME TO idx_grades_attempt;
ALTER TABLE learning.questions DROP COLUMN course, DROP COLUMN counting, DROP COLUMN hint_deduction;
