# -*- coding: utf-8 -*-
"""What tests about signing in have in common."""

import unittest

# Known to Trac once they are imported: the pages that tests look at.
import trac.about  # noqa: F401
import trac.attachment  # noqa: F401
import trac.search.web_ui  # noqa: F401
import trac.ticket.report  # noqa: F401
import trac.ticket.roadmap  # noqa: F401
import trac.ticket.web_ui  # noqa: F401
import trac.timeline.web_ui  # noqa: F401
import trac.wiki.web_ui  # noqa: F401

from learning import components  # noqa: F401
from learning.tests import compiled, prepared
from learning.tests.browser import BASE, Browser
from learning.tests.cognito_stub import CognitoStub, token
from learning.tests.prepared import PreparedEnvironment
from learning.web.request_limits import RequestLimits

compiled.install()
prepared.install()


class SigningInTestCase(unittest.TestCase):
    """An environment that signs in at a stub of Cognito."""

    options = {}

    def setUp(self):
        self.cognito = CognitoStub()
        self.addCleanup(self.cognito.close)
        self.env = PreparedEnvironment(
            enable=['trac.*', 'learning.*'],
            disable=['trac.web.auth.LoginModule'],
            config=self.cognito.config(**self.options))
        self.env.config.set('trac', 'base_url', 'http://trac.test' + BASE)
        self.addCleanup(self.env.reset_db)
        RequestLimits(self.env)     # as opening an environment does
        self.browser = Browser(self.env)

    def signed_in(self, browser=None, **claims):
        """A browser with a good token."""
        browser = browser or self.browser
        browser.jar['trac_id'] = token(**claims), BASE
        browser.jar['trac_refresh'] = 'refresh-1', BASE + '/login/refresh'
        return browser

    def expired(self, **claims):
        """A browser whose token is over and can be renewed."""
        return self.signed_in(exp=1000, **claims)
