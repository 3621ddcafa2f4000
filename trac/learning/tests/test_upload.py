# -*- coding: utf-8 -*-
"""Files on their way in: straight to the storage, and through the form."""

import json
import unittest

from learning.material import content
from learning.material.upload_file import clean_name
from learning.tests.material_case import (API, DOCUMENT, MATERIAL,
                                          MaterialTestCase, grant, multipart)


class GrantTestCase(MaterialTestCase):

    def ask(self, files, token=None, **headers):
        """The browser's script asks for leave."""
        self.author.get(MATERIAL)
        token = token or self.author.jar['trac_form_token'][0]
        headers.setdefault('CONTENT_TYPE', 'application/json')
        reply = self.author.send(
            'POST', MATERIAL + '/grant', json.dumps({'files': files}),
            HTTP_X_CSRF_TOKEN=token, **headers)
        return reply.status, json.loads(reply.body)

    def test_leave_is_asked_for_as_the_author_and_passed_on(self):
        self.gateway.replies[API] = 200, {'grants': [
            grant(u'\xe9.md'),
            grant('b.md', state='unchanged', url=None, fields=None),
            grant('c.zip', document=None, state='refused', url=None,
                  fields=None, reason='Unpack it.')]}
        status, answer = self.ask([
            {'name': u'a/../\xe9.md', 'size': 3, 'type': 'text/markdown',
             'sha256': 'ab', 'subject': 'git'},
            {'name': 'b.md', 'size': 5}, {'name': 'c.zip', 'size': 7}])
        self.assertEqual(200, status)
        self.assertEqual(['', 'Nothing has changed in it: there is nothing to '
                          'do.', 'Unpack it.'],
                         [one['reason'] for one in answer['grants']])
        self.assertEqual('content/%s/1' % DOCUMENT,
                         answer['grants'][0]['fields']['key'])
        asked, = self.asked('POST', API)
        self.assertEqual({'name': u'\xe9.md', 'size': 3, 'sha256': 'ab',
                          'type': 'text/markdown', 'subject': 'git',
                          'document': None}, asked['files'][0])

    def test_what_is_granted_is_shown_as_awaited(self):
        self.gateway.replies[API] = 200, {'grants': [grant('a.md', 4)]}
        self.ask([{'name': 'a.md', 'size': 3, 'subject': 'git'}])
        self.assertEqual(('waiting_for_upload', 4, 'a.md', 'git'), (
            self.document().phase, self.document().revision,
            self.document().name, self.document().subject))
        self.assertIn('Waiting for the file', self.author.get(MATERIAL).body)

    def test_what_is_in_use_stays_so_while_a_new_file_is_awaited(self):
        self.tell(revision=3)
        self.gateway.replies[API] = 200, {'grants': [grant('a.md', 4)]}
        self.ask([{'name': 'a.md', 'size': 3, 'document': DOCUMENT}])
        self.assertEqual((4, 3, 40), (self.document().revision,
                                      self.document().live_revision,
                                      self.document().chunks))
        self.tell(revision=3)
        self.assertEqual('waiting_for_upload', self.document().phase)

    def test_a_foreign_page_gets_no_leave(self):
        one = [{'name': 'a.md', 'size': 3}]
        for arguments in ({'token': 'guessed'},
                          {'CONTENT_TYPE': 'text/plain'},
                          {'CONTENT_TYPE': 'application/jsonp'}):
            self.assertEqual(400, self.ask(one, **arguments)[0])
        self.assertEqual([], self.gateway.requests)

    def test_odd_requests_are_refused_in_words(self):
        for files in ([], [{'name': 'a'}], [{'name': 3, 'size': 3}],
                      [{'name': 'a', 'size': '3'}], [{'size': 3}], ['a'],
                      {'name': 'a'}, None,
                      [{'name': 'a', 'size': 1, 'learner': 'x'}],
                      [{'name': 'a', 'size': 1}] * (content.MAX_FILES + 1)):
            status, answer = self.ask(files)
            self.assertEqual((400, ['message']), (status, answer.keys()))
        status, answer = self.ask([{'name': 'a' * 600000, 'size': 1}])
        self.assertEqual((413, ['message']), (status, answer.keys()))
        self.assertEqual([], self.gateway.requests)

    def test_troubles_of_the_gateway_are_told_in_words(self):
        for reply, status, said in (
                ((503, {'message': 'x'}), 503, 'cannot be reached just now'),
                ((502, {}), 502, 'cannot be reached just now'),
                ((401, {'message': 'x'}), 401, 'Sign in again'),
                ((403, {'message': 'Not you.'}), 403, 'Not you.'),
                ((422, {'message': 'Too long.'}), 422, 'Too long.'),
                ((200, {'grants': []}), 503, 'cannot be reached'),
                ((200, {'grants': 7}), 503, 'cannot be reached')):
            self.gateway.replies[API] = reply
            found, answer = self.ask([{'name': 'a', 'size': 1}])
            self.assertEqual(status, found)
            self.assertIn(said, answer['message'])
        self.env.config.set('learning', 'gateway_url', 'http://127.0.0.1:9')
        self.assertEqual(503, self.ask([{'name': 'a', 'size': 1}])[0])

    def test_a_type_that_the_gateway_would_refuse_is_left_out(self):
        self.gateway.replies[API] = 200, {'grants': [grant('a.pdf')]}
        for said, passed in (('text/html; charset=x', None),
                             ('application/pdf', 'application/pdf'),
                             ('', 'application/pdf')):
            self.ask([{'name': 'a.pdf', 'size': 1, 'type': said}])
            asked = list(self.asked('POST', API))[-1]
            self.assertEqual(passed, asked['files'][0]['type'])


