-- Of an edge the newest word counts. Nothing is changed or taken out; names are the material's own.
CREATE TABLE indexer.edge_decisions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject varchar(100) NOT NULL,
    concept text NOT NULL,
    prerequisite text NOT NULL,
    decision text CHECK (decision IN ('confirmed', 'removed', 'added')),
    by varchar(100) NOT NULL,
    at timestamptz NOT NULL,
    UNIQUE (subject, concept, prerequisite, at)
);
COMMENT ON COLUMN indexer.edge_decisions.decision IS 'null takes the last one back';

-- The same of names: a concept is called "to", or is a part of the concept "to".
CREATE TABLE indexer.name_decisions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject varchar(100) NOT NULL,
    concept text NOT NULL,
    change text NOT NULL CHECK (change IN ('rename', 'merge')),
    "to" text,
    by varchar(100) NOT NULL,
    at timestamptz NOT NULL
);
COMMENT ON COLUMN indexer.name_decisions."to" IS 'null takes the last one of this kind back';
CREATE INDEX name_decisions_subject ON indexer.name_decisions (subject);
