# -*- coding: utf-8 -*-
"""How often the questions of a course were answered and passed, for its
authors.
"""

from collections import namedtuple

from learning.paths.step_states import MASTERED_SCORE

#: questions: for everyone; learners: who answered one; answered, passed: how
#: often a learner answered a question, and did so well enough.
CourseFigures = namedtuple('CourseFigures',
                           'questions learners answered passed')


def figures_of_courses(env):
    """{course: `CourseFigures`}, '' for questions without a course: those for
    everyone, since steps of paths are learners' own."""
    counted = {course: counts for course, counts in [
        (row[0], row[1:]) for row in env.db_query("""
            SELECT q.course, COUNT(DISTINCT s.sub), COUNT(*),
                   SUM(CASE WHEN s.counting_score >= %s THEN 1 ELSE 0 END)
            FROM learning_question q
            JOIN learning_seat s ON s.ticket=q.ticket AND s.last_attempt > 0
            WHERE q.learner='' GROUP BY q.course
            """, (MASTERED_SCORE,))]}
    return {course: CourseFigures(count, *counted.get(course, (0, 0, 0)))
            for course, count in env.db_query("""
                SELECT q.course, COUNT(*) FROM learning_question q
                JOIN ticket t ON t.id=q.ticket
                WHERE q.learner='' GROUP BY q.course
                """)}


def figures_of_questions(env, course):
    """{ticket: (answered, passed)}: how many learners did."""
    return {ticket: (answered, passed) for ticket, answered, passed
            in env.db_query("""
                SELECT s.ticket, COUNT(*),
                       SUM(CASE WHEN s.counting_score >= %s THEN 1 ELSE 0 END)
                FROM learning_seat s
                JOIN learning_question q ON q.ticket=s.ticket
                WHERE q.course=%s AND s.last_attempt > 0 GROUP BY s.ticket
                """, (MASTERED_SCORE, course))}
