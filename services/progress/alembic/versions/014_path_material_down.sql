ALTER TABLE learning.paths DROP COLUMN material;
