# -*- coding: utf-8 -*-
"""What only a real PostgreSQL can show: set TRAC_TEST_DB_URI to one."""

import json
import os
import threading
import time
import unittest
import uuid
from collections import Counter

from trac.ticket.model import Ticket
from trac.wiki.model import WikiPage

from learning import timestamps
from learning.answers.appeal import Appeals
from learning.answers.attempt import Attempts
from learning.desk.decision import Answer, Judgement
from learning.desk.decisions import Decisions
from learning.errors import (AppealRefused, DecidedMeanwhile, InvalidInput,
                             NoAttemptsLeft, TooSoon)
from learning.material import document
from learning.material.document import Documents
from learning.paths.acceptance import Acceptance
from learning.paths.path_changes import PathChanges
from learning.paths.request import PathRequests, Wish
from learning.paths.step_acceptance import StepAcceptance
from learning.sync import cursor
from learning.sync.feed import Feed, parse_change
from learning.sync.leader import Leader
from learning.sync.loop import Sync
from learning.tests import path_case
from learning.tests.question_case import (AUTHOR, LEARNER, OPERATOR, OTHER,
                                          SUBS, QuestionTestCase, change,
                                          grade)
from learning.users.account import Accounts
from learning.wiki_material.marking import Marking
from learning.wiki_material.version_decision import decide_version
from learning.wiki_material.waiting_changes import WaitingChanges


def load_tests(loader, tests, pattern):
    """Nothing without PostgreSQL."""
    there = os.environ.get('TRAC_TEST_DB_URI', '').startswith('postgres')
    return tests if there else unittest.TestSuite()


