# -*- coding: utf-8 -*-
"""What is read of a request, whoever sent it and however it is encoded.

Time is that of the processor: others may use the machine, too.
"""

import io
import json
import os
import time
import unittest
import uuid

from trac.attachment import Attachment
from trac.test import EnvironmentStub, MockRequest
from trac.web.main import RequestDispatcher
from trac.wiki.model import WikiPage

from learning.tests.material_case import MATERIAL, MaterialTestCase, multipart

FORM = 'application/x-www-form-urlencoded'
#: As a server tells of chunks that it decodes.
CHUNKED = {'CONTENT_LENGTH': '', 'wsgi.input_terminated': True}
PAGES = ('/trac/login/refresh?next=/trac', '/trac/login', '/trac/logout',
         '/trac/wiki/WikiStart', '/trac/newticket', '/trac/ticket/1',
         '/trac/learning/answer/1', '/trac/learning/question/1', '/trac/query',
         '/trac/batchmodify', '/trac/attachment/wiki/WikiStart/')


class LimitTestCase(MaterialTestCase):

    def setUp(self):
        super(LimitTestCase, self).setUp()
        self.stranger = self.browse('ada')
        del self.stranger.jar['trac_id']

    def ask(self, body, kind=FORM, path=PAGES[0], who=None, **headers):
        return (who or self.stranger).send('POST', path, body,
                                           CONTENT_TYPE=kind, **headers)

    def refused(self, words, *args, **kwargs):
        began = time.clock()
        reply = self.ask(*args, **kwargs)
        self.assertEqual(413, reply.status)
        self.assertIn('Nothing was saved', reply.body)
        self.assertIn(words, reply.body)
        self.assertLess(len(reply.body), 20000)
        self.assertLess(time.clock() - began, 3)

    def test_bytes_are_limited_on_every_page_that_reads_them(self):
        """Or else nobody reads them: the renewal only sends them on."""
        body = 'text=' + 'x' * 4000000
        for path in PAGES:
            self.assertIn(self.ask(body, path=path).status, (307, 413), path)
        for path in PAGES[1:]:
            self.refused('3.8 MB', body, path=path, who=self.author)

    def test_form_with_too_many_fields_is_refused(self):
        self.refused('1000 fields', 'a=1&' * 900000)
        self.refused('1000 fields', 'a=1;' * 2000)
        self.refused('1000 fields', '&' * 2000)
        kind, _body = multipart({}, [])
        mark = kind.partition('boundary=')[2]
        part = '--%s\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
        self.refused('1000 fields', part % mark * 2000 + '--%s--' % mark, kind)

    def test_an_address_has_no_more_fields(self):
        reply = self.author.get('/trac/query?' + '&'.join(['a=1'] * 2000))
        self.assertEqual(413, reply.status)

    def test_texts_are_limited_in_a_form_with_files(self):
        kind, body = multipart({'text': 'x' * 4100000}, [('a', 'b')])
        self.refused('MB', body, kind)

    def test_form_with_too_large_a_file_is_refused(self):
        kind, body = multipart({}, [('a.bin', '\0' * 15000000)])
        self.refused('13.8 MB', body, kind)

    def test_body_without_a_length_is_limited_and_read(self):
        self.refused('3.8 MB', 'text=' + 'x' * 40000000, **CHUNKED)
        self.refused('1000 fields', 'a=1&' * 5000, **CHUNKED)
        reply = self.ask('text=kept', **CHUNKED)
        self.assertIn('value="kept"', reply.body)

    def test_length_that_lies_passes_no_limit(self):
        self.assertIn('value="12345"', self.ask(
            'text=1234567890', CONTENT_LENGTH='10').body)
        for length in ('-1', 'x', '+7', '1e3'):
            self.assertNotIn('name="text"', self.ask(
                'text=12', CONTENT_LENGTH=length).body)
        self.refused('3.8 MB', 'text=12', CONTENT_LENGTH='5000000')

    def test_a_part_s_header_is_short(self):
        for header in ('X: y' + '\r\n ;' * 300000, 'X: ' + ';' * 900000,
                       'Content-Disposition: form-data' + ';"' * 450000):
            began = time.clock()
            reply = self.ask('--b\r\n%s\r\n\r\n1\r\n--b--' % header,
                             'multipart/form-data; boundary=b')
            self.assertEqual(400, reply.status)
            self.assertLess(time.clock() - began, 3)

    def test_a_form_in_a_form_is_a_text(self):
        inner = '--b\r\nContent-Disposition: form-data; name="a"\r\n%s\r\n1'
        for kind in ('Content-Type: multipart/mixed; boundary=c\r\n',
                     'Content-Type: application/x-www-form-urlencoded\r\n'):
            body = inner % kind * 500
            reply = self.ask(body + '\r\n--b--',
                             'multipart/form-data; boundary=b')
            self.assertEqual(401, reply.status)

    def test_ten_megabytes_of_line_breaks_are_read_fast(self):
        for content in ('\n', '--b\n', '\r\n--bx', '\r\n--b ', ' \t', '\0'):
            began = time.clock()
            self.ask('--b\r\nContent-Disposition: form-data; name="a"; '
                     'filename="a"\r\n\r\n' +
                     content * (10000000 // len(content)),
                     'multipart/form-data; boundary=b')
            self.assertLess(time.clock() - began, 3)

    # What people do today, they still may.

    def test_the_largest_page_is_saved(self):
        # As code: no page of that size may take long to show.
        text = u'{{{\n%s\n}}}' % (u'\U0001f600' * (262144 - 8))
        reply = self.author.post('/trac/wiki/Large', {
            'action': 'edit', 'text': text.encode('utf-8'), 'version': '0',
            'save': '1', 'comment': 'x'})
        self.assertEqual(303, reply.status)
        self.assertEqual(text, WikiPage(self.env, 'Large').text)

    def test_large_forms_of_trac_pass(self):
        fields = {'f%d' % n: 'x' for n in range(990)}
        fields['selected_tickets'] = ','.join(map(str, range(50000)))
        self.assertIn('f989', self.ask('&'.join(
            '%s=%s' % one for one in fields.items())).body)

    def test_attachment_of_the_largest_size_is_stored(self):
        self.env.config.set('attachment', 'max_size', 12000000)
        self.addCleanup(Attachment.delete_all, self.env, 'wiki', 'Files')
        self.write('Files', 'x')
        content, mark = os.urandom(1 << 20) * 11, uuid.uuid4().hex
        kind, body = multipart({'action': 'new', 'realm': 'wiki',
                                'id': 'Files', '__FORM_TOKEN':
                                self.author.jar['trac_form_token'][0]},
                               [(u'\xe4\u65e5-%s'.encode('utf-8') % mark,
                                 content)])
        body = body.replace('name="files"', 'name="attachment"')
        reply = self.ask(body, kind, '/trac/attachment/wiki/Files/',
                         self.author)
        self.assertEqual(303, reply.status)
        (size, name), = self.env.db_query("SELECT size, filename "
                                          "FROM attachment")
        self.assertEqual((len(content), u'\xe4\u65e5-' + mark), (size, name))

    def test_nuls_are_refused_where_trac_refuses_them(self):
        for body in ('a=%00', '%00=a'):
            self.assertEqual(400, self.ask(body).status)
        kind, body = multipart({}, [('a\0.bin', 'x')])
        self.assertEqual(400, self.ask(body, kind).status)

    def test_a_page_that_keeps_a_form_is_small(self):
        kind, body = multipart({'note': 'kept'}, [('a.bin', 'x' * 9000000)])
        reply = self.ask(body, kind)
        self.assertEqual(401, reply.status)
        self.assertIn('kept', reply.body)
        self.assertIn('choose it again', reply.body)
        self.assertLess(len(reply.body), 20000)
        self.refused('too long to be kept here', 'a=' + '"' * 2000000)


class JsonTestCase(MaterialTestCase):

    def ask(self, body, **headers):
        reply = self.author.send(
            'POST', MATERIAL + '/grant', body, CONTENT_TYPE='application/json',
            HTTP_X_CSRF_TOKEN=self.author.jar['trac_form_token'][0], **headers)
        self.assertEqual(['message'], json.loads(reply.body).keys())
        self.assertEqual([], self.gateway.requests)
        return reply.status

    def test_json_that_is_odd_is_refused_in_words(self):
        for body in ('[' * 100000, '{"a":' * 50000, '[' * 900 + ']' * 900,
                     '{"files": %s}' % ('1' * 400000), '', 'x', '\xff', '1',
                     '[]', 'null', '{"__FORM_TOKEN": 1, "files": 1}'):
            began = time.clock()
            self.assertEqual(400, self.ask(body), body[:20])
            self.assertLess(time.clock() - began, 2)

    def test_json_that_is_too_large_is_413(self):
        self.assertEqual(413, self.ask('[' + '1,' * 400000 + '1]'))
        self.assertEqual(413, self.ask(
            '[' + '1,' * 400000 + '1]', **CHUNKED))


class OtherTestCase(unittest.TestCase):

    def test_an_environment_without_the_plugin_is_left_alone(self):
        env = EnvironmentStub(enable=['trac.*'])
        try:
            req = MockRequest(env)
            given = req.environ['wsgi.input'] = io.BytesIO('x')
            RequestDispatcher(env).set_default_callbacks(req)
            self.assertIs(given, req.environ['wsgi.input'])
        finally:
            env.reset_db()


if __name__ == '__main__':
    unittest.main()
