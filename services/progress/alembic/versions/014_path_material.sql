-- What the PathMaterialChanged.v1 of the greatest version said of a path: kept whole as the others are.
ALTER TABLE learning.paths ADD COLUMN material jsonb;
