-- One row a document, for ever: a removed one keeps its numbers, so that what comes late is known to be late.
CREATE TABLE indexer.documents (
    document uuid PRIMARY KEY,
    origin text NOT NULL CHECK (origin IN ('upload', 'wiki')),
    name text NOT NULL,
    owner varchar(100) NOT NULL,
    subject varchar(100),
    revision integer NOT NULL,
    live_revision integer,
    removed_revision integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (origin, name)
);
COMMENT ON COLUMN indexer.documents.revision IS 'the greatest that was minted or seen';
COMMENT ON COLUMN indexer.documents.removed_revision IS 'the tombstone: no revision up to it may become teachable';

CREATE TABLE indexer.revisions (
    document uuid NOT NULL REFERENCES indexer.documents,
    revision integer NOT NULL,
    state text NOT NULL,
    size bigint,
    sha256 text,
    type text,
    title text,
    subject text,
    pages integer,
    chunks integer NOT NULL DEFAULT 0,
    embedded integer NOT NULL DEFAULT 0,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    dropped jsonb NOT NULL DEFAULT '[]',
    reason text,
    detail text NOT NULL DEFAULT '',
    receipt jsonb,
    object_version text,
    recipe text,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (document, revision)
);
COMMENT ON COLUMN indexer.revisions.recipe IS 'which reader and chunker made its chunks: other ones make others';
CREATE INDEX revisions_moving ON indexer.revisions (at) WHERE state IN ('waiting_for_upload', 'removing');

-- A subject whose chunks changed: its concepts are found anew. `changed` counts up, `taught` follows.
CREATE TABLE indexer.subjects (
    subject varchar(100) PRIMARY KEY,
    changed bigint NOT NULL DEFAULT 1,
    taught bigint NOT NULL DEFAULT 0
);

-- Tokens that went to a paid embedder, by month (UTC).
CREATE TABLE indexer.spending (
    month date NOT NULL,
    model text NOT NULL,
    tokens bigint NOT NULL,
    PRIMARY KEY (month, model)
);
