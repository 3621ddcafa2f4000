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

-- Grades that follow a ruling, by what they cite.
CREATE INDEX idx_ledger_cited ON learning.ledger USING gin (items jsonb_path_ops)
    WHERE items @? '$[*].ruling ? (@ != null)';
