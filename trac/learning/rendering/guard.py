# -*- coding: utf-8 -*-
"""Gives each text of a page, and the page, a time to render in.

Trac has no extension point around its formatters, so the three that all
texts go through are wrapped, once in a process and only when an environment
with this plugin enabled is opened. They do nothing in any other.
"""

import time
from functools import wraps

from trac.config import FloatOption
from trac.util.html import Markup, tag
from trac.util.text import shorten_line
from trac.wiki.formatter import (HtmlFormatter, InlineHtmlFormatter,
                                 LinkFormatter, system_message)

from learning.participant import Participant
from learning.rendering import patterns, replacements
from learning.rendering.budget import (Budget, RenderingBusy,
                                       RenderingTimeout, current, spending)
from learning.rendering.match_cost import digest_of
from learning.translation import _

#: How long a text that took too long is not tried again.
RETRY_AFTER_S = 600
#: How many of those are remembered.
MAX_REMEMBERED = 4096
#: Where a request keeps the seconds that its texts have taken.
SPENT = 'learning.rendering_seconds'
_installed = []
_slow = {}      # digest of a text: when to try again


class RenderingGuard(Participant):
    """Shows a text without its markup when that takes too long."""

    text_timeout = FloatOption('learning', 'render_timeout', 2.0,
        """Seconds of processor time that one text (a comment, a wiki page)
        may take to render. What takes longer is shown as it was written.
        The longest of Trac's own pages (35,000 characters) take 0.2 to 0.5.
        New texts may take half of it.""")  # noqa: E128

    page_timeout = FloatOption('learning', 'page_render_timeout', 4.0,
        """Seconds of processor time that all texts of one page may take
        together. What is left then is shown as it was written. 500 comments
        of a few sentences take about 2.""")  # noqa: E128

    def __init__(self):
        install()

    # Public methods

    def render(self, context, text, render, show_raw):
        """`render()`, or `show_raw(message)` if that takes too long."""
        environ = getattr(context.req, 'environ', {})
        spent = environ.get(SPENT, 0)
        digest = digest_of(text)
        if _slow.get(digest, 0) > time.time():
            return show_raw(_slow_text())
        if spent >= self.page_timeout:
            return show_raw(_slow_page())
        budget = Budget(min(self.text_timeout, self.page_timeout - spent),
                        spent)
        try:
            with spending(budget):
                return render()
        except RenderingBusy:
            spent = self.page_timeout   # nor does the rest of it wait
            return show_raw(_busy())
        except RenderingTimeout:
            if budget.seconds < self.text_timeout:
                return show_raw(_slow_page())
            _remember(digest)
        except RuntimeError as e:
            if 'recursion' not in str(e):
                raise
            _remember(digest)
        finally:
            environ[SPENT] = spent + budget.spent
        self.log.warning("A text of %d characters for %s takes too long to "
                         "render", len(text), context.resource)
        return show_raw(_slow_text())


def _remember(digest):
    if len(_slow) >= MAX_REMEMBERED:
        _slow.clear()
    _slow[digest] = time.time() + RETRY_AFTER_S


def _slow_text():
    return _("This text takes too long to show and stands here as it was "
             "written. Shorten it, break its long lines, or put what is not "
             "markup between lines of {{{ and }}}.")


def _slow_page():
    return _("The texts of this page take too long together, so this one "
             "stands here as it was written. Look at it on a page of its "
             "own, or shorten those before it.")


def _busy():
    return _("Other texts take long just now, so this one stands here as it "
             "was written. Load the page again in a minute.")


def install():
    """Wrap the formatters. Once is enough."""
    if _installed:
        return
    _installed.append(True)
    patterns.install()
    replacements.install()
    HtmlFormatter.generate = _guarded(HtmlFormatter.generate.__func__,
                                      _block)
    InlineHtmlFormatter.generate = _guarded(
        InlineHtmlFormatter.generate.__func__, _inline)
    LinkFormatter.match = _guarded_match(LinkFormatter.match.__func__)


def _block(message, text):
    return Markup(system_message(message, text))


def _inline(message, text):
    return Markup(tag.span(shorten_line(text), title=message))


def _is_left_alone(env):
    """Inside of a text that is guarded already, or without the plugin."""
    return current() is not None or not env.is_enabled(RenderingGuard)


def _guarded(original, show):
    """A `generate` that shows the message and the text if it must."""
    @wraps(original)
    def generate(self, *args, **kwargs):
        if _is_left_alone(self.env):
            return original(self, *args, **kwargs)
        return RenderingGuard(self.env).render(
            self.context, self.wikidom,
            lambda: original(self, *args, **kwargs),
            lambda message: show(message, self.wikidom))
    return generate


def _guarded_match(original):
    """A `match` that finds no link if that takes too long."""
    @wraps(original)
    def match(self, text):
        if _is_left_alone(self.env):
            return original(self, text)
        return RenderingGuard(self.env).render(
            self.context, text, lambda: original(self, text),
            lambda message: None)
    return match
