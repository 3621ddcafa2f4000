# -*- coding: utf-8 -*-

import unittest

from trac.db.api import DatabaseManager
from trac.test import EnvironmentStub
from trac.wiki import web_ui  # noqa: F401: defines WIKI_CREATE

from learning import schema
from learning.answers.hint import hints_of, say_hint
from learning.permissions.audit import describe_permissions
from learning.questions.question import Questions


class SchemaTestCase(unittest.TestCase):

    def setUp(self):
        self.env = EnvironmentStub(default_data=True,
                                   enable=['trac.*', 'learning.*'])
        self.manager = DatabaseManager(self.env)
        self.manager.drop_tables(schema.TABLES)     # of other tests
        self.participant = schema.LearningSchema(self.env)

    def tearDown(self):
        self.manager.drop_tables(schema.TABLES)
        self.env.reset_db()

    def permissions(self):
        return self.env.db_query(
            "SELECT username, action FROM permission "
            "WHERE action LIKE 'LEARNING%' ORDER BY username")

    def test_upgrade_makes_all_tables_once(self):
        self.assertTrue(self.participant.environment_needs_upgrade())
        self.participant.upgrade_environment()
        self.assertFalse(self.participant.environment_needs_upgrade())
        for table in schema.TABLES:
            self.assertEqual([c.name for c in table.columns],
                             self.manager.get_column_names(table))
        self.assertEqual(list(schema.PERMISSIONS), self.permissions())
        self.participant.upgrade_environment()
        self.assertEqual(list(schema.PERMISSIONS), self.permissions())

    def test_what_stands_on_each_page_of_an_operator_has_an_index(self):
        self.participant.upgrade_environment()
        self.env.db_transaction(        # fails without it
            "DROP INDEX learning_attempt_phase_needs_review_idx")

    def test_new_environment_needs_no_upgrade(self):
        self.participant.environment_created()
        self.assertFalse(self.participant.environment_needs_upgrade())

    def test_an_interrupted_upgrade_is_completed_and_keeps_rows(self):
        self.manager.create_tables([schema.ACCOUNT])
        self.env.db_transaction("INSERT INTO learning_account (sub, username) "
                                "VALUES ('s', 'u')")
        self.participant.upgrade_environment()
        self.assertEqual([('u',)], self.env.db_query(
            "SELECT username FROM learning_account"))

    def test_an_older_database_gets_what_it_lacks(self):
        with self.env.db_transaction as db:
            schema.create(self.env, db)
            self.manager.set_database_version(1, schema.VERSION_NAME)
        self.assertNotIn('learning_material',
                         self.manager.get_table_names())
        self.assertTrue(self.participant.environment_needs_upgrade())
        self.participant.upgrade_environment()
        self.assertFalse(self.participant.environment_needs_upgrade())
        self.assertIn('learning_material', self.manager.get_table_names())

    def test_a_database_with_approvals_gets_paths_and_keeps_its_rows(self):
        with self.env.db_transaction as db:
            for step in schema.STEPS[:3]:
                step(self.env, db)
            self.manager.set_database_version(3, schema.VERSION_NAME)
            db("INSERT INTO learning_approval (page, version, status) "
               "VALUES ('P', 1, 'approved')")
        self.assertNotIn('learning_path', self.manager.get_table_names())
        self.participant.upgrade_environment()
        self.assertFalse(self.participant.environment_needs_upgrade())
        for table in ('learning_path', 'learning_step'):
            self.assertIn(table, self.manager.get_table_names())
        self.assertEqual([('P',)], self.env.db_query(
            "SELECT page FROM learning_approval"))

    def test_a_database_with_paths_gets_their_changes(self):
        with self.env.db_transaction as db:
            for step in schema.STEPS[:4]:
                step(self.env, db)
            for name in ('renamed_at', 'notified_at'):
                db.drop_column('learning_path', name)
            db.drop_column('learning_attempt', 'seconds')
            self.manager.set_database_version(4, schema.VERSION_NAME)
            db("INSERT INTO learning_path (id, changed_at) VALUES ('p', 7)")
        self.participant.upgrade_environment()
        self.assertFalse(self.participant.environment_needs_upgrade())
        self.assertEqual([('p', 0, 7)], self.env.db_query(
            "SELECT id, renamed_at, notified_at FROM learning_path"))

    def test_a_database_with_grades_gets_what_counts(self):
        with self.env.db_transaction as db:
            for step in schema.STEPS[:7]:
                step(self.env, db)
            for table, names in (
                    ('learning_question', ('course', 'counting',
                                           'max_attempts', 'hint_deduction',
                                           'release', 'release_at')),
                    ('learning_seat', ('counting_attempt', 'counting_score',
                                       'deducted'))):
                for name in names:
                    db.drop_column(table, name)
            self.manager.set_database_version(7, schema.VERSION_NAME)
            db("INSERT INTO learning_question (ticket) VALUES (1)")
            db("INSERT INTO learning_seat (ticket, sub, last_attempt) "
               "VALUES (1, 's', 4)")
            for row in ((1, 'graded', 0.5), (2, 'graded', 1.0),
                        (3, 'graded', 1.0), (4, 'queued', None)):
                db("INSERT INTO learning_attempt (ticket, sub, event_id, "
                   "attempt, phase, score) VALUES (1, 's', %s, %s, %s, %s)",
                   row[:1] + row)
        self.participant.upgrade_environment()
        self.assertFalse(self.participant.environment_needs_upgrade())
        self.assertEqual([(2, 1.0, 0.0)], self.env.db_query(
            "SELECT counting_attempt, counting_score, deducted "
            "FROM learning_seat"))
        self.assertEqual([('', 'best', 0, 0.0, 'never', None)],
                         self.env.db_query(
            "SELECT course, counting, max_attempts, hint_deduction, release, "
            "release_at FROM learning_question"))

    def test_a_database_with_appeals_gets_courses_and_an_index(self):
        with self.env.db_transaction as db:
            for step in schema.STEPS[:8]:
                step(self.env, db)
            db("DROP INDEX learning_outbox_detail_type_created_idx")
            self.manager.set_database_version(8, schema.VERSION_NAME)
        self.participant.upgrade_environment()
        self.assertIn('learning_course', self.manager.get_table_names())
        self.env.db_transaction(        # fails without it
            "DROP INDEX learning_outbox_detail_type_created_idx")

    def test_hints_from_before_there_were_codes_keep_their_text(self):
        with self.env.db_transaction as db:
            for step in schema.STEPS[:11]:
                step(self.env, db)
            if 'remarks' in db.get_column_names('learning_hint'):
                db("ALTER TABLE learning_hint DROP COLUMN remarks")
            db("INSERT INTO learning_hint (hint, sub, attempt, ticket, kind, "
               "text, at) VALUES ('h', 's', 1, 1, 'hint', 'Look.', 1)")
            self.manager.set_database_version(11, schema.VERSION_NAME)
        self.participant.upgrade_environment()
        kept, = hints_of(self.env, 1, 's')
        self.assertEqual(('Look.', []), (say_hint(kept), kept.remarks))

    def test_questions_from_before_name_no_concept(self):
        with self.env.db_transaction as db:
            for step in schema.STEPS[:12]:
                step(self.env, db)
            db.drop_column('learning_question', 'concepts')
            db("INSERT INTO learning_question (ticket, rubric, sources) "
               "VALUES (1, '[]', '[]')")
            self.manager.set_database_version(12, schema.VERSION_NAME)
        self.participant.upgrade_environment()
        self.assertFalse(self.participant.environment_needs_upgrade())
        self.assertEqual([('[]',)], self.env.db_query(
            "SELECT concepts FROM learning_question"))
        self.assertEqual([], Questions(self.env).get(1).concepts)

    def test_questions_from_before_have_one_full_answer(self):
        with self.env.db_transaction as db:
            for step in schema.STEPS[:13]:
                step(self.env, db)
            db.drop_column('learning_question', 'further_references')
            db("INSERT INTO learning_question (ticket, rubric, sources) "
               "VALUES (1, '[]', '[]')")
            self.manager.set_database_version(13, schema.VERSION_NAME)
        self.participant.upgrade_environment()
        self.assertFalse(self.participant.environment_needs_upgrade())
        self.assertEqual([('[]',)], self.env.db_query(
            "SELECT further_references FROM learning_question"))
        self.assertEqual([], Questions(self.env).get(1).further_references)

    def test_upgrade_says_once_what_learners_hold(self):
        said = []
        self.addCleanup(setattr, schema, 'printout', schema.printout)
        schema.printout = said.append
        self.addCleanup(setattr, schema, 'describe_permissions',
                        schema.describe_permissions)
        schema.describe_permissions = describe_permissions
        self.participant.upgrade_environment()
        self.participant.upgrade_environment()
        self.assertEqual(1, len([line for line in said if (
            'TICKET_CREATE, TICKET_MODIFY, WIKI_CREATE' in line)]))

    def test_upgrade_leaves_the_permissions_of_trac(self):
        query = "SELECT username, action FROM permission " \
            "WHERE action NOT LIKE 'LEARNING%' ORDER BY username, action"
        before = self.env.db_query(query)
        self.participant.upgrade_environment()
        self.assertEqual(before, self.env.db_query(query))

    def test_a_failing_step_leaves_the_version(self):
        def broken(env, db):
            schema.create(env, db)
            raise ValueError("broken")
        steps, schema.STEPS = schema.STEPS, (broken,)
        try:
            self.assertRaises(ValueError,
                              self.participant.upgrade_environment)
        finally:
            schema.STEPS = steps
        self.assertTrue(self.participant.environment_needs_upgrade())

    def test_changed_permissions_survive_the_next_upgrade(self):
        self.participant.upgrade_environment()
        self.env.db_transaction("DELETE FROM permission "
                                "WHERE username='cognito-authors'")
        self.participant.upgrade_environment()
        self.assertNotIn('cognito-authors',
                         [who for who, _ in self.permissions()])

    def test_a_newer_database_is_refused(self):
        self.manager.set_database_version(99, schema.VERSION_NAME)
        self.assertRaises(Exception,
                          self.participant.environment_needs_upgrade)


if __name__ == '__main__':
    unittest.main()
