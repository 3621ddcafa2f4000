# -*- coding: utf-8 -*-
"""The plugin's tables and how they come and grow with `trac-admin upgrade`.

Times are 64-bit microseconds since 1970 (UTC), as in Trac's own tables.
JSON lies in text columns; yes/no is 0/1. An empty string is never a NULL:
NULL means "not yet known".
"""

from trac.core import Component, implements
from trac.db.api import DatabaseManager
from trac.db.schema import Column, Index, Table
from trac.env import IEnvironmentSetupParticipant
from trac.util.text import printout

from learning.answers.counting import derive_counting
from learning.permissions.audit import describe_permissions
from learning.tickets import upgrade as upgrade_tickets
from learning.wiki_material import upgrade as upgrade_material

VERSION = 14
VERSION_NAME = 'learning_version'

ACCOUNT = Table('learning_account', key='sub')[
    Column('sub'),
    Column('username'),
    Column('name'),
    Column('groups'),               # JSON list of cognito:groups
    Column('seen', type='int64'),   # when the newest token was issued
    Index(['username'], unique=True)]

QUESTION = Table('learning_question', key='ticket')[
    Column('ticket', type='int'),
    Column('revision', type='int'),
    Column('question'),
    Column('reference'),            # never shown to learners
    Column('rubric'),               # JSON, never shown to learners
    Column('sources'),              # JSON
    Column('learner'),              # sub of the ticket's owner; '' for all
    Column('author'),               # Trac user name
    Column('changed', type='int64'),
    Column('course'),               # a subject of the material; '' for none
    Column('counting'),             # best, newest: which attempt counts
    Column('max_attempts', type='int'),     # of one learner; 0: no limit
    Column('hint_deduction', type='double precision'),  # 0 to 1, of each hint
    Column('release'),              # of the reference: never, last_attempt,
    Column('release_at', type='int64'),     # date: from this moment on
    Column('due_at', type='int64'),     # NULL: whenever
    Column('concepts'),             # JSON: names, of its course's material
    Column('further_references'),   # JSON: as secret as the reference
    Index(['learner'])]

ATTEMPT = Table('learning_attempt', key=('ticket', 'sub', 'attempt'))[
    Column('ticket', type='int'),
    Column('sub'),
    Column('attempt', type='int'),
    Column('answer'),
    Column('event_id'),
    Column('phase'),
    Column('phase_at', type='int64'),
    Column('submitted', type='int64'),
    Column('score', type='double precision'),
    Column('feedback'),
    Column('items'),                # JSON
    Column('provisional', type='int'),
    Column('needs_review', type='int'),
    Column('sources'),              # JSON
    Column('grader'),
    Column('grade_id'),
    Column('person', type='int'),   # 1: a person overrode the machine
    Column('revision', type='int'),
    Column('reason'),
    Column('seconds', type='int'),  # that it took, NULL: not known
    Column('decisions', type='int'),    # of persons, on its grade
    Column('remarks'),              # JSON: codes that become words here
    Index(['event_id'], unique=True),
    Index(['sub']),
    Index(['phase', 'needs_review'])]   # what operators are told

# The row that is locked while an attempt's number is minted; and which of the
# attempts counts, as the feed says.
ATTEMPT_COUNTER = Table('learning_seat', key=('ticket', 'sub'))[
    Column('ticket', type='int'),
    Column('sub'),
    Column('last_attempt', type='int'),
    Column('counting_attempt', type='int'),     # NULL: none has a grade
    Column('counting_score', type='double precision'),  # less what hints took
    Column('deducted', type='double precision')]    # of it, by hints

OUTBOX = Table('learning_outbox', key='event_id')[
    Column('event_id'),
    Column('detail_type'),
    Column('learner'),
    Column('groups'),               # JSON
    Column('occurred_at', type='int64'),
    Column('ticket', type='int'),
    Column('data'),                 # JSON
    Column('created', type='int64'),
    Column('sent', type='int64'),
    Column('tries', type='int'),
    Column('last_error'),
    Column('echoed', type='int64'),  # NULL: still open
    Index(['echoed', 'sent']),
    Index(['detail_type', 'created']),
    Index(['ticket'])]

