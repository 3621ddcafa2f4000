-- The rows of a new Trac environment, without the wiki.
-- Written by derive_trac.py2 from Trac 1.4.4 (https://trac.edgewall.org, BSD licence).

INSERT INTO "system" ("name", "value") VALUES
('database_version', '45'),
('initial_database_version', '45');

INSERT INTO "permission" ("username", "action") VALUES
('anonymous', 'BROWSER_VIEW'),
('anonymous', 'CHANGESET_VIEW'),
('anonymous', 'FILE_VIEW'),
('anonymous', 'LOG_VIEW'),
('anonymous', 'MILESTONE_VIEW'),
('anonymous', 'REPORT_SQL_VIEW'),
('anonymous', 'REPORT_VIEW'),
('anonymous', 'ROADMAP_VIEW'),
('anonymous', 'SEARCH_VIEW'),
('anonymous', 'TICKET_VIEW'),
('anonymous', 'TIMELINE_VIEW'),
('anonymous', 'WIKI_VIEW'),
('authenticated', 'TICKET_CREATE'),
('authenticated', 'TICKET_MODIFY'),
('authenticated', 'WIKI_CREATE'),
('authenticated', 'WIKI_MODIFY');

INSERT INTO "cache" ("id", "generation", "key") VALUES
(901198563, 116, 'trac.wiki.api.WikiSystem.pages'),
(2085311731, 0, 'trac.wiki.interwiki.InterWikiMap.interwiki_map');

INSERT INTO "enum" ("type", "name", "value", "description") VALUES
('priority', 'blocker', '1', NULL),
('priority', 'critical', '2', NULL),
('priority', 'major', '3', NULL),
('priority', 'minor', '4', NULL),
('priority', 'trivial', '5', NULL),
('resolution', 'duplicate', '4', NULL),
('resolution', 'fixed', '1', NULL),
('resolution', 'invalid', '2', NULL),
('resolution', 'wontfix', '3', NULL),
('resolution', 'worksforme', '5', NULL),
('ticket_type', 'defect', '1', NULL),
('ticket_type', 'enhancement', '2', NULL),
('ticket_type', 'task', '3', NULL);

INSERT INTO "component" ("name", "owner", "description") VALUES
('component1', 'somebody', NULL),
('component2', 'somebody', NULL);

INSERT INTO "milestone" ("name", "due", "completed", "description") VALUES
('milestone1', 0, 0, NULL),
('milestone2', 0, 0, NULL),
('milestone3', 0, 0, NULL),
('milestone4', 0, 0, NULL);

INSERT INTO "version" ("name", "time", "description") VALUES
('1.0', 0, NULL),
('2.0', 0, NULL);

INSERT INTO "report" ("id", "author", "title", "query", "description") VALUES
(1, NULL, 'Active Tickets', $text$SELECT p.value AS __color__,
   t.id AS ticket, t.summary, t.component, t.version, t.milestone,
   t.type AS type, t.owner, t.status, t.time AS created,
   t.changetime AS _changetime, t.description AS _description,
   t.reporter AS _reporter
  FROM ticket t
  LEFT JOIN enum p ON p.name = t.priority AND p.type = 'priority'
  WHERE t.status <> 'closed'
  ORDER BY CAST(p.value AS int), t.milestone, t.type, t.time
$text$, $text$ * List all active tickets by priority.
 * Color each row based on priority.
$text$),
(2, NULL, 'Active Tickets by Version', $text$SELECT p.value AS __color__,
   t.version AS __group__,
   t.id AS ticket, t.summary, t.component, t.version, t.type AS type,
   t.owner, t.status, t.time AS created,
   t.changetime AS _changetime, t.description AS _description,
   t.reporter AS _reporter
  FROM ticket t
  LEFT JOIN enum p ON p.name = t.priority AND p.type = 'priority'
  WHERE t.status <> 'closed'
  ORDER BY (t.version IS NULL), t.version, CAST(p.value AS int), t.type, t.time
$text$, $text$This report shows how to color results by priority,
while grouping results by version.

Last modification time, description and reporter are included as hidden fields
for useful RSS export.
$text$),
(3, NULL, 'Active Tickets by Milestone', $text$SELECT p.value AS __color__,
   'Milestone '||t.milestone AS __group__,
   t.id AS ticket, t.summary, t.component, t.version, t.type AS type,
   t.owner, t.status, t.time AS created, t.changetime AS _changetime,
   t.description AS _description, t.reporter AS _reporter
  FROM ticket t
  LEFT JOIN enum p ON p.name = t.priority AND p.type = 'priority'
  WHERE t.status <> 'closed'
  ORDER BY (t.milestone IS NULL), t.milestone, CAST(p.value AS int), t.type, t.time
$text$, $text$This report shows how to color results by priority,
while grouping results by milestone.

Last modification time, description and reporter are included as hidden fields
for useful RSS export.
$text$),
(4, NULL, 'Accepted, Active Tickets by Owner', $text$SELECT p.value AS __color__,
   t.owner AS __group__,
   t.id AS ticket, t.summary, t.component, t.milestone, t.type AS type,
   t.time AS created, t.changetime AS _changetime,
   t.description AS _description, t.reporter AS _reporter
  FROM ticket t
  LEFT JOIN enum p ON p.name = t.priority AND p.type = 'priority'
  WHERE t.status = 'accepted'
  ORDER BY t.owner, CAST(p.value AS int), t.type, t.time
$text$, $text$List accepted tickets, group by ticket owner, sorted by priority.
$text$),
(5, NULL, 'Accepted, Active Tickets by Owner (Full Description)', $text$SELECT p.value AS __color__,
   t.owner AS __group__,
   t.id AS ticket, t.summary, t.component, t.milestone, t.type AS type,
   t.time AS created, t.description AS _description_,
   t.changetime AS _changetime, t.reporter AS _reporter
  FROM ticket t
  LEFT JOIN enum p ON p.name = t.priority AND p.type = 'priority'
  WHERE t.status = 'accepted'
  ORDER BY t.owner, CAST(p.value AS int), t.type, t.time
$text$, $text$List tickets accepted, group by ticket owner.
This report demonstrates the use of full-row display.
$text$),
(6, NULL, 'All Tickets By Milestone  (Including closed)', $text$SELECT p.value AS __color__,
   t.milestone AS __group__,
   (CASE t.status
      WHEN 'closed' THEN 'color: #777; background: #ddd; border-color: #ccc;'
      ELSE
        (CASE t.owner WHEN $USER THEN 'font-weight: bold' END)
    END) AS __style__,
   t.id AS ticket, t.summary, t.component, t.status, t.resolution, t.version,
   t.type AS type, t.priority, t.owner, t.changetime AS modified,
   t.time AS _time, t.reporter AS _reporter
  FROM ticket t
  LEFT JOIN enum p ON p.name = t.priority AND p.type = 'priority'
  ORDER BY (t.milestone IS NULL), t.milestone DESC, (t.status = 'closed'),
        (CASE t.status WHEN 'closed' THEN t.changetime ELSE (-1) * CAST(p.value AS int) END) DESC
$text$, $text$A more complex example to show how to make advanced reports.
$text$),
(7, NULL, 'My Tickets', $text$SELECT p.value AS __color__,
       (CASE
         WHEN t.owner = $USER AND t.status = 'accepted' THEN 'Accepted'
         WHEN t.owner = $USER THEN 'Owned'
         WHEN t.reporter = $USER THEN 'Reported'
         ELSE 'Commented' END) AS __group__,
       t.id AS ticket, t.summary, t.component, t.version, t.milestone,
       t.type AS type, t.priority, t.time AS created,
       t.changetime AS _changetime, t.description AS _description,
       t.reporter AS _reporter
  FROM ticket t
  LEFT JOIN enum p ON p.name = t.priority AND p.type = 'priority'
  WHERE t.status <> 'closed' AND
        (t.owner = $USER OR t.reporter = $USER OR
         EXISTS (SELECT * FROM ticket_change tc
                 WHERE tc.ticket = t.id AND tc.author = $USER AND
                       tc.field = 'comment'))
  ORDER BY (COALESCE(t.owner, '') = $USER AND t.status = 'accepted') DESC,
           COALESCE(t.owner, '') = $USER DESC,
           COALESCE(t.reporter, '') = $USER DESC,
           CAST(p.value AS int), t.milestone, t.type, t.time
$text$, $text$This report demonstrates the use of the automatically set
USER dynamic variable, replaced with the username of the
logged in user when executed.
$text$),
(8, NULL, 'Active Tickets, Mine first', $text$SELECT p.value AS __color__,
   (CASE t.owner
     WHEN $USER THEN 'My Tickets'
     ELSE 'Active Tickets'
    END) AS __group__,
   t.id AS ticket, t.summary, t.component, t.version, t.milestone,
   t.type AS type, t.owner, t.status, t.time AS created,
   t.changetime AS _changetime, t.description AS _description,
   t.reporter AS _reporter
  FROM ticket t
  LEFT JOIN enum p ON p.name = t.priority AND p.type = 'priority'
  WHERE t.status <> 'closed'
  ORDER BY (COALESCE(t.owner, '') = $USER) DESC, CAST(p.value AS int), t.milestone, t.type, t.time
$text$, $text$ * List all active tickets by priority.
 * Show all tickets owned by the logged in user in a group first.
$text$);

SELECT setval('report_id_seq', max(id)) FROM "report";
