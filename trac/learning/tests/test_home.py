# -*- coding: utf-8 -*-
import unittest
from learning.tests.course_case import CourseTestCase
class T(CourseTestCase):
    def test_x(self):
        self.course()
        for b in (self.ada, self.author):
          for p in ('', '/courses', '/course/Databases', '/course', '/questions'):
            r = b.get('/trac/learning' + p)
            print p, r.status
            print r.body.split('id="main"')[1].split('id="footer"')[0].encode('utf8')
