DROP TABLE learning.generated_questions, learning.disputes, learning.courses;
DROP POLICY staff ON learning.questions;
ALTER TABLE learning.questions DROP COLUMN generated;
DROP POLICY staff ON learning.paths;
ALTER TABLE learning.paths
    DROP COLUMN topic,
    DROP COLUMN covered,
    DROP COLUMN settled_at;