CURSOR = Table('learning_cursor', key='name')[
    Column('name'),
    Column('epoch'),
    Column('cursor', type='int64'),
    Column('read_at', type='int64')]    # NULL: not since this was kept

APPLIED = Table('learning_applied', key='grade_id')[
    Column('grade_id'),
    Column('ticket', type='int'),
    Column('applied', type='int64')]

# What teaches: uploaded files and wiki pages, as the feed says.
MATERIAL = Table('learning_material', key='document')[
    Column('document'),             # uuid
    Column('name'),                 # path of the file, or the wiki page
    Column('origin'),               # upload, wiki
    Column('subject'),
    Column('title'),
    Column('type'),
    Column('phase'),
    Column('revision', type='int'),
    Column('live_revision', type='int'),    # NULL: nothing is teachable
    Column('done', type='int'),     # chunks with a vector
    Column('total', type='int'),
    Column('reason'),
    Column('detail'),               # what to do about it
    Column('pages', type='int'),    # these four: of the live revision
    Column('chunks', type='int'),
    Column('embedded', type='int'),
    Column('dropped', type='int'),
    Column('receipt'),              # JSON, of a removal
    Column('at', type='int64'),
    Index(['at']),
    Index(['subject'])]

# Wiki pages that authors made material. A name that ends with a slash stands
# for all pages that begin with it; the longest name that fits a page counts.
MARK = Table('learning_mark', key='name')[
    Column('name'),
    Column('used', type='int'),     # 0: left out of a wider mark
    Column('subject'),
    Column('author'),               # Trac user name
    Column('sub'),                  # the author's
    Column('at', type='int64')]

# What was last published of a wiki page. The row is locked while its revision
# is minted, and stays when the page goes.
PAGE = Table('learning_page', key='page')[
    Column('page'),
    Column('revision', type='int'),
    Column('version', type='int'),
    Column('digest'),               # of what was published; '' when gone
    Column('sub'),                  # on whose behalf
    Column('at', type='int64')]

# Whether a version of a material page may be taught. Holds for the version
# that was saved at this moment: Trac gives a number again after a delete.
APPROVAL = Table('learning_approval', key=('page', 'version'))[
    Column('page'),
    Column('version', type='int'),
    Column('saved', type='int64'),  # wiki.time
    Column('status'),               # approved, waiting, refused, found
    Column('decided_by'),           # Trac user name
    Column('decided_at', type='int64')]

# What learners asked to be taught, as Trac and the feed say.
PATH = Table('learning_path', key='id')[
    Column('id'),                   # uuid: event_id of PathRequested.v1
    Column('learner'),              # sub of its owner
    Column('state'),
    Column('rank', type='int'),     # of the state; the greater counts
    Column('goal'),
    Column('difficulty', type='int'),
    Column('minutes', type='int'),  # that the learner has
    Column('title'),
    Column('asked_at', type='int64'),
    Column('changed_at', type='int64'),     # decides between equal ranks
    Column('document'),             # JSON: the feed's `path`
    Column('renamed_at', type='int64'),     # 0: it has the title it came with
    Column('notified_at', type='int64'),    # NULL: its learner was not told yet
    Index(['learner', 'asked_at']),
    Index(['notified_at'])]

# Which ticket is which step of an accepted path. Paths of one learner may
# share a ticket: that of the same concept in the same chunk.
STEP = Table('learning_step', key=('path', 'step'))[
    Column('path'),
    Column('step'),                 # uuid
    Column('n', type='int'),        # its place
    Column('ticket', type='int'),
    Column('concept'),
    Column('chunk'),
    Index(['ticket'])]

# Since when a learner has a question open that is not answered since.
OPENING = Table('learning_opening', key=('ticket', 'sub'))[
    Column('ticket', type='int'),
    Column('sub'),
    Column('at', type='int64')]

