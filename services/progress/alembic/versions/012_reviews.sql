-- When a learner is to answer a step's question again, as ReviewScheduled.v1 says it: the greatest revision that came.
-- A table of its own, since it may come before anything else that is known of the learner on the ticket.
CREATE TABLE learning.reviews (
    cognito_user_id varchar(100) NOT NULL,
    ticket_id int NOT NULL REFERENCES public.ticket (id) ON DELETE CASCADE,
    revision int NOT NULL,
    attempt int NOT NULL,
    reviews int NOT NULL,
    reviewed_at timestamptz,
    due_at timestamptz,
    PRIMARY KEY (cognito_user_id, ticket_id)
);
CREATE INDEX idx_reviews_ticket ON learning.reviews (ticket_id);
ALTER TABLE learning.reviews ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON learning.reviews FOR SELECT USING (learning.own(cognito_user_id));
CREATE POLICY projector ON learning.reviews USING (learning.scoped('projector'));
GRANT SELECT, INSERT, UPDATE ON learning.reviews TO progress;

-- The feed tells of reviews too.
ALTER TABLE learning.changes ADD COLUMN review jsonb;
CREATE INDEX idx_changes_review ON learning.changes (ticket_id, cognito_user_id, id) WHERE review IS NOT NULL;
