ALTER TABLE learning.changes
    DROP COLUMN state,
    DROP COLUMN counting_grade;