class FormTestCase(MaterialTestCase):

    def send(self, files, **fields):
        self.author.get(MATERIAL)
        fields.setdefault('__FORM_TOKEN',
                          self.author.jar['trac_form_token'][0])
        kind, body = multipart(fields, files)
        return self.author.post(MATERIAL + '/upload', body=body,
                                CONTENT_TYPE=kind)

    def granted(self, *grants):
        self.gateway.replies[API] = 200, {'grants': [
            dict(one, url=self.gateway.url + '/s3') for one in grants]}
        self.gateway.replies['/s3'] = 200, {}

    def after(self, reply):
        self.assertEqual(303, reply.status)
        return self.author.follow(reply).body

    def test_files_go_on_to_the_storage(self):
        self.granted(grant('a.md'), grant('b.pdf', 2))
        page = self.after(self.send([('a.md', 'one\0'), ('b.pdf', 'two')],
                                    subject='git'))
        self.assertIn('a.md was uploaded.', page)
        self.assertIn('b.pdf was uploaded.', page)
        asked, = self.asked('POST', API)
        self.assertEqual([('a.md', 4, 'git'), ('b.pdf', 3, 'git')],
                         [(one['name'], one['size'], one['subject'])
                          for one in asked['files']])
        sent = [(headers, body) for _, path, headers, body
                in self.gateway.requests if path == '/s3']
        self.assertEqual(2, len(sent))
        headers, body = sent[0]
        self.assertNotIn('authorization', headers)
        self.assertIn('name="key"\r\n\r\ncontent/%s/1\r\n' % DOCUMENT, body)
        self.assertIn('name="policy"\r\n\r\n\xc3\xa9\r\n', body)
        self.assertRegexpMatches(body, r'name="file";[^$]*\r\n\r\none\0\r\n'
                                 r'--[0-9a-f]+--\r\n\Z')

    def test_each_file_has_its_own_end(self):
        self.granted(grant('a.md'), grant('b.md', state='unchanged'),
                     grant('c.zip', state='refused', reason='Unpack <it>.'))
        self.gateway.replies['/s3'] = 500
        page = self.after(self.send([('a.md', '1'), ('empty.md', ''),
                                     ('b.md', '2'), ('c.zip', '3')]))
        for said in ('a.md could not be stored just now', 'empty.md is empty',
                     'b.md: Nothing has changed',
                     'c.zip: Unpack &lt;it&gt;.'):
            self.assertIn(said, page)
        asked, = self.asked('POST', API)
        self.assertEqual(3, len(asked['files']))

    def test_form_without_a_file_asks_for_one(self):
        self.assertIn('Please choose a file first.',
                      self.after(self.send([('', '')])))
        self.assertEqual([], self.gateway.requests)

    def test_upload_without_the_gateway_says_so(self):
        self.gateway.replies[API] = 503, {}
        self.assertIn('cannot be reached just now',
                      self.after(self.send([('a.md', '1')])))

    def test_upload_for_a_document_is_its_next_revision(self):
        self.granted(grant('a.md'))
        reply = self.send([('x.md', '1')], document=DOCUMENT)
        self.assertTrue(reply.headers['Location'].endswith(DOCUMENT))
        asked, = self.asked('POST', API)
        self.assertEqual(DOCUMENT, asked['files'][0]['document'])
        self.assertEqual('a.md', self.document().name)

    def test_too_large_files_are_said_to_be_so(self):
        self.env.config.set('learning', 'upload_max_size', 3 << 20)
        reply = self.send([('a.md', 'x' * (4 << 20))])
        self.assertEqual(413, reply.status)
        self.assertIn('the files of one form may have 3 MB in all',
                      reply.body)
        self.assertEqual([], self.gateway.requests)

    def test_a_form_without_its_token_uploads_nothing(self):
        self.assertEqual(400, self.send([('a.md', '1')],
                                        __FORM_TOKEN='guessed').status)
        self.assertEqual([], self.gateway.requests)


class NameTestCase(unittest.TestCase):

    def test_a_name_leads_nowhere_but_down(self):
        for name, wanted in (
                (u'a/b.md', u'a/b.md'), (u'../../etc/passwd', u'etc/passwd'),
                (u'/a//b/./c/../d', u'a/b/d'), (u'C:\\x\\y.pdf', u'x/y.pdf'),
                (u'a\0b', u'ab'), (u'', u'unnamed'), (u'..', u'unnamed')):
            self.assertEqual(wanted, clean_name(name))
        self.assertEqual(content.MAX_NAME_CHARS,
                         len(clean_name(u'\xe9/' + u'x' * 400)))


if __name__ == '__main__':
    unittest.main()
