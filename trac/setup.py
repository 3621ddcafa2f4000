# -*- coding: utf-8 -*-
"""The Trac side of TracLearn: one plugin for Trac 1.4 on Python 2.7."""

from setuptools import find_packages, setup

setup(
    name='TracLearn',
    version='0.1.0',
    description='Question-based learning inside Trac',
    packages=find_packages(),
    package_data={
        'learning': ['templates/*', 'htdocs/*.*', 'htdocs/*/*'],
        'learning.tests': ['data/*'],
    },
    python_requires='>=2.7,<3',
    install_requires=[
        'Trac>=1.4,<1.5',
        'PyJWT[crypto]>=1.7,<2',
        'requests>=2.27,<2.28',
    ],
    # `gunicorn --worker-class learning.server.Worker`; the last for 2.7.
    extras_require={'server': ['gunicorn>=19.10,<20', 'waitress>=1.4.4,<2']},
    # One entry point that never changes: learning/components.py lists the
    # modules, so that a new one needs no new installation.
    entry_points={'trac.plugins': ['learning = learning.components']},
    test_suite='learning.tests',
    zip_safe=False,
)
