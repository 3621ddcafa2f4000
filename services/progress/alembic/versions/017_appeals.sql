-- Appeals against the grades of an attempt. The facts of each, which come in any order, are kept by its id as they came,
-- whole; the columns beside them follow from those and from the grades: how the last appeal that is not refused stands.
CREATE TABLE learning.appeals (
    cognito_user_id varchar(100) NOT NULL,
    ticket_id int NOT NULL REFERENCES public.ticket (id) ON DELETE CASCADE,
    attempt int NOT NULL,
    facts jsonb NOT NULL,
    id uuid,
    state varchar(20),
    why varchar(20),
    reason text,
    answer text,
    at timestamptz,
    waiting_since timestamptz NOT NULL,
    PRIMARY KEY (cognito_user_id, ticket_id, attempt)
);
COMMENT ON COLUMN learning.appeals.answer IS 'What the author says who decided it.';
COMMENT ON COLUMN learning.appeals.waiting_since IS 'Since when the appeal with this id is known.';
CREATE INDEX idx_appeals_ticket ON learning.appeals (ticket_id);
CREATE INDEX idx_appeals_open ON learning.appeals (waiting_since) WHERE state = 'open';
CREATE INDEX idx_appeals_with_author ON learning.appeals (ticket_id, at) WHERE state = 'with_author';
ALTER TABLE learning.appeals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON learning.appeals FOR SELECT USING (learning.own(cognito_user_id));
CREATE POLICY projector ON learning.appeals USING (learning.scoped('projector'));
CREATE POLICY staff ON learning.appeals FOR SELECT USING (learning.scoped('staff'));
GRANT SELECT, INSERT, UPDATE ON learning.appeals TO progress;

-- The feed tells of appeals too.
ALTER TABLE learning.changes ADD COLUMN appeal jsonb;
CREATE INDEX idx_changes_appeal ON learning.changes (ticket_id, cognito_user_id, attempt, id)
    WHERE appeal IS NOT NULL;
-- For the erasure of a person.
GRANT UPDATE (appeal) ON learning.changes TO progress;

-- What authors ruled on points of questions. A revocation may come before what it revokes.
CREATE TABLE learning.rulings (
    ticket_id int NOT NULL REFERENCES public.ticket (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    item varchar(40),
    words text,
    verdict varchar(10),
    note text,
    ruled_by varchar(100),
    ruled_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (ticket_id, id)
);
CREATE INDEX idx_rulings_ruled ON learning.rulings (ruled_at DESC, id) WHERE ruled_at IS NOT NULL;
ALTER TABLE learning.rulings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY projector ON learning.rulings USING (learning.scoped('projector'));
CREATE POLICY staff ON learning.rulings FOR SELECT USING (learning.scoped('staff'));
GRANT SELECT, INSERT, UPDATE ON learning.rulings TO progress;

-- Grades that follow a ruling. No index finds which: under row-level security none with an operator on jsonb is used.
CREATE INDEX idx_ledger_cited ON learning.ledger (ticket_id)
    WHERE items @? '$[*].ruling ? (@ != null)';

-- Grades that ask for an author: what the desk looks through.
CREATE INDEX idx_ledger_review ON learning.ledger (ticket_id, graded_at) WHERE needs_review AND NOT person;
