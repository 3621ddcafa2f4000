DROP INDEX learning.idx_ledger_cited;
DROP TABLE learning.rulings;