# When steps that were passed are to be answered again, as the feed says.
REVIEW = Table('learning_review', key=('ticket', 'sub'))[
    Column('ticket', type='int'),
    Column('sub'),
    Column('revision', type='int'),     # the greatest counts
    Column('attempt', type='int'),      # the newest it reckons with
    Column('reviewed_at', type='int64'),
    Column('due_at', type='int64'),     # NULL: there is none
    Column('notified_at', type='int64'),    # its learner was last told; 0
    Index(['sub', 'due_at'])]

# Questions that make no sense to the learner whose ticket asks them.
DISPUTE = Table('learning_dispute', key=('ticket', 'sub'))[
    Column('ticket', type='int'),
    Column('sub'),
    Column('note'),
    Column('event_id'),
    Column('at', type='int64'),
    Index(['sub'])]

# Attempts that authors granted a learner beyond a question's limit.
GRANT = Table('learning_grant', key=('ticket', 'sub', 'at'))[
    Column('ticket', type='int'),
    Column('sub'),
    Column('at', type='int64'),
    Column('attempts', type='int'),
    Column('granted_by')]           # Trac user name

# Second looks that learners ask for.
APPEAL = Table('learning_appeal', key='id')[
    Column('id'),                   # uuid: event_id of GradeAppealed.v1
    Column('ticket', type='int'),
    Column('sub'),
    Column('attempt', type='int'),
    Column('grade_id'),             # that the learner saw
    Column('state'),                # sent, open, stands, with_author, decided
    Column('why'),
    Column('reason'),               # the learner's words
    Column('answer'),               # the author's
    Column('at', type='int64'),     # since when it is so
    Column('rank', type='int64'),   # of the state; the greater counts
    Index(['ticket', 'sub'])]

# Grades that took another's place, of which their learner is told.
GRADE_CHANGE = Table('learning_grade_change', key='event_id')[
    Column('event_id'),             # of what changed it
    Column('ticket', type='int'),
    Column('sub'),
    Column('attempt', type='int'),
    Column('old_score', type='double precision'),
    Column('new_score', type='double precision'),
    Column('cause'),                # regrade, ruling, rubric, override, ...
    Column('reason'),               # a person's words
    Column('at', type='int64'),
    Column('notified_at', type='int64'),    # NULL: its learner was not told
    Index(['ticket', 'sub']),
    Index(['notified_at'])]

# Hints and explanations that a learner got, as the feed says.
HINT = Table('learning_hint', key=('hint', 'sub', 'attempt'))[
    Column('hint'),                 # uuid
    Column('sub'),
    Column('attempt', type='int'),
    Column('ticket', type='int'),
    Column('kind'),                 # hint, explanation
    Column('item'),                 # of the rubric; '' for none
    Column('text'),
    Column('deduction', type='double precision'),
    Column('at', type='int64'),
    Column('remarks'),              # JSON: codes, what the text says
    Index(['ticket', 'sub'])]

# What authors said of a course: an event about it says all of it anew.
COURSE = Table('learning_course', key='subject')[
    Column('subject'),
    Column('settings'),             # JSON: the rest of CourseChanged.v1
    Column('changed', type='int64')]

# What authors wrote and did not release: the next revision of a question, or
# its first. Learners know nothing of it.
DRAFT = Table('learning_draft', key='ticket')[
    Column('ticket', type='int'),
    Column('question'),             # JSON: what its form says
    Column('base', type='int'),     # revision that it began from; 0: new
    Column('revision', type='int'),     # counts its own edits
    Column('author'),               # Trac user name
    Column('sub'),                  # the author's
    Column('changed', type='int64'),
    Column('publish_at', type='int64'),     # NULL: when its author says so
    Column('trouble'),              # why it was not released then; '' for no
    Index(['publish_at'])]

# Forms that made a ticket: who sends one twice makes one ticket.
CREATED = Table('learning_created', key='form')[
    Column('form'),                 # uuid
    Column('ticket', type='int'),
    Index(['ticket'])]

# The order that authors gave the documents and the questions of a course.
# What has no place follows by name.
COURSE_ORDER = Table('learning_course_order', key=('course', 'kind', 'item'))[
    Column('course'),
    Column('kind'),                 # document, question
    Column('item'),                 # uuid of a document, number of a ticket
    Column('place', type='int')]

