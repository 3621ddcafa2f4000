# -*- coding: utf-8 -*-
"""`gunicorn --worker-class learning.server.Worker`."""

from learning.server.worker import Worker  # noqa: F401
