# -*- coding: utf-8 -*-

import io
import os.path
import unittest

from trac.test import EnvironmentStub, MockRequest

import learning
from learning.translation import TEMPLATE_DOMAIN, _, gettext, ngettext
from learning.web.chrome import LearningSite


class TranslationTestCase(unittest.TestCase):

    def test_module_takes_its_texts_from_the_plugins_own_domain(self):
        root = os.path.dirname(learning.__file__)
        found = []
        for folder, _folders, names in os.walk(root):
            for name in names:
                path = os.path.join(folder, name)
                if name.endswith('.py') and '/tests/' not in path and \
                        name != 'translation.py':
                    with io.open(path, encoding='utf-8') as source:
                        if 'trac.util.translation' in source.read():
                            found.append(path)
        self.assertEqual([], found)

    def test_page_of_the_plugin_is_rendered_in_its_domain(self):
        site = LearningSite(EnvironmentStub())
        req = MockRequest(site.env)
        for template, wanted in (('learning_course.html', TEMPLATE_DOMAIN),
                                 ('wiki_view.html', None), (None, None)):
            metadata = {}
            site.post_process_request(req, template, {}, metadata)
            self.assertEqual(wanted, metadata.get('domain'))

    def test_text_outside_of_a_request_is_a_text(self):
        for said in (_("Answer"), gettext("Answer"),
                     ngettext("%(num)s step", "%(num)s steps", 2)):
            self.assertIsInstance(said, basestring)


if __name__ == '__main__':
    unittest.main()