# Comments of the ticket that say a grade: what they say, for pages that fold
# the older ones.
GRADE_COMMENT = Table('learning_grade_comment', key=('ticket', 'at'))[
    Column('ticket', type='int'),
    Column('at', type='int64'),     # ticket_change.time
    Column('attempt', type='int'),
    Column('percent', type='int')]

# Learners who were reminded of a due date: who moves it reminds anew.
REMINDER = Table('learning_reminder', key=('ticket', 'sub', 'due_at'))[
    Column('ticket', type='int'),
    Column('sub'),
    Column('due_at', type='int64'),
    Column('at', type='int64')]

FIRST = (ACCOUNT, QUESTION, ATTEMPT, ATTEMPT_COUNTER, OUTBOX, CURSOR,
         APPLIED)
SECOND = (MATERIAL, MARK, PAGE)
THIRD = (APPROVAL,)
FOURTH = (PATH, STEP)
FIFTH = (OPENING,)
SIXTH = (REVIEW,)
SEVENTH = (DISPUTE,)
EIGHTH = (GRANT, APPEAL, GRADE_CHANGE, HINT)
NINTH = (COURSE,)
TENTH = (DRAFT, CREATED, COURSE_ORDER)
ELEVENTH = (GRADE_COMMENT, REMINDER)
TABLES = FIRST + SECOND + THIRD + FOURTH + FIFTH + SIXTH + SEVENTH + \
    EIGHTH + NINTH + TENTH + ELEVENTH

# Groups that LearningPermissions gives, and what each may do at first. Rows of
# Trac's own permission table: an admin changes them as any other.
PERMISSIONS = (
    ('cognito', 'LEARNING_ANSWER'),
    ('cognito-authors', 'LEARNING_AUTHOR'),
    ('cognito-operators', 'LEARNING_OPERATE'))


def create(env, db):
    """Make version 1; what an interrupted upgrade left is kept."""
    create_missing(env, db, FIRST)
    for row in PERMISSIONS:
        if not db("SELECT 1 FROM permission WHERE username=%s AND action=%s",
                  row):
            db("INSERT INTO permission (username, action) VALUES (%s, %s)",
               row)


def add_material(env, db):
    """Make version 2: material."""
    create_missing(env, db, SECOND)


def add_approvals(env, db):
    """Make version 3: who approved what.

    What is taught stays taught. Where nobody who may approve it is known, it
    is kept as `found` and shown to authors beside the last version that is
    known to be approved. What was saved later than what is taught waits.
    """
    create_missing(env, db, THIRD)
    upgrade_material.approve_published(env, db)


def add_paths(env, db):
    """Make version 4: learning paths."""
    create_missing(env, db, FOURTH)


def add_path_changes(env, db):
    """Make version 5: titles that learners give, mail about paths, how long
    answers took.

    Nobody is told of a path that was there before.
    """
    create_missing(env, db, FIFTH)
    add_columns(db, ((PATH, 'renamed_at', 'bigint'),
                     (PATH, 'notified_at', 'bigint'),
                     (ATTEMPT, 'seconds', 'integer')))
    db("CREATE INDEX IF NOT EXISTS learning_path_notified_at_idx "
       "ON learning_path (notified_at)")
    db("UPDATE learning_path SET renamed_at=0, notified_at=changed_at "
       "WHERE renamed_at IS NULL")


def add_reviews(env, db):
    """Make version 6: reviews of what was passed."""
    create_missing(env, db, SIXTH)


def add_disputes(env, db):
    """Make version 7: questions that make no sense to learners."""
    create_missing(env, db, SEVENTH)


