DROP INDEX learning.idx_grades_cited;
DROP POLICY staff ON learning.grades;
DROP TABLE learning.rulings;
