# -*- coding: utf-8 -*-
"""The indexer's API behind the gateway, asked as the person who asks."""


from learning import timestamps
from learning.errors import GatewayError
from learning.gateway import person
from learning.material import document, events
from learning.text import is_uuid

PATH = '/api/v1/content'
#: Files that one request may ask about, bytes of one file, characters of its
#: name and of its subject: limits of the API.
MAX_FILES, MAX_FILE_BYTES = 100, 52428800
MAX_NAME_CHARS, MAX_SUBJECT_CHARS = 300, 100
#: The score of a hit that is on its question's topic: the API gives the
#: nearest ones, however far away they are.
MIN_SCORE = 0.65
#: Passages that a file of many questions keeps in memory.
MAX_KEPT = 500


class Content(object):
    """What one author asks for, or to read and to search a learner.

    :param env: the Trac environment.
    :param req: whose `Authorization` the front door set.
    :raises GatewayError: from each method, when there is no answer.
    """

    def __init__(self, env, req):
        self.env = env
        self.req = req

    def grant(self, files):
        """Leave to upload; what is granted is shown as awaited at once.

        :param files: list of {name, size, type, sha256, subject, document}.
        :return: a grant for each file, in order.
        """
        grants = self._ask('POST', '', {'files': files}).get('grants')
        if not isinstance(grants, list) or len(grants) != len(files):
            raise GatewayError(u"The gateway granted something else.")
        with self.env.db_transaction as db:
            for one, grant in zip(files, grants):
                if grant.get('state') == 'granted' and \
                        is_uuid(grant.get('document')):
                    document.upsert_document(db, document.granted_document(
                        grant['document'], grant['revision'],
                        grant.get('name') or one['name'],
                        one.get('subject'), one.get('type')))
        return grants

    def document(self, ident):
        """A summary with `chunks`, `dropped`, `concepts`, `receipt`."""
        return self._noted(self._ask('GET', '/' + ident))

    def passage(self, ident, passage):
        """{id, document, name, title, origin, heading, page, kind, content,
        previous, next}, for every learner. `status` of the error is 404 when
        there is no such passage now."""
        return self._ask('GET', '/%s/passages/%s' % (ident, passage))

    def text(self, ident, after, limit, passage=None):
        """A page of what stands in a document, for every learner: {document,
        name, title, origin, subject, revision, count, passages, sections,
        next}. `status` of the error is 404 when nothing of it is live.

        :param passage: asks for the page that holds it, if one does.
        """
        query = {'after': after, 'limit': limit}
        if passage:
            query['passage'] = passage
        return self._ask('GET', '/%s/passages' % ident, query=query)

    def remove(self, ident):
        """Take a document away."""
        return self._noted(self._ask('DELETE', '/' + ident))

    def restore(self, ident):
        """Bring a removed document back."""
        return self._noted(self._ask('POST', '/%s/restore' % ident, {}))

    def contents(self, ident, seconds=None):
        """{chunks, concepts, …} of what readers find in a document now, and
        what it teaches, for authors."""
        return self._ask('GET', '/' + ident, seconds=seconds)

    def concepts(self, subject, seconds=None):
        """{subjects, subject, concepts, names, edges, cycles} of a subject:
        of the first when `subject` is ''.

        :param seconds: that a page waits; None for `content_timeout`.
        """
        return self._ask('GET', '/concepts',
                         query={'subject': subject} if subject else None,
                         seconds=seconds)

    def decide(self, subject, concept, prerequisite, decision):
        """Confirm, remove, add or undecide an edge."""
        return self._ask('POST', '/concepts/edges', {
            'subject': subject, 'concept': concept,
            'prerequisite': prerequisite, 'decision': decision})

    def change_name(self, subject, concept, decision, to):
        """Rename a concept, merge it into another, or undo either.

        :param to: the new name, or the other concept; '' to undo.
        """
        body = {'subject': subject, 'concept': concept, 'decision': decision}
        return self._ask('POST', '/concepts/names',
                         dict(body, to=to) if to else body)

    def search(self, question, subject, limit, seconds=None):
        """Hits for a question, the best first, for every learner.

        :param seconds: that a page waits; None for `content_timeout`.
        """
        query = {'q': question, 'k': limit}
        if subject:
            query['subject'] = subject
        return self._ask('GET', '/search', query=query,
                         seconds=seconds).get('hits') or []

    def _ask(self, method, path, body=None, query=None, seconds=None):
        return person.ask(self.env, self.req, method, PATH + path, body,
                          query, seconds)

    def _noted(self, summary):
        """What the gateway says is at least as new as what the feed said."""
        found = events.read_document(summary, timestamps.now())
        if found:
            with self.env.db_transaction as db:
                document.upsert_document(db, found)
        return summary


class SourceContent(Content):
    """What is read of a question's sources, of one question or of a file of
    many: each thing once, and nothing more where the services fail once. A
    page waits for them once.
    """

    def __init__(self, env, req):
        super(SourceContent, self).__init__(env, req)
        self.answers, self.trouble = {}, None

    def _ask(self, method, path, body=None, query=None, seconds=None):
        asked = path, tuple(sorted((query or {}).items()))
        if asked not in self.answers:
            if self.trouble:
                raise self.trouble
            if len(self.answers) >= MAX_KEPT:
                self.answers.clear()
            self.answers[asked] = self._answer(method, path, body, query,
                                               seconds)
        if isinstance(self.answers[asked], GatewayError):
            raise self.answers[asked]
        return self.answers[asked]

    def _answer(self, *asked):
        """What is said, an error 404 too.

        :raises GatewayError: for each other one, for good.
        """
        try:
            return super(SourceContent, self)._ask(*asked)
        except GatewayError as e:
            if e.status != 404:
                self.trouble = e
                raise
            return e