def add_appeals(env, db):
    """Make version 8: appeals, which attempt counts, how many there may be.

    Of the attempts that were there the best counts, until the feed says
    otherwise.
    """
    create_missing(env, db, EIGHTH)
    add_columns(db, ((QUESTION, 'course', 'text'),
                     (QUESTION, 'counting', 'text'),
                     (QUESTION, 'max_attempts', 'integer'),
                     (QUESTION, 'hint_deduction', 'double precision'),
                     (QUESTION, 'release', 'text'),
                     (QUESTION, 'release_at', 'bigint'),
                     (ATTEMPT, 'decisions', 'integer'),
                     (ATTEMPT_COUNTER, 'counting_attempt', 'integer'),
                     (ATTEMPT_COUNTER, 'counting_score', 'double precision'),
                     (ATTEMPT_COUNTER, 'deducted', 'double precision')))
    db("UPDATE learning_question SET course='', counting='best', "
       "max_attempts=0, hint_deduction=0, release='never' "
       "WHERE counting IS NULL")
    db("UPDATE learning_attempt SET decisions=person WHERE decisions IS NULL")
    for ticket, sub in db("SELECT ticket, sub FROM learning_seat "
                          "WHERE counting_attempt IS NULL"):
        derive_counting(db, ticket, sub)


def add_courses(env, db):
    """Make version 9: what authors said of courses, and decided lately."""
    create_missing(env, db, NINTH)
    db("CREATE INDEX IF NOT EXISTS learning_outbox_detail_type_created_idx "
       "ON learning_outbox (detail_type, created)")


def add_drafts(env, db):
    """Make version 10: drafts, due dates, the order of a course, codes of
    what a grader remarks, when the feed was read."""
    create_missing(env, db, TENTH)
    add_columns(db, ((QUESTION, 'due_at', 'bigint'),
                     (ATTEMPT, 'remarks', 'text'),
                     (CURSOR, 'read_at', 'bigint')))


def add_ticket_type(env, db):
    """Make version 11: tickets with a question have a type and states of
    their own, comments that say a grade are known as such, reminders of due
    dates.
    """
    create_missing(env, db, ELEVENTH)
    for line in upgrade_tickets.make_learning_tickets(env, db):
        printout(line)


def add_hint_remarks(env, db):
    """Make version 12: codes of what a hint says."""
    add_columns(db, ((HINT, 'remarks', 'text'),))


def add_named_concepts(env, db):
    """Make version 13: concepts that a question names."""
    add_columns(db, ((QUESTION, 'concepts', 'text'),))
    db("UPDATE learning_question SET concepts='[]' WHERE concepts IS NULL")


def add_further_references(env, db):
    """Make version 14: other full answers to a question."""
    add_columns(db, ((QUESTION, 'further_references', 'text'),))
    db("UPDATE learning_question SET further_references='[]' "
       "WHERE further_references IS NULL")


def add_columns(db, columns):
    """Add those that are not there.

    :param columns: (table, name, SQL type) each.
    """
    for table, name, kind in columns:
        if name not in db.get_column_names(table.name):
            db("ALTER TABLE %s ADD COLUMN %s %s" % (table.name, name, kind))


def create_missing(env, db, tables):
    """Make those that are not there."""
    DatabaseManager(env).create_tables(
        [t for t in tables if not db.has_table(t.name)])


# STEPS[n] leads from version n to n + 1; a released step never changes.
STEPS = (create, add_material, add_approvals, add_paths, add_path_changes,
         add_reviews, add_disputes, add_appeals, add_courses, add_drafts,
         add_ticket_type, add_hint_remarks, add_named_concepts,
         add_further_references)

# The upgrade to this version says what learners may do in this Trac.
PERMISSIONS_SAID = 3


class LearningSchema(Component):
    """Makes and upgrades the plugin's tables."""

    implements(IEnvironmentSetupParticipant)

    # IEnvironmentSetupParticipant methods

    def environment_created(self):
        """Trac calls no upgrade after `initenv`: make the tables now."""
        self.upgrade_environment()

    def environment_needs_upgrade(self):
        return DatabaseManager(self.env).needs_upgrade(VERSION, VERSION_NAME)

    def upgrade_environment(self):
        """Take the missing steps, all of them in one transaction."""
        manager = DatabaseManager(self.env)
        with self.env.db_transaction as db:
            have = int(manager.get_database_version(VERSION_NAME) or 0)
            for step in STEPS[have:]:
                step(self.env, db)
            if have < VERSION:
                manager.set_database_version(VERSION, VERSION_NAME)
        if have < PERMISSIONS_SAID:
            printout(describe_permissions(self.env))
