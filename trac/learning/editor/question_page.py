# -*- coding: utf-8 -*-
"""The author's form: `/learning/question/<ticket>`, and
`/learning/question/new` for a question that has no ticket yet.
"""

from trac.resource import ResourceNotFound
from trac.web.chrome import Chrome, add_notice, add_script, add_warning

from learning.courses.names import course_names
from learning.dates import describe_date, describe_time
from learning.desk.trial import find_orders, try_answer, try_question
from learning.editor import draft, release
from learning.editor.drafts import Drafts
from learning.editor.editing import Editing
from learning.editor.preview import describe_preview
from learning.editor.typed_form import (blank_form, propose_points,
                                        read_typed, renew, stored_form)
from learning.errors import ChangedMeanwhile, InvalidInput
from learning.material.content import SourceContent
from learning.material.source_finder import MaterialFinder
from learning.pages.navigation import LearningPage, add_layout
from learning.questions import access
from learning.questions.due_date import START_OF_DAY, split_due
from learning.questions.further_references import MAX_FURTHER
from learning.questions.named_concepts import (MAX_CONCEPTS, clean_concepts,
                                               describe_concepts)
from learning.questions.publication import announce_ticket
from learning.questions.source_texts import with_texts
from learning.questions.sources import require_alive, shorten_sources
from learning.sync import publisher
from learning.text import group_digits
from learning.translation import TEMPLATE_DOMAIN, _, tag_
from learning.users.account import Accounts
from learning.web import form

NEW = '/learning/question/new'
#: What a form may ask for beside its release, by the name of the button.
ACTIONS = ('preview', 'find', 'use', 'name_concept', 'try', 'try_own',
           'draft', 'schedule', 'discard')


