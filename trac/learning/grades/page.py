# -*- coding: utf-8 -*-
"""`/learning/grades`: the gradebook of a course, also as a file."""

from trac.util.text import exception_to_unicode

from learning.courses.names import course_names
from learning.errors import GatewayError
from learning.gateway import person
from learning.grades.gradebook import Gradebook, read_gradebook, write_csv
from learning.pages.navigation import LearningPage, add_layout


class GradesPage(LearningPage):
    """Shows authors all grades that count."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/grades'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        course = req.args.getfirst('course', '')
        book, trouble = Gradebook([], [], True), None
        try:
            book = read_gradebook(self.env, req, course)
        except GatewayError as e:
            self.log.warning("Grades: %s", exception_to_unicode(e))
            trouble = person.error_message(e)
        if req.args.getfirst('format') == 'csv' and not trouble:
            self._send(req, write_csv(book))
        add_layout(req, 'grades')
        return 'learning_grades.html', {
            'book': book, 'course': course, 'trouble': trouble,
            'courses': course_names(self.env)}, {}

    # Internal methods

    def _send(self, req, content):
        req.send_header('Content-Disposition',
                        'attachment; filename=grades.csv')
        req.send(content, 'text/csv;charset=utf-8')
