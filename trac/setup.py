# -*- coding: utf-8 -*-
"""The Trac side of TracLearn: one plugin for Trac 1.4 on Python 2.7."""

from setuptools import find_packages, setup

from learning import __version__

# Where texts to translate are: (files, how, options).
EXTRACTORS = [
    ('tests/**', 'ignore', None),
    ('**.py', 'trac.dist:extract_python', None),
    ('templates/**.html', 'trac.dist:extract_html', {
        'extensions': 'jinja2.ext.do,jinja2.ext.i18n,jinja2.ext.with_',
        'variable_start_string': '${', 'variable_end_string': '}',
        'line_statement_prefix': '#', 'line_comment_prefix': '##',
        'trim_blocks': 'yes', 'lstrip_blocks': 'yes', 'silent': 'no'})]

try:
    import babel  # noqa: F401
except ImportError:
    messages = {}
else:
    from trac.dist import get_l10n_cmdclass
    # `setup.py extract_messages` and the like, set up in setup.cfg; what is
    # built holds the compiled catalogues.
    messages = {'cmdclass': get_l10n_cmdclass(), 'message_extractors': {
        'learning': EXTRACTORS}}

# The first is the one that loads: learning/components.py lists the modules,
# so that a new one needs no new installation. The groups follow it, because
# Trac enables what an egg in `plugins/` names, module by module.
GROUPS = ('admin', 'answers', 'auth', 'concepts', 'desk', 'editor', 'exchange',
          'gateway', 'generated_questions', 'grades', 'library', 'material',
          'operations', 'pages', 'paths', 'permissions', 'questions',
          'rendering', 'reviews', 'schema', 'sync', 'tickets', 'users', 'web',
          'wiki_material')

setup(
    name='TracLearn',
    version=__version__,
    description='Question-based learning inside Trac',
    long_description='Learners answer questions on tickets in their own '
                     'words; the graded feedback appears there.',
    # It has no public address yet; setuptools writes UNKNOWN for ''.
    url=' ',
    author='TracLearn contributors',
    license='BSD-3-Clause',
    platforms=['any'],
    keywords='trac plugin learning',
    classifiers=[
        'Environment :: Web Environment',
        'Framework :: Trac',
        'Intended Audience :: Education',
        'License :: OSI Approved :: BSD License',
        'Operating System :: POSIX',
        'Programming Language :: Python :: 2.7',
        'Topic :: Education',
    ],
    packages=find_packages(exclude=['learning.tests', 'learning.tests.*']),
    package_data={'learning': ['LICENSE', 'templates/*', 'htdocs/*.*', 'htdocs/*/*',
                               'locale/*/LC_MESSAGES/*.mo']},
    python_requires='>=2.7,<3',
    install_requires=[
        'Trac>=1.4,<1.5',
        'cryptography',
        'defusedxml>=0.7,<0.8',
        'PyJWT[crypto]>=1.7,<2',
        'PyYAML>=5.4,<6',
        'requests>=2.27,<2.28',
    ],
    extras_require={
        # Pages in the reader's language and zone.
        'babel': ['Babel>=2.9,<2.10', 'pytz'],
        # The map of concepts; it needs the program `dot`, too.
        'graphviz': ['graphviz>=0.16,<0.17'],
        'postgresql': ['psycopg2-binary>=2.8,<2.9'],
        # `gunicorn --worker-class learning.server.Worker`; the last for 2.7.
        'server': ['gunicorn>=19.10,<20', 'waitress>=1.4.4,<2'],
    },
    entry_points={'trac.plugins': ['learning = learning.components'] + [
        'learning.%s = learning.%s' % (group, group) for group in GROUPS]},
    test_suite='learning.tests',
    # Trac reads templates and scripts as files.
    zip_safe=False,
    **messages
)
