-- What is known of each document of the material, in whatever order it came: the newest revision and how far it is,
-- the revision that readers find, and up to which revision nothing is found any more.
CREATE TABLE learning.content (
    document uuid PRIMARY KEY,
    name varchar(300) NOT NULL,
    origin varchar(10) NOT NULL,
    revision int NOT NULL,
    phase varchar(20) NOT NULL,
    at timestamptz NOT NULL,
    done int NOT NULL,
    total int NOT NULL,
    reason varchar(20),
    detail text NOT NULL,
    live_revision int,
    live_at timestamptz,
    title varchar(300),
    subject varchar(100),
    type varchar(100),
    pages int,
    chunks int,
    embedded int,
    dropped int,
    model varchar(100),
    removed_revision int,
    removed_at timestamptz,
    receipt jsonb,
    generation bigint,
    CHECK (live_revision > removed_revision)
);
COMMENT ON COLUMN learning.content.live_revision IS 'What title to model are about.';
COMMENT ON COLUMN learning.content.removed_revision IS 'A tombstone: nothing up to it comes back.';

ALTER TABLE learning.content ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY feed ON learning.content FOR SELECT USING (learning.scoped('feed'));
CREATE POLICY projector ON learning.content USING (learning.scoped('projector'));
GRANT SELECT, INSERT, UPDATE ON learning.content TO progress;

-- The feed tells of material too, which is about no ticket.
ALTER TABLE learning.changes
    ALTER COLUMN ticket_id DROP NOT NULL,
    ADD COLUMN document uuid,
    ADD COLUMN content jsonb;
