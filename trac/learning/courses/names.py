# -*- coding: utf-8 -*-
"""Which courses there are: subjects of the material, and what authors wrote
on questions.
"""

from learning.material.document import Documents


def course_names(env):
    """In the order of the alphabet."""
    written = {course for course, in env.db_query(
        "SELECT DISTINCT course FROM learning_question WHERE course <> ''")}
    return sorted(written.union(Documents(env).subjects()),
                  key=lambda name: (name.lower(), name))