def together(*calls):
    """Run them at the same time; what they returned or raised."""
    ends = [None] * len(calls)

    def run(n):
        try:
            ends[n] = calls[n]()
        except Exception as e:
            ends[n] = e
    threads = [threading.Thread(target=run, args=(n,))
               for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


class PostgresTestCase(QuestionTestCase):

    def setUp(self):
        QuestionTestCase.setUp(self)
        # The stub keeps its URI to itself.
        self.env.config.set('trac', 'database', self.env.dburi)

    def test_one_leads_and_another_takes_over(self):
        first, second = Leader(self.env), Leader(self.env)
        self.assertTrue(first.leads())
        self.assertTrue(first.leads())
        self.assertFalse(second.leads())
        first.resign()
        self.until(second.leads)
        second.resign()

    def until(self, call):
        """PostgreSQL notices a closed connection a moment later."""
        for _ in range(100):
            if call():
                return
            time.sleep(0.05)
        self.fail("not in time")

    def test_last_attempt_sent_twice_at_once_is_one(self):
        ticket = self.ticket()
        self.env.db_transaction("UPDATE learning_question "
                                "SET max_attempts=1")
        account = Accounts(self.env).of_user(LEARNER)
        ends = together(*[
            lambda text=text: Attempts(self.env).submit(
                ticket, account, text, str(uuid.uuid4()))
            for text in (u'one', u'two', u'three')])
        self.assertEqual({tuple: 1, NoAttemptsLeft: 2},
                         Counter(type(end) for end in ends))
        self.assertEqual(1, len(self.rows('attempt', 'attempt')))

    def test_appeals_of_one_grade_at_once_are_one(self):
        ticket = self.ticket()
        account = Accounts(self.env).of_user(LEARNER)
        Attempts(self.env).submit(ticket, account, u'one', '')
        self.env.db_transaction("UPDATE learning_attempt SET "
                                "phase='graded', score=0, grade_id='g'")
        ends = together(*[
            lambda: Appeals(self.env).submit(ticket, account, 1, u'why',
                                             str(uuid.uuid4()))
            for _ in range(3)])
        self.assertEqual(2, sum(isinstance(end, AppealRefused)
                                for end in ends))
        self.assertEqual(1, len(self.rows('id', 'appeal')))

    def test_a_leader_that_lost_its_connection_leads_no_more(self):
        first, second = Leader(self.env), Leader(self.env)
        self.assertTrue(first.leads())
        self.env.db_query("SELECT pg_terminate_backend(%s)",
                          (first.cnx.get_backend_pid(),))
        self.until(second.leads)
        self.assertRaises(self.env.db_exc.DatabaseError, first.leads)
        self.assertFalse(first.leads())
        first.resign()
        second.resign()

    def test_attempts_at_the_same_moment_get_numbers_of_their_own(self):
        ticket, nonce = self.ticket(), str(uuid.uuid4())
        account = Accounts(self.env).of_user(LEARNER)

        def submit(text, event_id):
            return lambda: Attempts(self.env).submit(ticket, account, text,
                                                     event_id)[0].attempt
        ends = together(*[submit(u'clicked twice', nonce)] * 4 +
                        [submit(u'tab %d' % n, str(uuid.uuid4()))
                         for n in range(4)])
        self.assertEqual({1}, {end for end in ends if isinstance(end, int)})
        self.assertEqual({int, TooSoon}, {type(end) for end in ends}, ends)
        self.assertEqual([(1,)], self.rows('attempt', 'attempt'))

    def test_two_deciding_at_one_moment_the_second_sees_a_conflict(self):
        ticket = self.ticket()
        for email in (LEARNER, OTHER):
            Attempts(self.env).submit(
                ticket, Accounts(self.env).of_user(email), u'x', '')
        answers = [Answer(SUBS[email], 1, str(uuid.uuid4()), None)
                   for email in (LEARNER, OTHER)]

        def decide(account, answers):
            return lambda: Decisions(self.env).submit(
                ticket, account, answers, Judgement(0.5, [], u'', u'Why.'))
        accounts = [Accounts(self.env).of_user(email)
                    for email in (AUTHOR, OPERATOR)]
        ends = together(*[decide(account, answers[::step])
                          for step in (1, -1) for account in accounts])
        self.assertEqual(1, len([end for end in ends if end and
                                 isinstance(end, list)]), ends)
        self.assertEqual({list, DecidedMeanwhile},
                         {type(end) for end in ends}, ends)
        said = Decisions(self.env).of_ticket(ticket)
        self.assertEqual((2, 1), (len(said), len({one.author
                                                  for one in said})))

    def test_answers_to_many_questions_at_once_stay_within_the_limit(self):
        self.env.config.set('learning', 'answers_per_hour', 3)
        account = Accounts(self.env).of_user(LEARNER)
        ends = together(*[
            lambda ticket=self.ticket(): Attempts(self.env).submit(
                ticket, account, u'x', '') for _ in range(8)])
        self.assertEqual(5, sum(isinstance(end, TooSoon) for end in ends))
        self.assertEqual(3, len(self.rows('ticket', 'attempt')))

    def test_page_that_many_save_at_one_moment_is_told_in_order(self):
        Marking(self.env).mark_pages('W/', Accounts(self.env).of_user(AUTHOR))
        for n in range(5):
            name = 'W/%d' % n

            def save(number):
                def call():
                    page = WikiPage(self.env, name)
                    page.text = 'text %d' % number
                    page.save(AUTHOR, '')
                return call
            together(*[save(m) for m in range(6)])
            told = [json.loads(data) for data, in self.env.db_query(
                "SELECT data FROM learning_outbox WHERE data LIKE %s",
                ('%"' + name + '"%',))]
            told.sort(key=lambda data: data['revision'])
            self.assertEqual(range(1, len(told) + 1),
                             [data['revision'] for data in told])
            versions = [data['version'] for data in told]
            self.assertEqual(sorted(set(versions)), versions)
            self.assertEqual(WikiPage(self.env, name).text, told[-1]['text'])

    def test_two_approving_at_one_moment_decide_once(self):
        Marking(self.env).mark_pages('W/', Accounts(self.env).of_user(AUTHOR))
        for n in range(5):
            name = 'W/%d' % n
            for author, text in ((AUTHOR, 'one'), (LEARNER, 'two')):
                page = WikiPage(self.env, name)
                page.text = text
                page.save(author, '')
            version = WaitingChanges(self.env).of(name).version

            def decide(teach):
                return lambda: decide_version(
                    self.env, name, version.number, version.saved, teach,
                    AUTHOR)
            ends = together(decide(True), decide(False), decide(True),
                            decide(False))
            self.assertEqual(1, ends.count(None), ends)
            self.assertEqual({type(None), InvalidInput},
                             {type(end) for end in ends})
            self.assertIsNone(WaitingChanges(self.env).of(name))

    def test_feed_and_grant_at_one_moment_leave_one_document(self):
        cursor.start_epoch(self.env, 'e')
        ident = '0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11'

        def grant():
            with self.env.db_transaction as db:
                document.upsert_document(db, document.granted_document(
                    ident, 2, 'a.md', '', ''))

        def feed(n):
            raw = dict(change(n, 'content', None), content={
                'document': ident, 'state': 'ready', 'revision': 1,
                'live_revision': 1, 'chunks': 7, 'name': 'a.md'})
            return lambda: Feed(self.env).apply(parse_change(raw), 'e')
        for n in range(1, 9):
            self.env.db_transaction("DELETE FROM learning_material")
            self.assertEqual([None] * 3, together(feed(n), grant, feed(n)))
            doc = Documents(self.env).get(ident)
            self.assertEqual((2, 'waiting_for_upload', 1, 7), (
                doc.revision, doc.phase, doc.live_revision, doc.chunks))

    def test_a_path_accepted_at_the_same_moment_makes_its_tickets_once(self):
        cursor.start_epoch(self.env, 'e')
        account = Accounts(self.env).of_user(LEARNER)
        wanted = {ident: [step['step'] for step in path_case.steps(ident)]
                  for ident in (path_case.PATH, path_case.OTHER_PATH)}
        for n, ident in enumerate(sorted(wanted), 1):
            Feed(self.env).apply(parse_change(dict(
                change(n, 'path', None, learner=SUBS[LEARNER]),
                path=path_case.told(path=ident))), 'e')
        before = self.env.db_query("SELECT COUNT(*) FROM ticket")[0][0]

        def accept(ident):
            return lambda: Acceptance(self.env).accept(
                ident, account, wanted[ident])[0]
        ends = together(*[accept(ident) for ident in wanted] * 4)
        self.assertEqual({dict}, {type(end) for end in ends}, ends)
        # Both teach the same from the same passages.
        self.assertEqual(before + 3, self.env.db_query(
            "SELECT COUNT(*) FROM ticket")[0][0])
        self.assertEqual([(2,)], self.env.db_query(
            "SELECT COUNT(*) FROM learning_outbox "
            "WHERE detail_type='PathCreated.v1'"))

    def test_path_given_up_and_accepted_at_one_moment_ends_one_way(self):
        cursor.start_epoch(self.env, 'e')
        account = Accounts(self.env).of_user(LEARNER)
        wanted = [step['step'] for step in path_case.steps()]
        Feed(self.env).apply(parse_change(dict(
            change(1, 'path', None, learner=SUBS[LEARNER]),
            path=path_case.told())), 'e')
        together(*[
            lambda: Acceptance(self.env).accept(path_case.PATH, account,
                                                wanted),
            lambda: PathChanges(self.env).give_up(path_case.PATH,
                                                  account)] * 3)
        self.assertEqual([('given_up',)], self.env.db_query(
            "SELECT state FROM learning_path"))
        self.assertEqual([(0,)], self.env.db_query(
            "SELECT COUNT(*) FROM ticket WHERE status<>'closed' "
            "AND id IN (SELECT ticket FROM learning_step)"))
        self.assertEqual([(1,)], self.env.db_query(
            "SELECT COUNT(*) FROM learning_outbox "
            "WHERE detail_type='PathChanged.v1'"))

    def test_a_step_added_at_the_same_moment_is_one_ticket(self):
        cursor.start_epoch(self.env, 'e')
        account = Accounts(self.env).of_user(LEARNER)
        steps = path_case.steps()
        added = path_case.step(2, 'table', before=steps[1]['step'])

        def tell(n, **more):
            Feed(self.env).apply(parse_change(dict(
                change(n, 'path', None, learner=SUBS[LEARNER]),
                path=path_case.told(**more))), 'e')
        tell(1)
        Acceptance(self.env).accept(path_case.PATH, account,
                                    [step['step'] for step in steps])
        tell(2, state='accepted', proposed_steps=[added],
             rank=[3, timestamps.now()])
        before = self.env.db_query("SELECT COUNT(*) FROM ticket")[0][0]
        ends = together(*[lambda: StepAcceptance(self.env).accept(
            path_case.PATH, account, added['step'])[0]] * 6)
        self.assertEqual(1, len(set(ends)), ends)
        self.assertEqual(before + 1, self.env.db_query(
            "SELECT COUNT(*) FROM ticket")[0][0])
        self.assertEqual([(1,), (2,), (3,), (4,)], self.env.db_query(
            "SELECT n FROM learning_step ORDER BY n"))
        self.assertEqual([(2,)], self.env.db_query(
            "SELECT COUNT(*) FROM learning_outbox "
            "WHERE detail_type='PathCreated.v1'"))

    def test_a_path_asked_for_twice_at_the_same_moment_is_one(self):
        account = Accounts(self.env).of_user(LEARNER)
        wish = Wish(u'locks', 3, 60)
        ends = together(*[lambda: PathRequests(self.env).submit(
            account, wish, path_case.PATH)[0].id] * 6)
        self.assertEqual([path_case.PATH] * 6, ends)
        self.assertEqual([(1,)], self.env.db_query(
            "SELECT COUNT(*) FROM learning_outbox "
            "WHERE detail_type='PathRequested.v1'"))

    def test_two_leaders_that_meet_comment_once(self):
        cursor.start_epoch(self.env, 'e')
        account = Accounts(self.env).of_user(LEARNER)
        for n in range(10):
            ticket = self.ticket(learner=SUBS[LEARNER])
            Attempts(self.env).submit(ticket, account, u'x', '')
            one = parse_change(change(
                n + 1, 'graded', ticket, 1, None, SUBS[LEARNER],
                grade=grade('g%d' % ticket)))
            ends = together(*[lambda: Feed(self.env).apply(one, 'e')] * 3)
            self.assertEqual([None] * 3, ends)
            log = Ticket(self.env, ticket).get_changelog()
            self.assertEqual(1, len([1 for entry in log
                                     if (entry[1], entry[2]) ==
                                     ('TracLearn', 'comment')]), log)
        self.assertEqual(('e', 10), cursor.read_position(self.env))

    def test_edit_beside_a_coming_grade_loses_neither(self):
        cursor.start_epoch(self.env, 'e')
        ticket = self.ticket(learner=SUBS[LEARNER])
        account = Accounts(self.env).of_user(LEARNER)
        Attempts(self.env).submit(ticket, account, u'x', '')

        def edit(n):
            def save():
                model = Ticket(self.env, ticket)
                model['keywords'] = 'k%d' % n
                model.save_changes(LEARNER, 'comment %d' % n)
            return save

        def apply(n):
            one = parse_change(change(
                n, 'graded', ticket, 1, None, SUBS[LEARNER],
                grade=grade('g%d' % n, revision=n)))
            return lambda: Feed(self.env).apply(one, 'e')
        for n in range(1, 8):
            self.assertEqual([None, None], together(edit(n), apply(n)))
        log = Ticket(self.env, ticket).get_changelog()
        self.assertEqual(7, len([1 for entry in log
                                 if (entry[1], entry[2]) ==
                                 ('TracLearn', 'comment')]))
        # The first change is its author's: the question came.
        self.assertEqual(1 + 14, len([1 for entry in log
                                      if entry[2] == 'comment']))

    def test_ticket_deleted_while_the_grade_comes_stays_deleted(self):
        cursor.start_epoch(self.env, 'e')
        account = Accounts(self.env).of_user(LEARNER)
        for n in range(10):
            ticket = self.ticket(learner=SUBS[LEARNER])
            Attempts(self.env).submit(ticket, account, u'x', '')
            one = parse_change(change(
                n + 1, 'graded', ticket, 1, None, SUBS[LEARNER],
                grade=grade('g%d' % ticket)))
            ends = together(lambda: Feed(self.env).apply(one, 'e'),
                            Ticket(self.env, ticket).delete)
            self.assertEqual([None, None], ends)
            for table in ('ticket_change', 'learning_attempt'):
                self.assertEqual([], self.env.db_query(
                    "SELECT 1 FROM %s WHERE ticket=%%s" % table, (ticket,)))

    def test_sync_goes_on_after_the_database_restarted(self):
        sync = Sync(self.env)
        self.gateway.page = {'epoch': 'e', 'changes': [], 'cursor': 0}
        sync.step()
        self.env.db_query("SELECT pg_terminate_backend(pid) "
                          "FROM pg_stat_activity WHERE pid<>pg_backend_pid() "
                          "AND datname=current_database()")
        for _ in range(3):
            try:
                sync.step()
                break
            except self.env.db_exc.DatabaseError:
                pass
        else:
            self.fail("sync did not come back")


if __name__ == '__main__':
    unittest.main()
