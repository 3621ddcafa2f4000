-- What a school permits, in place of what `trac-admin initenv` does. Everybody may read, as before. Who signs in may
-- comment and attach to tickets; answering is the plugin's own permission. Authors make pages and tickets.
-- `cognito-authors` is the plugin's name of the group `authors`. Plain SQL: the plugin's tests run it on SQLite.
DELETE FROM permission WHERE username = 'authenticated'
    AND action IN ('TICKET_CREATE', 'TICKET_MODIFY', 'WIKI_CREATE', 'WIKI_MODIFY');
INSERT INTO permission (username, action) VALUES
('authenticated', 'TICKET_APPEND'),
('cognito-authors', 'TICKET_CREATE'),
('cognito-authors', 'TICKET_EDIT_DESCRIPTION'),
('cognito-authors', 'TICKET_MODIFY'),
('cognito-authors', 'WIKI_CREATE'),
('cognito-authors', 'WIKI_DELETE'),
('cognito-authors', 'WIKI_MODIFY'),
('cognito-authors', 'WIKI_RENAME');