class QuestionForm(LearningPage):
    """Lets an author write a question, try it, keep it and release it."""

    # IRequestHandler methods

    def match_request(self, req):
        if req.path_info == NEW:
            form.allow_nul(req)
            req.environ['learning.ticket'] = 0
            return True
        return form.match_ticket(req, 'question')

    def process_request(self, req):
        ticket = req.environ['learning.ticket']
        self._require_author(req, ticket)
        if req.method != 'POST':
            typed = stored_form(self.env, ticket) if ticket else \
                blank_form(req.args.getfirst('course', ''))
            return self._page(req, typed)
        typed = read_typed(req.args, ticket)
        typed = typed._replace(question=shorten_sources(req, typed.question))
        try:
            return self._take(req, typed)
        except ChangedMeanwhile as e:
            add_warning(req, e)
            typed = renew(self.env, typed)
        except InvalidInput as e:
            add_warning(req, e)
        page = Chrome(self.env).render_template(req, *self._page(req, typed))
        req.send(page, 'text/html', 400)

    # Internal methods

    def _require_author(self, req, ticket):
        if not ticket:
            req.perm.require('LEARNING_AUTHOR')
            return
        resource = access.visible(self.env, req, ticket)
        if resource is None:
            raise ResourceNotFound(_("Ticket %(id)s does not exist.",
                                     id=ticket))
        req.perm(resource).require('LEARNING_AUTHOR')

    def _take(self, req, typed):
        """What the pressed button asks for; the page that it shows."""
        for name in ACTIONS:
            if name in req.args:
                return getattr(self, '_' + name)(req, typed)
        return self._release(req, typed)

    # Each takes the request and what was typed, and gives a page or goes to
    # another.

    def _preview(self, req, typed):
        return self._page(req, typed)

    def _find(self, req, typed):
        return self._page(req, typed,
                          found=MaterialFinder(self.env).find(req))

    def _use(self, req, typed):
        number = req.args.getfirst('use')
        source = {name: req.args.getfirst('hit_%s_%s' % (name, number), '')
                  for name in ('title', 'href')}
        sources = typed.question.sources
        if source['href'] and len(sources) < draft.MAX_SOURCES:
            sources = sources + [source]
        return self._page(req, typed._replace(
            question=typed.question._replace(sources=sources)))

    def _name_concept(self, req, typed):
        names = typed.question.concepts + clean_concepts(
            req.args.getlist('name_concept'))
        return self._page(req, typed._replace(
            question=typed.question._replace(
                concepts=names[:MAX_CONCEPTS])))

    def _try(self, req, typed):
        question = self._editing(req, typed).check()
        return self._page(req, typed, trial=dict(
            try_question(self.env, req, with_texts(
                SourceContent(self.env, req), question)),
            seen=release.fingerprint_of(question)))

    def _try_own(self, req, typed):
        question = self._editing(req, typed).check()
        return self._page(req, typed, own=try_answer(
            self.env, req, with_texts(SourceContent(self.env, req), question),
            typed.own))

    def _draft(self, req, typed):
        ticket = self._editing(req, typed).keep()
        add_notice(req, _("The draft is saved. Learners see nothing of it."))
        req.redirect(req.href.learning('question', ticket))

    def _schedule(self, req, typed):
        content = SourceContent(self.env, req)
        require_alive(req, content, typed.question)
        editing = self._editing(req, typed._replace(
            question=with_texts(content, typed.question)))
        ticket, at = editing.schedule()
        self._warn_of_orders(req, editing.check())
        add_notice(req, tag_("It is released on %(moment)s. Until then "
                             "learners see nothing of it.",
                             moment=describe_date(req, at)['element']))
        req.redirect(req.href.learning('question', ticket))

    def _discard(self, req, typed):
        gone = self._editing(req, typed).discard()
        add_notice(req, _("The draft and its ticket are gone.") if gone else
                   _("The draft is gone."))
        req.redirect(req.href.learning('questions', 'drafts'))

    def _release(self, req, typed):
        editing = self._editing(req, typed)
        question, content = editing.check(), SourceContent(self.env, req)
        require_alive(req, content, question)
        with_its_texts = with_texts(content, question)
        trial = release.try_edit(self.env, req, with_its_texts)
        if release.moves_grades(trial):
            add_warning(req, release.describe_moves(trial))
            return self._page(req, typed, trial=dict(
                trial, seen=release.fingerprint_of(question)))
        ticket, messages = editing.release(with_its_texts,
                                           'regrade' in req.args)
        self._send(req, ticket, messages)
        self._warn_of_orders(req, with_its_texts, trial)
        req.redirect(req.href.ticket(ticket) + '#learning')

    def _warn_of_orders(self, req, question, trial=None):
        """What a trial says of its sources; asks for one where none did."""
        if trial['source_orders'] if trial and trial['answers'] else \
                find_orders(self.env, req, question):
            add_warning(req, _(
                "A source of this question gives orders to the grader. They "
                "are not followed, and nobody loses anything by them. Please "
                "look at what it says."))

    def _send(self, req, ticket, messages):
        for number, message in enumerate(messages):
            if number:
                publisher.publish_by_relay(self.env, message)
                add_notice(req, _("Earlier answers are graded again one by "
                                  "one; a person's grades stay."))
                continue
            publisher.publish_question(self.env, req, message)
            add_notice(req, _("The question was saved (revision "
                              "%(revision)s).",
                              revision=message.data['revision']))
            if message.data['revision'] == 1:
                announce_ticket(self.env, ticket, req.authname)

    def _editing(self, req, typed):
        account = Accounts(self.env).of_user(req.authname)
        if account is None:
            raise InvalidInput(_(
                "Your sign-in is over. Sign in in another tab and save "
                "again; your text is kept below."))
        return Editing(self.env, account, typed)

    def _page(self, req, typed, trial=None, own=None, found=None):
        add_layout(req, None)
        add_script(req, 'learning/js/question.js')
        typed, proposed = propose_points(typed)
        if proposed:
            add_warning(req, _(
                "The question has no points by which it is graded. Below are "
                "some, made from the reference: please change them as you "
                "like, name them, and save."))
        question = typed.question
        items = min(draft.MAX_ITEMS, len(question.rubric) + draft.SPARE_ITEMS)
        sources = min(draft.MAX_SOURCES,
                      len(question.sources) + draft.SPARE_SOURCES)
        names = min(MAX_CONCEPTS,
                    len(question.concepts) + draft.SPARE_CONCEPTS)
        further = min(MAX_FURTHER, draft.SPARE_FURTHER +
                      len(question.further_references))
        content = SourceContent(self.env, req)
        return 'learning_question.html', {
            'q': question, 'typed': typed, 'limits': draft, 'trial': trial,
            'digits': group_digits,
            'own': own, 'found': found,
            'kept': self._describe_draft(req, question.ticket),
            'preview': describe_preview(self.env, req, typed, content),
            'concepts': describe_concepts(content, question),
            'answered': release.count_graded(self.env, question.ticket),
            'regrade': 'regrade' in req.args,
            'courses': course_names(self.env),
            'due': split_due(question.due_at, req.tz),
            'readable': split_due(question.release_at, req.tz, START_OF_DAY),
            'publish': split_due(typed.publish_at, req.tz),
            'items': padded(question.rubric, items, {}),
            'sources': padded(question.sources, sources, {}),
            'names': padded(question.concepts, names, ''),
            'further': padded(question.further_references, further, ''),
            'most_further': MAX_FURTHER}, {
                'iterable': False, 'domain': TEMPLATE_DOMAIN}

    def _describe_draft(self, req, ticket):
        kept = ticket and Drafts(self.env).get(ticket)
        if not kept:
            return None
        return {'author': kept.author, 'trouble': kept.trouble,
                'changed': describe_time(req, kept.changed),
                'first': not kept.question.revision,
                'at': kept.publish_at and describe_date(req,
                                                        kept.publish_at)}


def padded(lines, count, empty):
    """The lines and empty ones after them."""
    return lines + [empty] * (count - len(lines))
